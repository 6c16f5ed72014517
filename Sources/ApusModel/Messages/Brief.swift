/// What a plain command asks, within the first cache line of its entry.
///
/// A command is as long as the longest there is, and to look into one is to copy it. Nearly all that come place an order
/// without a name, or amend or cancel one by the venue's number; these are carried out, and looked ahead to, by their
/// brief alone.
@frozen public struct Brief: Hashable, Sendable, BitwiseCopyable {
  /// Which order is placed, amended or canceled; zero when it goes by the client's own name, and for other commands.
  public var order = OrderID(rawValue: 0)
  /// The price of a new order, or an order's new one.
  public var price: Price = .zero
  /// The quantity of a new order, or an order's new total or new leaves.
  public var quantity: Contracts = .zero
  /// Who asks to place, amend or cancel an order; zero for any other command.
  public var account = AccountID(rawValue: 0)
  /// Which way a new order trades.
  public var side = Side.buy
  /// What kind of price a new order names.
  public var type = OrderType.limit
  /// How long a new order stays.
  public var timeInForce = TimeInForce.goodTillCancel
  /// The conditions of a new order.
  public var instructions: Instructions = []
  /// What there is to do without looking into the command.
  public var kind = Kind.other
  /// The changes an amendment asks for.
  @usableFromInline var asked: AmendOrder.Asked = []

  /// What there is to do.
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    /// The command itself must be read.
    case other = 0
    case place = 1
    case amend = 2
    case cancel = 3
  }

  /// What the entry with this number asks.
  @inlinable public init(of command: Command, sequence: UInt64) {
    switch command {
    case .placeOrder(let placed): state(placed, sequence: sequence)
    case .amendOrder(let amended): state(amended)
    case .cancelOrder(let canceled):
      account = canceled.account
      if case .id(let id) = canceled.order { (order, kind) = (id, .cancel) }
    default: break
    }
  }

  @inlinable mutating func state(_ placed: PlaceOrder, sequence: UInt64) {
    order = OrderID(sequence: sequence, in: placed.instrument)
    price = placed.price
    quantity = placed.quantity
    account = placed.account
    side = placed.side
    type = placed.type
    timeInForce = placed.timeInForce
    instructions = placed.instructions
    if !placed.isNamed && order.instrument == placed.instrument { kind = .place }
  }

  @inlinable mutating func state(_ amended: AmendOrder) {
    account = amended.account
    guard case .id(let id) = amended.order else { return }
    order = id
    asked = amended.asked
    price = amended.newPrice
    quantity = asked.contains(.leaves) ? amended.newLeaves : amended.newQuantity
    if asked.isSubset(of: [.price, .quantity]) || asked.isSubset(of: [.price, .leaves]) { kind = .amend }
  }

  /// The order to place; only of a brief that places one.
  @inlinable @inline(__always) public var placeOrder: PlaceOrder {
    PlaceOrder(
      account: account, instrument: order.instrument, side: side, type: type, timeInForce: timeInForce,
      instructions: instructions, price: price, quantity: quantity)
  }

  /// The changes to make; only of a brief that amends an order.
  @inlinable @inline(__always) public var changes: Changes {
    Changes(
      price: asked.contains(.price) ? price : nil, quantity: asked.contains(.quantity) ? quantity : nil,
      leaves: asked.contains(.leaves) ? quantity : nil)
  }
}

/// What an amendment changes besides a name.
@frozen public struct Changes: Hashable, Sendable, BitwiseCopyable {
  /// A new limit price.
  public var price: Price?
  /// A new total quantity.
  public var quantity: Contracts?
  /// A new remaining quantity; zero cancels.
  public var leaves: Contracts?

  /// These changes.
  @inlinable public init(price: Price?, quantity: Contracts?, leaves: Contracts?) {
    self.price = price
    self.quantity = quantity
    self.leaves = leaves
  }
}

extension AmendOrder {
  /// What it changes besides a name.
  @inlinable public var changes: Changes { Changes(price: price, quantity: quantity, leaves: leaves) }
}
