public import ApusModel

/// What a trader knows of its own affairs in one market, learned from what happened: its orders, position and wallet.
public struct Desk: Sendable {
  /// One of its resting orders.
  public struct OpenOrder: Hashable, Sendable, BitwiseCopyable {
    /// The venue's number.
    public var id: OrderID
    /// Which way.
    public var side: Side
    /// The price level.
    public var tick: Tick
    /// Contracts still to do.
    public var leaves: Contracts
    /// Contracts done.
    public var filled: Contracts
    /// When it was placed.
    public var placed: Timestamp
  }

  /// Whose desk.
  public let account: AccountID
  /// The market's number.
  public let instrument: InstrumentID
  /// The market's terms.
  public let terms: Instrument
  /// Its resting orders, oldest first.
  public private(set) var orders: [OpenOrder] = []
  /// What it holds, positive long.
  public private(set) var position = Contracts.zero
  /// What its wallet holds, or nil while nothing was heard of it.
  public private(set) var balance: Amount?

  /// The desk of an account that has nothing yet.
  public init(account: AccountID, instrument: InstrumentID, terms: Instrument) {
    self.account = account
    self.instrument = instrument
    self.terms = terms
  }

  /// Takes in something that happened; what is not its own changes nothing.
  public mutating func see(_ event: Event) {
    switch event {
    case .orderPlaced(let placed) where isOwn(placed.order.account, placed.order.instrument): open(placed.order)
    case .orderStands(let order) where isOwn(order.account, order.instrument): open(order)
    case .orderAmended(let amended) where isOwn(amended.order.account, amended.order.instrument): open(amended.order)
    case .orderCanceled(let canceled) where canceled.account == account:
      change(canceled.order) { $0.leaves = .zero }
    case .filled(let fill) where isOwn(fill.account, fill.instrument):
      balance = fill.balance
      change(fill.order) { order in
        order.leaves = fill.leaves
        order.filled += fill.quantity
      }
    case .positionChanged(let changed) where isOwn(changed.account, changed.instrument): position = changed.quantity
    case .walletChanged(let changed) where changed.account == account && changed.currency == terms.settlement:
      balance = changed.balance
    case .fundingPaid(let paid) where isOwn(paid.account, paid.instrument): balance = paid.balance
    case .interestCharged(let charged) where isOwn(charged.account, charged.instrument): balance = charged.balance
    default: return
    }
  }

  private func isOwn(_ owner: AccountID, _ market: InstrumentID) -> Bool { owner == account && market == instrument }

  private mutating func open(_ order: Order) {
    guard let tick = terms.tick(of: order.price) else { return }
    let seen = OpenOrder(
      id: order.id, side: order.side, tick: tick, leaves: order.leaves, filled: order.filled, placed: order.placed)
    if let index = orders.firstIndex(where: { $0.id == order.id }) { orders[index] = seen } else { orders.append(seen) }
  }

  private mutating func change(_ order: OrderID, _ body: (inout OpenOrder) -> Void) {
    guard let index = orders.firstIndex(where: { $0.id == order }) else { return }
    body(&orders[index])
    if orders[index].leaves == .zero { orders.remove(at: index) }
  }
}

// MARK: Commands in its name

extension Desk {
  /// A new order at a level; good till canceled unless said otherwise.
  func place(_ side: Side, _ contracts: Contracts, at tick: Tick, _ timeInForce: TimeInForce = .goodTillCancel)
    -> Command
  {
    .placeOrder(
      PlaceOrder(
        account: account, instrument: instrument, side: side, timeInForce: timeInForce, price: terms.price(of: tick),
        quantity: contracts))
  }

  /// A market order.
  func take(_ side: Side, _ contracts: Contracts, _ instructions: Instructions = []) -> Command {
    .placeOrder(
      PlaceOrder(
        account: account, instrument: instrument, side: side, type: .market, timeInForce: .immediateOrCancel,
        instructions: instructions, quantity: contracts))
  }

  /// Moves an order to a level and a size.
  func move(_ order: OpenOrder, to tick: Tick, _ contracts: Contracts) -> Command {
    .amendOrder(
      AmendOrder(account: account, order: .id(order.id), price: terms.price(of: tick), leaves: contracts))
  }

  /// Takes an order off.
  func cancel(_ order: OpenOrder) -> Command { .cancelOrder(CancelOrder(account: account, order: .id(order.id))) }
}
