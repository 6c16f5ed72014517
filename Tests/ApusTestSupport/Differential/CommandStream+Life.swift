import ApusModel

// What the operator decides in a world: who somebody is, what he may do, what is open, what terms hold.

extension CommandStream {
  mutating func decision() -> Command {
    switch dice.roll(12) {
    case 0, 1: return .withdraw(Withdraw(account: account(), currency: dice.pick(Currency.allCases), amount: payout()))
    case 2, 3:
      return .transferWallet(
        TransferWallet(from: account(), to: account(), currency: dice.pick(Currency.allCases), amount: payout()))
    case 4, 5:
      return .restrictAccount(
        RestrictAccount(
          account: account(), restriction: dice.oneIn(3) ? .none : dice.pick(Restriction.allCases),
          reason: dice.pick(RestrictionReason.allCases)))
    case 6:
      let plan = AccountPlan(
        feeTier: UInt8(dice.roll(10)), interestDiscount: UInt8(dice.roll(dice.oneIn(4) ? 255 : 101)))
      return .setStanding(SetStanding(account: account(), role: dice.pick(Role.allCases), plan: plan))
    case 7, 8, 9:
      let state: TradingState = dice.oneIn(2) ? dice.pick(TradingState.allCases) : .open
      return .setTradingState(SetTradingState(instrument: dice.oneIn(3) ? nil : instrument(), state: state))
    default: return .updateInstrument(UpdateInstrument(instrument: instrument(), terms: changed()))
    }
  }

  /// A withdrawal that is to wait, or the owner's word about one that does; now and then about somebody else's.
  mutating func withdrawal() -> Command {
    if dice.oneIn(15) {
      return .resolveWithdrawal(
        ResolveWithdrawal(account: account(), withdrawal: UInt64(dice.roll(9)), isConfirmed: dice.oneIn(2)))
    }
    if dice.oneIn(3) || withdrawals.isEmpty {
      let fee = dice.oneIn(8) ? Amount(-1) : Amount(Int64(dice.roll(dice.oneIn(4) ? 1_000 : 2)))
      return .requestWithdrawal(
        RequestWithdrawal(
          account: account(), currency: dice.pick(Currency.allCases), amount: payout(), fee: fee))
    }
    if dice.oneIn(3) {
      let again = dice.pick(withdrawals)
      return .requestWithdrawal(
        RequestWithdrawal(account: again.account, currency: again.currency, amount: payout(), fee: .zero))
    }
    let one = dice.pick(withdrawals)
    return .resolveWithdrawal(
      ResolveWithdrawal(
        account: dice.oneIn(8) ? account() : one.account, withdrawal: dice.oneIn(8) ? one.number + 1 : one.number,
        isConfirmed: dice.oneIn(2)))
  }

  private mutating func payout() -> Amount {
    if dice.oneIn(8) { return dice.pick([.zero, Amount(-1), Amount(.min), Amount(.max)]) }
    return Amount(Int64(dice.roll(1 << dice.roll(1...40))))
  }

  /// Terms of a contract with some of them changed, now and then one that must stay.
  private mutating func changed() -> Instrument {
    var terms = dice.pick(world.instruments)
    switch dice.roll(9) {
    case 0: terms.takerFee = Rate(Int64(dice.roll(200_000)))
    case 1: terms.makerFee = Rate(Int64(dice.roll(-30_000...30_000)))
    case 2: terms.initialMargin = Rate(Int64(dice.roll(1...20_000_000)))
    case 3: terms.maintenanceMargin = Rate(Int64(dice.roll(5_000_000)))
    case 4: terms.maximumPrice = terms.tickSize * min(terms.ticks, Int64(dice.roll(1...20_000)))
    case 5: terms.lot = dice.oneIn(2) ? Contracts(1) : terms.lot * 2
    case 6: terms.multiplier += 1
    case 7:
      terms.protection.trailInterval = dice.pick([-1, 0, 1_000, 1_000])
      terms.protection.smallOrders = UInt16(dice.roll(3))
    default: break
    }
    return terms
  }
}

extension World {
  /// A weekly profit contract on an index near 3,900, some of them struck only by it.
  static func profitContract(_ dice: inout Dice) -> Instrument {
    var terms = dice.pick(Instrument.profitContracts2019(at: .zero))
    if dice.oneIn(2) { terms = terms.struck(at: Price(units: dice.pick([3_500, 3_750, 4_000, 4_250]))) }
    terms.settlementFee = dice.oneIn(3) ? Rate(50_000) : .zero
    return terms
  }
}

extension Instrument {
  /// Where the index stands when a contract trades around a level; that of a profit contract is on another scale.
  func index(at level: Int64) -> Price {
    type.isOption ? Price(units: 1_500 + 4 * level) : price(of: Tick(level))
  }
}
