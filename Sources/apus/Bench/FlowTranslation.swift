import ApusModel

/// One step of a flow in 32 bytes: an entry is five times as large, and millions of them would time the memory, not
/// the engine.
struct FlowStep {
  enum Kind: UInt8 {
    case place
    case placeImmediate
    case cancel
    case shrink
    case move
  }
  /// The venue's number of the order a cancel or an amendment names.
  var order: OrderID
  var price: Price
  var quantity: UInt32
  var account: AccountID
  var kind: Kind
  var side: Side

  /// The step as the venue hears it.
  @inline(__always) var command: Command {
    let contracts = Contracts(rawValue: Int64(quantity))
    switch kind {
    case .place, .placeImmediate:
      return .placeOrder(
        PlaceOrder(
          account: account, instrument: InstrumentID(rawValue: 0), side: side,
          timeInForce: kind == .place ? .goodTillCancel : .immediateOrCancel, price: price, quantity: contracts))
    case .cancel: return .cancelOrder(CancelOrder(account: account, order: .id(order)))
    case .shrink: return .amendOrder(AmendOrder(account: account, order: .id(order), leaves: contracts))
    case .move: return .amendOrder(AmendOrder(account: account, order: .id(order), price: price, leaves: contracts))
    }
  }
}

/// The steps that make an engine do what a flow does.
struct FlowTranslation {
  private(set) var setup: [Entry] = []
  private(set) var warm: [FlowStep] = []
  private(set) var timed: [FlowStep] = []
  /// The flow's id of each order, by the venue's number.
  private(set) var flowIDs: [UInt64: UInt64] = [:]
  private var numbers: [UInt64: OrderID] = [:]
  private var sequence: UInt64 = 0
  private static let market = InstrumentID(rawValue: 0)

  init(_ flow: FlowCommands, accounts: [UInt32]) {
    prepareVenue(accounts: accounts.max() ?? 1)
    for (index, command) in flow.commands.enumerated() {
      let steps = translate(command, account: AccountID(rawValue: accounts[index]))
      if index < flow.warm { warm += steps } else { timed += steps }
    }
  }

  private mutating func prepareVenue(accounts: UInt32) {
    setUp(.listInstrument(.flow))
    let middle = Instrument.flow.price(of: 1_000_000)
    setUp(.indexPrice(IndexPrice(instrument: FlowTranslation.market, price: middle)))
    let funds = Amount(rawValue: Amount.limit.rawValue / Int64(accounts))
    for number in 1...accounts {
      let account = AccountID(rawValue: number)
      setUp(.openAccount(OpenAccount(account: account)))
      setUp(.deposit(Deposit(account: account, currency: .xbt, amount: funds)))
    }
  }

  private mutating func setUp(_ command: Command) {
    sequence += 1
    setup.append(Entry(sequence, at: .zero, command))
  }

  private mutating func translate(_ command: FlowCommands.Command, account: AccountID) -> [FlowStep] {
    switch command.kind {
    case .new: return [place(command, account, .place)]
    case .immediateOrCancel: return [place(command, account, .placeImmediate)]
    case .cancel: return [step(command, account, .cancel)]
    case .reduce: return [step(command, account, .shrink)]
    case .replace:
      // The venue keeps the place of an order that only shrinks; the flow gives it up, hence cancel and place.
      if command.tick == command.tickBefore && command.quantity <= command.leavesBefore {
        return [step(command, account, .cancel), place(command, account, .place)]
      }
      return [step(command, account, .move)]
    }
  }

  private mutating func place(
    _ command: FlowCommands.Command, _ account: AccountID, _ kind: FlowStep.Kind
  ) -> FlowStep {
    let number = OrderID(sequence: sequence + 1, in: FlowTranslation.market)
    numbers[command.id] = number
    flowIDs[number.rawValue] = command.id
    return step(command, account, kind)
  }

  private mutating func step(
    _ command: FlowCommands.Command, _ account: AccountID, _ kind: FlowStep.Kind
  ) -> FlowStep {
    sequence += 1
    guard let number = numbers[command.id] else { preconditionFailure("the flow names an order it never placed") }
    return FlowStep(
      order: number, price: Instrument.flow.price(of: command.tick), quantity: command.quantity, account: account,
      kind: kind, side: command.side)
  }
}
