import ApusModel

/// An order on its way into the book: what the checks have settled.
struct IncomingOrder: BitwiseCopyable {
  let id: OrderID
  let placed: Timestamp
  /// The value of one lot at its own price.
  let lotValue: Amount
  let account: AccountID
  /// The owner's position.
  let position: Slot
  /// Lots asked for.
  let lots: UInt32
  /// The last price level it may reach.
  var limit: UInt32
  /// The level of the price it carries: for a market order, the touch it meets.
  let priced: UInt32
  let side: Side
  let type: OrderType
  var timeInForce: TimeInForce
  let instructions: Instructions
  /// Its flags once it rests.
  var flags: UInt32
  /// What a lot of it loses at once against the mark.
  var premium: Amount = .zero
  /// For a market order, what its account can put into it.
  var funds: Amount = .zero

  @inline(__always)
  init(
    _ command: PlaceOrder, _ arrival: Arrival, side: Side, lots: UInt32, level: UInt32, lotValue: Amount,
    position: Slot
  ) {
    id = arrival.id
    placed = arrival.time
    self.lotValue = lotValue
    account = command.account
    self.position = position
    self.lots = lots
    limit = level
    priced = level
    self.side = side
    type = command.type
    timeInForce = command.timeInForce
    instructions = command.instructions
    flags = command.instructions.reduces ? OrderFlag.reduceOnly : 0
  }

  @inline(__always) var taker: Taker {
    Taker(
      order: id, account: account, side: side, limit: limit, position: position, reduces: instructions.reduces,
      isMarket: type == .market, leaves: lots, funds: funds)
  }
}
