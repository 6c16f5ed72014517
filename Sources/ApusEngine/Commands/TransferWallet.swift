import ApusModel

extension Engine {
  /// Money goes from one account's wallet to another's, within what is available.
  mutating func transferWallet(_ command: TransferWallet, into events: inout EventBuffer) {
    guard accounts.contains(command.from) else { return reject(command.from, .unknownAccount, into: &events) }
    guard accounts.contains(command.to) else { return reject(command.to, .unknownAccount, into: &events) }
    guard command.amount > .zero, command.from != command.to else {
      return reject(command.from, .invalidAmount, into: &events)
    }
    if let reason = payoutRefusal(of: command.from, command.amount, command.currency) {
      return events.append(.rejected(reason))
    }
    accounts.ledger.post(
      .transfer, from: .wallet(command.from), to: .wallet(command.to), command.amount, in: command.currency)
    accounts.disturb(command.from)
    accounts.disturb(command.to)
    stateWallet(of: command.from, in: command.currency, .transfer, -command.amount, into: &events)
    stateWallet(of: command.to, in: command.currency, .transfer, command.amount, into: &events)
  }
}
