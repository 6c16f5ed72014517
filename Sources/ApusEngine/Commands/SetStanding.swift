import ApusModel

extension Engine {
  /// Says who an account is and what it has qualified for; orders and positions it has stay.
  mutating func setStanding(_ command: SetStanding, into events: inout EventBuffer) {
    guard accounts.contains(command.account) else { return reject(command.account, .unknownAccount, into: &events) }
    guard command.plan.feeTier < AccountPlan.tiers, command.plan.interestDiscount <= 100 else {
      return reject(command.account, .invalidAmount, into: &events)
    }
    accounts[command.account].role = command.role
    accounts[command.account].plan = command.plan
    accounts.setFeeTier(of: command.account)
    accounts.stateStanding(of: command.account, into: &events)
  }
}
