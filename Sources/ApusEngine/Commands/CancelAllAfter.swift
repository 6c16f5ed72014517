import ApusModel

extension Engine {
  /// The longest time a dead man's switch may be set to: one day, in milliseconds.
  static var longestTimeout: Int64 { 86_400_000 }

  mutating func cancelAllAfter(_ command: CancelAllAfter, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    guard command.timeout >= 0, command.timeout <= Engine.longestTimeout else {
      return reject(command.account, .invalidTimeout, into: &events)
    }
    let deadline = command.timeout == 0 ? Timestamp.zero : time + Timestamp(rawValue: command.timeout)
    accounts[command.account].deadline = deadline
    if deadline != .zero { accounts.nextDeadline = min(accounts.nextDeadline, deadline) }
    let stated = deadline == .zero ? nil : deadline
    events.append(.cancelAllAfterSet(CancelAllAfterSet(account: command.account, deadline: stated)))
  }

  /// Forgets the deadlines of switches that were set anew since.
  mutating func findNextDeadline() {
    accounts.nextDeadline = .never
    for number in 0..<accounts.count {
      let deadline = accounts[AccountID(rawValue: number + 1)].deadline
      if deadline != .zero { accounts.nextDeadline = min(accounts.nextDeadline, deadline) }
    }
  }

  /// Fires every dead man's switch that was due by then; called when time passes.
  mutating func fireDeadlines(through last: Timestamp, into events: inout EventBuffer) {
    var next = Timestamp(rawValue: .max)
    for number in 0..<accounts.count {
      let account = AccountID(rawValue: number + 1)
      let deadline = accounts[account].deadline
      if deadline == .zero { continue }
      if deadline > last {
        next = min(next, deadline)
        continue
      }
      accounts[account].deadline = .zero
      cancelAll(of: account, .cancelAllAfter, into: &events)
      events.append(.cancelAllAfterSet(CancelAllAfterSet(account: account, deadline: nil)))
    }
    accounts.nextDeadline = next
  }
}
