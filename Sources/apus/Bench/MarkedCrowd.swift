import ApusEngine
import ApusModel

/// An engine in which as many accounts as asked for hold one contract each, at leverages that liquidate ten of them first,
/// then a thousand, then a hundred thousand, and the others much later.
struct MarkedCrowd: ~Copyable {
  private var engine: Engine
  private var events = EventBuffer(capacity: 1 << 20)
  private let count: UInt32

  init(_ count: UInt32) {
    self.count = count
    var limits = EngineLimits(
      accounts: count + 1, instruments: 1, ordersPerMarket: 1_024, positions: count + 1, rememberedNames: 1,
      touched: true)
    limits.slice = count
    engine = Engine(limits: limits)
    var terms = Instrument.xbtusd2019
    terms.riskLimit = RiskLimit(base: .zero, step: .zero)
    send(.listInstrument(ListInstrument(terms)))
    move(to: 10_000)
    // Who stands on the other side of everybody, and buys what is liquidated.
    enter(AccountID(1), Amount(rawValue: 500_000_000_000_000), leverage: 100)
    for index in 0..<count / 1_000_000 + 1 {
      send(order(AccountID(1), .sell, 10_000, min(Int64(count), 10_000_000) - Int64(index)))
    }
    for number in 0..<count { open(AccountID(number + 2), leverage: leverage(of: number)) }
    send(.cancelOrders(CancelOrders(account: AccountID(1))))
    send(order(AccountID(1), .buy, 9_600, 1_000_000))
  }

  private func leverage(of number: UInt32) -> Int64 {
    switch number {
    case 0..<10: 10_000
    case 10..<1_010: 5_000
    case 1_010..<101_010: 3_300
    default: 200
    }
  }

  private mutating func open(_ account: AccountID, leverage: Int64) {
    enter(account, Amount(rawValue: 100_000), leverage: leverage)
    send(order(account, .buy, 10_000, 1))
    events.removeAll()
  }

  private mutating func enter(_ account: AccountID, _ amount: Amount, leverage: Int64) {
    send(.openAccount(OpenAccount(account: account)))
    send(.deposit(Deposit(account: account, currency: .xbt, amount: amount)))
    send(
      .setLeverage(
        SetLeverage(account: account, instrument: InstrumentID(0), leverage: Leverage(rawValue: leverage))))
  }

  private func order(_ account: AccountID, _ side: Side, _ price: Int64, _ quantity: Int64) -> Command {
    .placeOrder(
      PlaceOrder(
        account: account, instrument: InstrumentID(0), side: side, price: Price(units: price),
        quantity: Contracts(rawValue: quantity)))
  }

  private mutating func send(_ command: Command) {
    engine.apply(Entry(engine.sequence + 1, at: .zero, command), into: &events)
  }

  private mutating func move(to price: Int64) {
    send(.indexPrice(IndexPrice(instrument: InstrumentID(0), price: Price(units: price))))
  }

  /// Moves the mark down and tells what each move cost.
  mutating func report() {
    for (price, reached) in [(9_999, "everybody, hung up first"), (9_998, "nobody"), (9_997, "nobody")] {
      tell(Int64(price), reached)
    }
    for (price, reached) in [(9_950, "10"), (9_850, "1,000"), (9_740, "100,000"), (9_739, "nobody")] {
      tell(Int64(price), reached)
    }
  }

  private mutating func tell(_ price: Int64, _ reached: String) {
    events.removeAll()
    let start = ThreadClock.cpu()
    move(to: price)
    let time = ThreadClock.cpu() - start
    var liquidated = 0
    for happening in events.happenings {
      if case .liquidationStepped(let step) = happening.event, step.step == .takenOver { liquidated += 1 }
    }
    print(
      "mark to \(price), reaches \(reached): \((Double(time) / 1_000).written(1)) us, \(liquidated) liquidated"
        + (liquidated > 0 ? ", \((Double(time) / Double(liquidated)).written(0)) ns each" : ""))
  }
}
