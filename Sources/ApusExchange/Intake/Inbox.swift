import ApusModel

/// Where commands wait for the engine: many writers, one reader, never more than the limit.
final class Inbox: @unchecked Sendable {
  private let gate = Gate()
  private let limit: Int
  /// How many of them only those may take that must not be shed.
  private let reserve: Int
  // All below only under the gate.
  private var waiting = Intake()
  private var isOpen = false
  private var isReaderAsleep = false
  /// How many groups the reader sleeps for.
  private var wanted = 1

  /// How long, in microseconds, the reader waits for company: as long as the disk takes for a batch of any size.
  private static let patience: Int64 = 200

  /// An inbox for so many commands, closed until it is opened.
  init(limit: Int) {
    self.limit = limit
    reserve = limit / 8
  }

  /// How many commands wait.
  var count: Int { gate.withLock { waiting.commands.count } }

  /// Begins to take commands.
  func open() { gate.withLock { isOpen = true } }

  /// Takes no more commands; what is in is still handed out.
  func close() {
    gate.withLock {
      isOpen = false
      gate.signal()
    }
  }

  /// Takes a group whole, or refuses it whole: false when it does not fit or the inbox is closed.
  ///
  /// The reader is woken unless more is coming, after which `wakeReader` does that.
  func put(_ commands: [Command], _ group: Group, isExempt: Bool = false, isMoreComing: Bool = true) -> Bool {
    put(commands.count, isExempt, isMoreComing) { $0.append(commands, group) }
  }

  /// Takes a single command, or refuses it, as a group of one.
  func put(_ command: Command, _ group: Group, isExempt: Bool = false, isMoreComing: Bool = true) -> Bool {
    put(1, isExempt, isMoreComing) { $0.append(command, group) }
  }

  private func put(_ count: Int, _ isExempt: Bool, _ isMoreComing: Bool, _ append: (inout Intake) -> Void) -> Bool {
    let (isTaken, isDue) = gate.withLock {
      let isTaken = isOpen && waiting.commands.count + count <= limit - (isExempt ? 0 : reserve)
      if isTaken { append(&waiting) }
      return (isTaken, !isMoreComing && isReaderDue())
    }
    if isDue { gate.signal() }
    return isTaken
  }

  /// What ended the reader's wait.
  enum Wake: Sendable {
    case news, alarm, closed
  }

  /// Waits for commands, or for the alarm, and swaps what came for the emptied `intake`.
  ///
  /// Where `wanted` groups are likely to come, they are waited for, but not long.
  func take(_ intake: inout Intake, wanted: Int = 1, alarm: Moment?) -> Wake {
    gate.withLock {
      while waiting.isEmpty {
        guard isOpen else { return .closed }
        isReaderAsleep = true
        if let alarm {
          if Moment.now >= alarm { return .alarm }
          gate.wait(until: alarm)
        } else {
          gate.wait()
        }
      }
      gather(wanted)
      isReaderAsleep = false
      swap(&waiting, &intake)
      return .news
    }
  }

  /// Waits until so many groups are there or the reader's patience ends; only under the gate.
  private func gather(_ count: Int) {
    guard waiting.groups.count < count else { return }
    let end = Moment.now.after(microseconds: Self.patience)
    wanted = count
    while isOpen, waiting.groups.count < count, Moment.now < end {
      isReaderAsleep = true
      gate.wait(until: end)
    }
    wanted = 1
  }

  /// Wakes the reader when something waits for it.
  func wakeReader() {
    let isDue = gate.withLock { isReaderDue() }
    // Not under the lock, which the reader takes as it wakes.
    if isDue { gate.signal() }
  }

  /// Whether the reader sleeps and has what it sleeps for; it then counts as awake. Only under the gate.
  private func isReaderDue() -> Bool {
    guard isReaderAsleep, waiting.groups.count >= wanted else { return false }
    isReaderAsleep = false
    return true
  }
}
