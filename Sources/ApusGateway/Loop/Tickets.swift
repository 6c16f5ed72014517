import ApusExchange

/// Whoever waits for the engine, by the number that the answer will carry.
struct Tickets {
  private var waiting: [Waiting?] = []
  private var free: [Int] = []

  /// How many wait.
  var count: Int { waiting.count - free.count }

  /// Keeps one who waits and gives out the number.
  mutating func insert(_ entry: Waiting) -> UInt64 {
    guard let index = free.popLast() else {
      waiting.append(entry)
      return UInt64(waiting.count - 1)
    }
    waiting[index] = entry
    return UInt64(index)
  }

  /// Who waits under a number; each answer comes once.
  mutating func remove(_ ticket: UInt64) -> Waiting {
    let index = Int(ticket)
    guard let entry = waiting[index].take() else { preconditionFailure("nobody waits under number \(ticket)") }
    free.append(index)
    return entry
  }

  /// Takes all who wait.
  mutating func removeAll() -> [Waiting] {
    let all = waiting.compactMap { $0 }
    waiting.removeAll()
    free.removeAll()
    return all
  }
}

/// One who waits for the engine.
struct Waiting {
  /// Whom the answer goes to.
  enum Asker {
    /// A request of a connection, by its number there.
    case request(HTTPConnection, UInt64, Allowance?)
    case realtime(Conversation)
  }

  let asker: Asker
  let reply: Reply
  /// When the request came.
  let began: Moment
}
