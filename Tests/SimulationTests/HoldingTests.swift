import ApusEngine
import ApusModel
import ApusTestSupport
import Testing

/// Accounts at the edge of what anybody may have, and marks at the edge of what a contract may be worth.
@Suite struct HoldingTests {
  private static func contracts() -> [Instrument] {
    unlimited().map { terms in
      var terms = terms
      terms.riskLimit = RiskLimit(base: .zero, step: .zero)
      return terms
    }
  }

  private static func unlimited() -> [Instrument] {
    var linear = Instrument.xbtusd2026
    linear.kind = .linear
    linear.multiplier = 1_000_000
    linear.lot = Contracts(1)
    linear.maximumQuantity = Contracts(300_000)
    var tiny = Instrument.xbtusd2019
    tiny.kind = .quanto
    tiny.multiplier = 1
    tiny.tickSize = Price(units: 1, over: 10)
    tiny.maximumPrice = Price(units: 1)
    tiny.maximumQuantity = Contracts((1 << 31) - 1)
    var all = [Instrument.xbtusd2019, .xbtusd2026, linear, tiny]
    for index in all.indices { all[index].maximumPrice = min(all[index].maximumPrice, all[index].tickSize * 100_000) }
    return all
  }

  @Test(arguments: contracts(), [0, 1, 100, 10_000])
  func `no mark stops an account that holds all it may`(terms: Instrument, leverage: Int64) throws {
    #expect(terms.isSound)
    var trial = Edge(terms, leverage: Leverage(leverage))
    let prices = [terms.tickSize, terms.maximumPrice, terms.price(of: Tick((terms.ticks + 1) / 2))]
    for price in prices {
      trial.move(to: price)
      trial.meet(at: price)
      for extreme in prices {
        trial.move(to: extreme)
        trial.ask(at: price)
        trial.ask(at: extreme)
      }
    }
    #expect(trial.faults == [])
  }

  @Test func `the largest deposit at a leverage of a hundred fills the largest holding`() throws {
    var terms = Instrument.xbtusd2019
    terms.maximumQuantity = Contracts(180_000_000)
    terms.riskLimit = RiskLimit(base: .zero, step: .zero)
    var trial = Edge(terms, leverage: Leverage(10_000))
    let high = terms.maximumPrice
    trial.move(to: high)
    trial.meet(at: high)
    #expect(trial.held == terms.maximumHolding)
    #expect(trial.refusals.contains(.tooManyContracts))
    for mark in [terms.tickSize, high, terms.tickSize] {
      trial.move(to: mark)
      trial.ask(at: mark)
    }
    #expect(trial.faults == [])
    #expect(trial.held == terms.maximumHolding)
  }
}

/// Two accounts with half of all money each, who trade as much as the engine lets them; the twin agrees throughout.
private struct Edge: ~Copyable {
  private let terms: Instrument
  private var engine = Engine(limits: .small)
  private let twin = NaiveEngine(limits: .small)
  private var events = EventBuffer(capacity: 64)
  private(set) var refusals: Set<Rejection> = []
  private(set) var held = Contracts.zero
  private(set) var faults: [String] = []

  init(_ terms: Instrument, leverage: Leverage) {
    self.terms = terms
    apply(.listInstrument(terms))
    for account in [AccountID(1), AccountID(2)] {
      apply(.openAccount(OpenAccount(account: account)))
      let half = Amount(Amount.limit.rawValue / 2)
      apply(.deposit(Deposit(account: account, currency: terms.settlement, amount: half)))
      apply(.setLeverage(SetLeverage(account: account, instrument: InstrumentID(0), leverage: leverage)))
    }
  }

  mutating func move(to mark: Price) { apply(.indexPrice(IndexPrice(instrument: InstrumentID(0), price: mark))) }

  /// The first sells to the second, less and less, until one of them is refused even the smallest order.
  mutating func meet(at price: Price) {
    var quantity = terms.maximumQuantity
    for _ in 0..<64 where quantity >= terms.lot {
      let met = place(1, .sell, price, quantity) && place(2, .buy, price, quantity)
      if !met {
        apply(.cancelOrders(CancelOrders(account: AccountID(1))))
        quantity = terms.lot * (quantity.rawValue / terms.lot.rawValue / 2)
      }
    }
  }

  /// Orders on all sides, an amendment and a change of leverage: each weighs all there is.
  mutating func ask(at price: Price) {
    for account in [UInt32(1), 2] {
      for side in Side.allCases {
        _ = place(account, side, price, terms.lot)
        _ = place(account, side, price, terms.maximumQuantity)
      }
      apply(.amendOrder(AmendOrder(account: AccountID(account), order: .id(resting), quantity: terms.maximumQuantity)))
      for leverage in [0, 1, 10_000] {
        apply(
          .setLeverage(
            SetLeverage(account: AccountID(account), instrument: InstrumentID(0), leverage: Leverage(Int64(leverage)))))
      }
    }
    for account in [UInt32(1), 2] { apply(.cancelOrders(CancelOrders(account: AccountID(account)))) }
  }

  private var resting = OrderID(0)

  private mutating func place(_ account: UInt32, _ side: Side, _ price: Price, _ quantity: Contracts) -> Bool {
    apply(
      .placeOrder(
        PlaceOrder(
          account: AccountID(account), instrument: InstrumentID(0), side: side, price: price, quantity: quantity)))
  }

  @discardableResult private mutating func apply(_ command: Command) -> Bool {
    let entry = Entry(engine.sequence + 1, at: .zero, command)
    events.removeAll()
    engine.apply(entry, into: &events)
    let expected = twin.apply(entry)
    if Array(events.happenings) != expected {
      faults.append("\(command): \(events.happenings.map(\.event)), the twin: \(expected.map(\.event))")
    }
    faults += engine.audit()
    for happening in events.happenings {
      switch happening.event {
      case .rejected(let rejected): refusals.insert(rejected.reason)
      case .orderPlaced(let placed): resting = placed.order.id
      case .positionChanged(let position): show(position)
      default: break
      }
    }
    guard case .rejected = events.happenings.first?.event else { return true }
    return false
  }

  /// What everybody is shown besides.
  private mutating func show(_ position: Position) {
    held = max(held, position.quantity.magnitude)
    for mark in [terms.tickSize, terms.maximumPrice] {
      let margin = position.margin(at: mark, of: terms)
      if margin.total < .zero { faults.append("a margin of \(margin)") }
      if let prices = position.limitPrices(margin: margin, available: Amount.limit, of: terms),
        prices.liquidation < .zero
      {
        faults.append("a liquidation at \(prices.liquidation)")
      }
    }
  }
}
