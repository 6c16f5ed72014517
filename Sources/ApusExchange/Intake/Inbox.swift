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
  func put(_ commands: [Command], _ group: Group, isExempt: Bool = false) -> Bool {
    gate.withLock {
      guard isOpen, waiting.commands.count + commands.count <= limit - (isExempt ? 0 : reserve) else { return false }
      waiting.append(commands, group)
      wakeReader()
      return true
    }
  }

  /// Takes a single command, or refuses it.
  func put(_ command: Command, _ group: Group, isExempt: Bool = false) -> Bool {
    gate.withLock {
      guard isOpen, waiting.commands.count < limit - (isExempt ? 0 : reserve) else { return false }
      waiting.append(command, group)
      wakeReader()
      return true
    }
  }

  /// What ended the reader's wait.
  enum Wake: Sendable {
    case news, alarm, closed
  }

  /// Waits for commands, or for the alarm, and swaps what came for the emptied `intake`.
  func take(_ intake: inout Intake, alarm: Moment?) -> Wake {
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
      isReaderAsleep = false
      swap(&waiting, &intake)
      return .news
    }
  }

  private func wakeReader() {
    guard isReaderAsleep else { return }
    isReaderAsleep = false
    gate.signal()
  }
}
