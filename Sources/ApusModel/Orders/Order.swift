/// An order and where it stands.
public struct Order: Hashable, Sendable, BitwiseCopyable {
  /// The venue's number.
  public var id: OrderID
  /// The limit price; for a market order the touch it met.
  public var price: Price
  /// Contracts asked for, positive.
  public var quantity: Contracts
  /// Contracts done so far.
  public var filled: Contracts
  /// Value of what is done, positive, in the settlement unit.
  public var filledValue: Amount
  /// When it was placed.
  public var placed: Timestamp
  /// The client's own name for it.
  public var clientID: ClientOrderID
  // These three fit into the word where the name ends, which keeps an event within two cache lines.
  /// Which way.
  public var side: Side
  /// Limit or market.
  public var type: OrderType
  /// How long it stays.
  public var timeInForce: TimeInForce
  /// The owner.
  public var account: AccountID
  /// What it trades.
  public var instrument: InstrumentID
  /// Its conditions.
  public var instructions: Instructions

  /// An order with nothing filled.
  @inlinable public init(
    id: OrderID, account: AccountID, instrument: InstrumentID, side: Side, type: OrderType, timeInForce: TimeInForce,
    instructions: Instructions, price: Price, quantity: Contracts, clientID: ClientOrderID, placed: Timestamp
  ) {
    self.id = id
    self.account = account
    self.instrument = instrument
    self.side = side
    self.type = type
    self.timeInForce = timeInForce
    self.instructions = instructions
    self.price = price
    self.quantity = quantity
    self.clientID = clientID
    self.placed = placed
    filled = .zero
    filledValue = .zero
  }

  /// Contracts still to do.
  public var leaves: Contracts { quantity - filled }
}
