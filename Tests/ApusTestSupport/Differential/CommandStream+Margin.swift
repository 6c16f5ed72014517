import ApusModel

// What traders ask about leverage, risk limits and margin, and what the venue lets them pay.

extension CommandStream {
  /// A limit some steps up, mostly few; sometimes off the grid.
  mutating func setRiskLimit() -> SetRiskLimit {
    let instrument = instrument()
    let risk = terms(instrument).riskLimit
    let wrong: [Int64] = [0, -1, .min, .max, risk.base.rawValue + 1, risk.base.rawValue - risk.step.rawValue]
    // Half of them go back to the base, most of those who have something to lose by it.
    let steps = dice.oneIn(2) ? 0 : dice.roll(dice.oneIn(6) ? 300 : 6)
    var limit = Amount(risk.base.rawValue + risk.step.rawValue * Int64(steps))
    if dice.oneIn(10) { limit = Amount(dice.pick(wrong)) }
    return SetRiskLimit(account: holder(in: instrument), instrument: instrument, limit: limit)
  }

  /// Something like a part of the margin of a few lots, in or out; sometimes impossible.
  mutating func transferMargin() -> TransferMargin {
    let instrument = instrument()
    let terms = terms(instrument)
    let lot = terms.value(ofOneLotAt: terms.price(of: Tick(centre(instrument)))).rawValue
    let amount = dice.oneIn(8) ? dice.pick([0, .min, .max, 1, -1, 1_000_000_000_000]) : Int64(dice.roll(Int(lot) + 9))
    let account = holder(in: instrument)
    return TransferMargin(
      account: account, instrument: instrument, amount: Amount(dice.oneIn(3) && amount != .min ? -amount : amount))
  }

  /// An account that holds something, mostly.
  mutating func holder(in instrument: InstrumentID) -> AccountID {
    let holders = held[instrument, default: [:]].filter { $0.value != .zero }.keys.sorted()
    return holders.isEmpty || dice.oneIn(4) ? account() : dice.pick(holders)
  }

  /// A trader's row of the fee schedule; sometimes none there is.
  mutating func setStanding() -> SetStanding {
    let tier = UInt8(dice.oneIn(8) ? 8 : dice.roll(8))
    return SetStanding(account: account(), role: .trader, plan: AccountPlan(feeTier: tier))
  }

  /// Somebody raises a risk limit, orders more than the base allows and wants the base back; somebody else takes the most
  /// leverage after the index has moved against him.
  mutating func climb() -> [Command] {
    let instrument = instrument()
    let terms = terms(instrument)
    let risk = terms.riskLimit
    let centre = terms.price(of: Tick(centre(instrument)))
    let lots = risk.base.rawValue / 100 * 120 / max(1, terms.value(ofOneLotAt: centre).rawValue) + 1
    let climber = holder(in: instrument)
    let holder = holder(in: instrument)
    let isLong = (held[instrument]?[holder] ?? .zero) > .zero
    let moved = Price(centre.rawValue + (isLong ? -1 : 1) * centre.rawValue / Int64(dice.roll(30...120)))
    return [
      .setRiskLimit(SetRiskLimit(account: climber, instrument: instrument, limit: risk.base + risk.step * 2)),
      .placeOrder(
        PlaceOrder(
          account: climber, instrument: instrument, side: side(), price: centre,
          quantity: terms.lot * min(lots, terms.maximumQuantity.rawValue / terms.lot.rawValue))),
      .setRiskLimit(SetRiskLimit(account: climber, instrument: instrument, limit: risk.base)),
      .setLeverage(SetLeverage(account: holder, instrument: instrument, leverage: Leverage(1_000))),
      .indexPrice(IndexPrice(instrument: instrument, price: moved)),
      .setLeverage(
        SetLeverage(account: holder, instrument: instrument, leverage: Leverage(dice.pick([3_333, 5_000, 10_000])))),
      .indexPrice(IndexPrice(instrument: instrument, price: centre)),
    ]
  }

  mutating func setLeverage() -> SetLeverage {
    let leverages: [Int64] = dice.oneIn(4) ? [-1, .min, .max, 1_000_000, 1] : [0, 100, 200, 333, 1_000, 2_500, 10_000]
    return SetLeverage(account: account(), instrument: instrument(), leverage: Leverage(dice.pick(leverages)))
  }
}
