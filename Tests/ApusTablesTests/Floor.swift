import ApusEngine
import ApusModel
import ApusTables

/// A venue in memory: an engine and the tables that follow it.
struct Floor: ~Copyable {
  var engine = Engine(limits: .small)
  var events = EventBuffer()
  var tables = Tables()
  var now = Timestamp(rawValue: 1_553_582_400_000)

  /// XBTUSD as listed, a mark of 4000 and accounts with one bitcoin each.
  init(_ listing: Listing = .march2019, accounts: UInt32 = 2, deposit: Int64 = 100_000_000) {
    self.init(listing.instruments[0], accounts: accounts, deposit: deposit)
  }

  /// A contract of any terms instead.
  init(_ terms: Instrument, accounts: UInt32 = 2, deposit: Int64 = 100_000_000) {
    var commands: [Command] = [.listInstrument(terms)]
    commands.append(.indexPrice(IndexPrice(instrument: .first, price: Price(units: 4_000))))
    for number in 1...accounts {
      let account = AccountID(rawValue: number)
      commands.append(.openAccount(OpenAccount(account: account)))
      commands.append(.deposit(Deposit(account: account, currency: .xbt, amount: Amount(rawValue: deposit))))
    }
    _ = self.run(commands)
  }

  /// Runs commands as one batch.
  mutating func run(_ commands: [Command], after milliseconds: Int64 = 1, groups: [UInt64] = []) -> TableChanges {
    now += Timestamp(rawValue: milliseconds)
    events.removeAll()
    for command in commands { engine.apply(Entry(engine.sequence + 1, at: now, command), into: &events) }
    return tables.apply(events, through: engine.sequence, at: now, groups: groups)
  }

  /// Places a limit order and tells what changed.
  mutating func place(
    _ account: AccountID, _ side: Side, _ quantity: Int64, at price: Price, instructions: Instructions = [],
    timeInForce: TimeInForce = .goodTillCancel, named name: ClientOrderID = .none
  ) -> TableChanges {
    run([
      .placeOrder(
        PlaceOrder(
          account: account, instrument: .first, side: side, timeInForce: timeInForce, instructions: instructions,
          price: price, quantity: Contracts(rawValue: quantity), clientID: name))
    ])
  }
}

extension InstrumentID { static let first = InstrumentID(rawValue: 0) }

extension AccountID {
  static let alice = AccountID(rawValue: 1)
  static let bob = AccountID(rawValue: 2)
}
