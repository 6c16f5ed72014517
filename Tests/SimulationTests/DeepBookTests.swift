import ApusEngine
import ApusModel
import ApusTestSupport
import Testing

/// A book so deep that a batch looks ahead: looking must change nothing.
@Suite struct DeepBookTests {
  private static let resting: UInt64 = 66_000
  private let account = AccountID(1)

  private func engine() -> Engine {
    var engine = Engine(
      limits: EngineLimits(
        accounts: 4, instruments: 2, ordersPerMarket: 70_000, positions: 8, rememberedNames: 100))
    var events = EventBuffer(capacity: 1 << 18)
    for command in stage() { engine.apply(Entry(engine.sequence + 1, at: .zero, command), into: &events) }
    return engine
  }

  private func stage() -> [Command] {
    var commands: [Command] = [.listInstrument(.xbtusd2019)]
    for account in [AccountID(1), AccountID(2)] {
      commands.append(.openAccount(OpenAccount(account: account)))
      commands.append(.deposit(Deposit(account: account, currency: .xbt, amount: Amount(1_000_000_000_000))))
    }
    commands.append(.indexPrice(IndexPrice(instrument: InstrumentID(0), price: Price(units: 5_000))))
    for number in 0..<DeepBookTests.resting {
      let side: Side = number % 2 == 0 ? .buy : .sell
      let price = Price(units: 10_000 - side.sign * Int64(1 + number % 997), over: 2)
      let order = PlaceOrder(
        account: account, instrument: InstrumentID(0), side: side, price: price, quantity: Contracts(3))
      commands.append(.placeOrder(order))
    }
    return commands
  }

  /// Cancels, amendments and takers that name orders in no order, some of which are gone or never were.
  private func batch(from sequence: UInt64) -> [Entry] {
    var dice = Dice(seed: 21)
    return (0..<3_000).map { number in
      let id = OrderID(
        sequence: UInt64(dice.roll(Int(DeepBookTests.resting) + 500)), in: InstrumentID(dice.pick([0, 0, 0, 7])))
      let command: Command
      switch dice.roll(5) {
      case 0, 1: command = .cancelOrder(CancelOrder(account: account, order: .id(id)))
      case 2:
        command = .amendOrder(
          AmendOrder(account: account, order: .id(id), quantity: Contracts(Int64(dice.roll(1...5)))))
      case 3:
        command = .cancelOrder(CancelOrder(account: account, order: dice.pick([.client(.none), .id(OrderID(.max))])))
      default:
        command = .placeOrder(
          PlaceOrder(
            account: AccountID(2), instrument: InstrumentID(0), side: dice.pick([.buy, .sell]), type: .market,
            quantity: Contracts(Int64(dice.roll(1...20)))))
      }
      return Entry(sequence + UInt64(number), at: .zero, command)
    }
  }

  @Test func `a batch in a deep book is applied like its entries one by one`() {
    var one = engine()
    var other = engine()
    let entries = batch(from: one.sequence + 1)
    var single = EventBuffer(capacity: 1 << 15)
    var together = EventBuffer(capacity: 1 << 15)
    for entry in entries { one.apply(entry, into: &single) }
    other.apply(entries, into: &together)
    #expect(single.happenings == together.happenings)
    #expect(single.happenings.count > 3_000)
    #expect(one.fingerprint() == other.fingerprint())
    #expect(other.audit().isEmpty)
  }
}
