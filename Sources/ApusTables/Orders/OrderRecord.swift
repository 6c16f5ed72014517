import ApusAPI
import ApusModel

/// Where an order stands.
enum OrderStatus: UInt8, Sendable, BitwiseCopyable {
  case open = 0
  case filled = 1
  case canceled = 2
}

/// What an owner or the venue changed of an order.
struct Amendment: OptionSet, Sendable, BitwiseCopyable, Hashable {
  var rawValue: UInt8
  static let price = Amendment(rawValue: 1)
  static let quantity = Amendment(rawValue: 2)
  static let clientID = Amendment(rawValue: 4)
  static let byVenue = Amendment(rawValue: 8)
  static let stopPrice = Amendment(rawValue: 16)
  static let pegOffset = Amendment(rawValue: 32)
}

/// All that the tables know of one order; its row is a pure function of it.
struct OrderRecord: Sendable {
  var order: Order
  /// The place of its contract among all ever listed.
  var contract: Int
  /// When it last changed.
  var changed: Timestamp
  /// The price of all fills; zero while there is none or when there were several.
  var onlyPrice = Price.zero
  var status = OrderStatus.open
  var reason: CancelReason?
  var amended: Amendment = []
  /// What its owner said; nil for nothing.
  var remarks: Remarks?
  /// What it carries besides a plain order.
  var conditions = Conditions()
  /// Contracts the book shows of it at most, when it is hidden or an iceberg.
  var shown = Contracts.zero
  /// Whether it waits outside of the book.
  var isWaiting = false
  /// Whether it was set off by its trigger.
  var isTriggered = false
  /// What of it counts in the book, and where; zero while it does not rest.
  var resting = Contracts.zero
  var restingPrice = Price.zero
  /// Its place in the owner's list of open orders.
  var place: Int32 = 0
  /// True once the batch has kept its earlier state.
  var isTouched = false

  init(_ order: Order, in contract: Contract, at time: Timestamp) {
    self.init(order, contract: contract.number, at: time)
  }

  init(_ order: Order, contract: Int, at time: Timestamp) {
    self.order = order
    self.contract = contract
    changed = time
  }

  mutating func fill(_ fill: Fill, at time: Timestamp) {
    onlyPrice = order.filled == .zero || onlyPrice == fill.price ? fill.price : .zero
    order.filled += fill.quantity
    order.filledValue += fill.value
    changed = time
    if fill.leaves == .zero { status = .filled }
  }

  mutating func amend(
    _ event: OrderAmended, restated: Amendment, saying text: String?, at time: Timestamp
  ) {
    var amendment: Amendment = event.byVenue ? .byVenue : restated
    if event.order.price != order.price { amendment.insert(.price) }
    if event.order.quantity != order.quantity { amendment.insert(.quantity) }
    if event.order.clientID != order.clientID { amendment.insert(.clientID) }
    amended = amendment
    if text != nil || remarks != nil { remarks = Remarks(placed: remarks?.placed, amended: text) }
    order = event.order
    changed = time
  }

  /// Takes new conditions; answers which of them an owner may have changed.
  mutating func restate(_ event: ConditionsSet, at time: Timestamp) -> Amendment {
    var amendment: Amendment = []
    if event.conditions.pegOffset != conditions.pegOffset { amendment.insert(.pegOffset) }
    // The stop price of one that trails follows from the rest.
    if event.conditions.stopPrice != conditions.stopPrice, event.conditions.peg != .trailing {
      amendment.insert(.stopPrice)
    }
    conditions = event.conditions
    shown = event.shown
    changed = time
    return amendment
  }

  mutating func cancel(_ event: OrderCanceled, saying text: String?, at time: Timestamp) {
    if let text { remarks = Remarks(placed: remarks?.placed, amended: remarks?.amended, canceled: text) }
    status = .canceled
    reason = event.reason
    changed = time
  }

  mutating func trigger(_ event: OrderTriggered, at time: Timestamp) {
    order = event.order
    isWaiting = false
    isTriggered = true
    changed = time
  }

  /// What of it the book shows.
  var bookLeaves: Contracts { isWaiting ? .zero : conditions.isHidden ? min(shown, leaves) : leaves }

  /// Contracts still to do; none once it is done.
  var leaves: Contracts { status == .open ? order.leaves : .zero }
}

extension OrderRecord {
  /// The row of the order.
  func row(_ contract: Contract) -> OrderRow {
    var row = OrderRow(
      orderID: PublicID(.order, order.id.rawValue), account: Int64(order.account.rawValue), symbol: contract.symbol)
    tell(contract, in: &row)
    row.text = text
    row.transactTime = changed.rawValue
    row.timestamp = changed.rawValue
    return row
  }

  /// The average price of the fills, or nil before the first.
  func averagePrice(_ contract: Contract) -> Decimal? {
    guard order.filled > .zero else { return nil }
    return Decimal(contract.average(of: order.filled, worth: order.filledValue, single: onlyPrice))
  }

  /// The contract's word for where the order stands.
  var statusWord: String {
    switch status {
    case .open: order.filled == .zero ? "New" : "PartiallyFilled"
    case .filled: "Filled"
    case .canceled: "Canceled"
    }
  }
}
