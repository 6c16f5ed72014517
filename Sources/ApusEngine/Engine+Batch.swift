public import ApusModel

extension Engine {
  /// Applies a batch of entries and appends what happened.
  ///
  /// In a deep market each command waits for memory; with a batch at hand, what later commands will touch is asked
  /// for while earlier ones run. Only numbers the commands carry are used, and nothing they name is followed
  /// before the command itself has been checked.
  public mutating func apply(_ entries: [Entry], into events: inout EventBuffer) {
    guard markets.count > 0, markets[0].book.wantsLookAhead, entries.count > Engine.farAhead else {
      for index in entries.indices { apply(entries[index], into: &events) }
      return
    }
    for index in entries.indices {
      fetch(entries, ahead: index)
      apply(entries[index], into: &events)
    }
  }

  private static var farAhead: Int { 24 }
  private static var halfAhead: Int { 12 }
  private static var nearAhead: Int { 6 }

  @inline(__always) private func fetch(_ entries: [Entry], ahead index: Int) {
    if index + Engine.farAhead < entries.count {
      let id = Engine.orderNamed(by: entries[index + Engine.farAhead])
      let market = market(of: id)
      markets[market].book.fetchIndex(of: id, .buy, tick: 0)
    }
    if index + Engine.halfAhead < entries.count {
      let id = Engine.orderNamed(by: entries[index + Engine.halfAhead])
      markets[market(of: id)].fetchOrder(id)
    }
    if index + Engine.nearAhead < entries.count {
      let id = Engine.orderNamed(by: entries[index + Engine.nearAhead])
      markets[market(of: id)].book.fetchNeighbours(id)
    }
  }

  @inline(__always) private func market(of id: UInt64) -> Int {
    let market = Int(id & 0xFF)
    return market < markets.count ? market : 0
  }

  /// The number of the order a command names, or nothing's number.
  @inline(__always) private static func orderNamed(by entry: Entry) -> UInt64 {
    switch entry.command {
    case .cancelOrder(let command): return number(of: command.order)
    case .amendOrder(let command): return number(of: command.order)
    default: return 0
    }
  }

  @inline(__always) private static func number(of key: OrderKey) -> UInt64 {
    if case .id(let id) = key { return id.rawValue }
    return 0
  }
}

extension Market {
  /// Asks for an order and its detail.
  @inline(__always) func fetchOrder(_ id: UInt64) {
    details.prefetch(book.fetchOrder(id))
  }
}
