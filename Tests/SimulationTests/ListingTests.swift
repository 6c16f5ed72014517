import ApusEngine
import ApusModel
import ApusTestSupport
import Testing

/// Terms nobody in their right mind would list: refused, or traded at their extremes without harm.
@Suite struct ListingTests {
  private func extreme(_ dice: inout Dice) -> Int64 {
    let power = Int64(1) << Int64(dice.roll(63))
    return dice.pick([power, power - 1, -power, 0, 1, .max, .min, 1_000_000, Int64(dice.roll(1_000_000_000))])
  }

  private func terms(_ dice: inout Dice) -> Instrument {
    var terms = dice.pick([Instrument.xbtusd2019, .xbtusd2026])
    terms.kind = dice.pick([.inverse, .linear, .quanto])
    terms.maximumPrice = terms.tickSize * 1_000
    for _ in 0..<dice.roll(1...5) {
      switch dice.roll(12) {
      case 0: terms.multiplier = extreme(&dice)
      case 1: terms.lot = Contracts(extreme(&dice))
      case 2: terms.tickSize = Price(extreme(&dice))
      case 3: terms.maximumQuantity = Contracts(extreme(&dice))
      case 4: terms.maximumPrice = Price(extreme(&dice))
      case 5: terms.initialMargin = Rate(extreme(&dice))
      case 6: terms.maintenanceMargin = Rate(extreme(&dice))
      case 7: terms.makerFee = Rate(extreme(&dice))
      case 8: terms.takerFee = Rate(extreme(&dice))
      case 9: terms.settlementFee = Rate(extreme(&dice))
      case 10: terms.maximumQuantity = terms.lot.magnitudeOrOne * Int64(dice.roll(1...1_000))
      default: terms.maximumPrice = Price(terms.tickSize.rawValue &* Int64(dice.roll(1...1_000)))
      }
    }
    return terms
  }

  @Test func `no terms whatever stop the engine`() {
    var dice = Dice(seed: 5)
    var listed = 0
    for _ in 0..<20_000 {
      let terms = terms(&dice)
      // A wide window of prices takes memory, not other rules.
      guard terms.isSound, terms.ticks < 1 << 14 else { continue }
      listed += 1
      trade(terms, &dice)
    }
    #expect(listed > 500)
  }

  private func trade(_ terms: Instrument, _ dice: inout Dice) {
    var engine = Engine(limits: .small)
    var events = EventBuffer(capacity: 64)
    func apply(_ command: Command) {
      engine.apply(Entry(engine.sequence + 1, at: .zero, command), into: &events)
    }
    apply(.listInstrument(terms))
    for account in [AccountID(1), AccountID(2)] {
      apply(.openAccount(OpenAccount(account: account)))
      apply(
        .deposit(Deposit(account: account, currency: terms.settlement, amount: Amount(Amount.limit.rawValue / 3))))
      apply(
        .setLeverage(
          SetLeverage(account: account, instrument: InstrumentID(0), leverage: Leverage(dice.pick([0, 1, 100, 5_000])))
        ))
    }
    let prices = [terms.tickSize, terms.maximumPrice, terms.price(of: Tick((terms.ticks + 1) / 2))]
    let sizes = [terms.lot, terms.maximumQuantity]
    for _ in 0..<12 {
      if dice.oneIn(3) { apply(.indexPrice(IndexPrice(instrument: InstrumentID(0), price: dice.pick(prices)))) }
      apply(
        .placeOrder(
          PlaceOrder(
            account: AccountID(UInt32(dice.roll(1...2))), instrument: InstrumentID(0), side: dice.pick([.buy, .sell]),
            type: dice.oneIn(4) ? .market : .limit, price: dice.pick(prices), quantity: dice.pick(sizes))))
    }
    #expect(engine.audit().isEmpty, "\(terms)")
  }
}

extension Contracts {
  /// A lot that can be multiplied.
  fileprivate var magnitudeOrOne: Contracts { rawValue > 0 && rawValue < 1 << 40 ? self : Contracts(1) }
}
