import ApusModel

/// A resting order as the twin keeps it: one object in one list, sorted whenever order matters.
final class NaiveOrder {
  let id: OrderID
  let account: AccountID
  let market: Int
  let side: Side
  let type: OrderType
  let timeInForce: TimeInForce
  let instructions: Instructions
  var placed: Timestamp
  var price: Int128
  var quantity: Int128
  var filled: Int128 = 0
  var filledValue: Int128 = 0
  var name: ClientOrderID
  /// What one lot of it would lose at once against the mark it was priced at; held while it rests.
  var premium: Int128 = 0
  /// Whether all of it closes, when it was last measured.
  var onlyCloses = false
  /// The farthest price of one the venue itself places.
  var worst: Int128?
  /// What a market order's account can still put into opening; nil for any other order.
  var funds: Int128?
  /// Whether the money ended before the book did.
  var ranOut = false
  /// The last price it may take when it comes; nil for any.
  var cap: Int128?
  /// What it carries besides a plain order.
  var conditions: Conditions? {
    didSet { shown = Int128(conditions?.displayed.rawValue ?? 0) }
  }
  /// Of an iceberg, what is still to be seen of the part that is shown.
  var shown: Int128 = 0
  /// When it took its place in the queue; a later number stands behind.
  var arrival = 0

  init(_ command: PlaceOrder, id: OrderID, side: Side, price: Int128, quantity: Int128, placed: Timestamp) {
    self.id = id
    account = command.account
    market = Int(command.instrument.rawValue)
    self.side = side
    type = command.type
    timeInForce =
      command.type == .market && command.timeInForce == .goodTillCancel ? .immediateOrCancel : command.timeInForce
    instructions = command.instructions
    self.placed = placed
    self.price = price
    self.quantity = quantity
    name = command.clientID
  }

  /// An order of the liquidation engine.
  init(liquidation id: OrderID, market: Int, side: Side, price: Int128, quantity: Int128, placed: Timestamp) {
    self.id = id
    account = .venue
    self.market = market
    self.side = side
    type = .limit
    timeInForce = .goodTillCancel
    instructions = []
    self.placed = placed
    self.price = price
    self.quantity = quantity
    name = .none
  }

  var leaves: Int128 { quantity - filled }
  var isHidden: Bool { conditions.map { $0.isHidden && $0.displayed == .zero } ?? false }
  var isIceberg: Bool { conditions.map { $0.isHidden && $0.displayed != .zero } ?? false }
  /// What the book shows of it.
  var inView: Int128 { isHidden ? 0 : isIceberg ? min(shown, leaves) : leaves }
  var mayOnlyReduce: Bool { instructions.contains(.reduceOnly) || instructions.contains(.close) }
  var mayRest: Bool { timeInForce == .goodTillCancel }

  /// Whether it trades before another of its side.
  func isAhead(of other: NaiveOrder) -> Bool {
    if price != other.price { return side == .buy ? price > other.price : price < other.price }
    if isHidden != other.isHidden { return other.isHidden }
    return arrival < other.arrival
  }

  /// Whether a taker of the other side with this limit reaches it; no limit reaches all.
  func isReached(by limit: Int128?) -> Bool {
    guard let limit else { return true }
    return side == .buy ? price >= limit : price <= limit
  }

  /// The order as the outside sees it.
  var stated: Order {
    var order = Order(
      id: id, account: account, instrument: InstrumentID(rawValue: UInt16(market)), side: side, type: type,
      timeInForce: timeInForce, instructions: instructions, price: Price(rawValue: Int64(price)),
      quantity: Contracts(rawValue: Int64(quantity)), clientID: name, placed: placed)
    order.filled = Contracts(rawValue: Int64(filled))
    order.filledValue = Amount(rawValue: Int64(filledValue))
    return order
  }
}
