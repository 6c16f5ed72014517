import ApusModel

extension Engine {
  mutating func openAccount(_ command: OpenAccount, into events: inout EventBuffer) {
    guard !accounts.isFull else { return reject(command.account, .tooManyAccounts, into: &events) }
    guard command.account.rawValue == accounts.count + 1 else {
      return reject(command.account, .accountOutOfOrder, into: &events)
    }
    accounts.open()
    events.append(.accountOpened(command.account))
  }
}
