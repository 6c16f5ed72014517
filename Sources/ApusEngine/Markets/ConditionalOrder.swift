import ApusModel

/// What became of the order that another one, linked to it, waits for.
enum LinkFate: UInt8, BitwiseCopyable {
  case open = 0
  /// It was filled: those linked to it are let go.
  case released = 1
  /// It was canceled: those linked to it are canceled.
  case orphaned = 2
}

/// What the engine keeps about an order with conditions, whether it waits outside of the book or rests in it.
struct ConditionalOrder: BitwiseCopyable {
  var id: OrderID
  /// What comes to the book, as it was asked for.
  var order: PlaceOrder
  var conditions: Conditions
  var placed: Timestamp
  /// The client's name for it, or `noSlot`; the book's detail has it once the order rests.
  var name: Slot
  /// Whether it waits outside of the book.
  var isWaiting: Bool
  /// Whether it waits for the order it is linked to and for no price yet.
  var isHeld = false
  /// What became of that order.
  var fate = LinkFate.open
  /// The best price a trailing stop has followed.
  var extreme: Price = .zero
  /// Contracts of it that are shown at most, until it trades so many and the next are shown.
  var shown: Contracts
  /// The owner's next older and next newer waiting order in this market.
  var older: Slot = noSlot
  var newer: Slot = noSlot

  init(
    id: OrderID, order: PlaceOrder, conditions: Conditions, placed: Timestamp, name: Slot, isWaiting: Bool
  ) {
    self.id = id
    self.order = order
    self.conditions = conditions
    self.placed = placed
    self.name = name
    self.isWaiting = isWaiting
    shown = conditions.displayed
  }

  /// The order as the outside sees it while it waits: a market order has no price before it comes to the book.
  var stated: Order {
    Order(
      id: id, account: order.account, instrument: order.instrument, side: order.side, type: order.type,
      timeInForce: order.timeInForce, instructions: order.instructions,
      price: order.type == .market ? .zero : order.price, quantity: order.quantity, clientID: order.clientID,
      placed: placed)
  }

  /// Its conditions as an event states them.
  var statedConditions: ConditionsSet {
    ConditionsSet(
      order: id, account: order.account, instrument: order.instrument, isWaiting: isWaiting, conditions: conditions,
      isHeld: isHeld, shown: shown)
  }

  /// Its flags in the book.
  var flags: UInt32 {
    var flags = OrderFlag.conditional
    if conditions.contingency == .oneCancelsOther { flags |= OrderFlag.cancelsOthers }
    if conditions.isHidden { flags |= conditions.displayed == .zero ? OrderFlag.hidden : OrderFlag.iceberg }
    return flags
  }

  var list: TriggerList { TriggerList(conditions, order.side) }
  var isTrailing: Bool { conditions.peg == .trailing }
}

/// One of the lists in which waiting orders stand: which price they follow, and which way it must move.
struct TriggerList: BitwiseCopyable, Equatable {
  /// In the order in which they trigger: index before mark before last price before last price within the mark, of each
  /// rising before falling.
  let index: Int

  /// How many there are.
  static var count: Int { 8 }

  init(index: Int) { self.index = index }

  init(_ conditions: Conditions, _ side: Side) {
    let rank: Int
    switch conditions.source {
    case .index: rank = 0
    case .mark: rank = 1
    case .last: rank = conditions.withinMark ? TriggerList.withinMark : 2
    }
    // A stop of a buyer and a touch of a seller wait for a price that rises.
    let falls = (side == .buy) == (conditions.trigger == .touch)
    index = 2 * rank + (falls ? 1 : 0)
  }

  private static var withinMark: Int { 3 }

  var falls: Bool { index & 1 == 1 }
  var source: PriceSource { index < 2 ? .index : index < 4 ? .mark : .last }
  var isWithinMark: Bool { index / 2 == TriggerList.withinMark }

  /// What orders its stop prices, the nearest first: a price reaches a stop when its key is no lower.
  func key(of price: Price) -> Int64 { falls ? -price.rawValue : price.rawValue }
  /// The price of a key.
  func price(ofKey key: Int64) -> Price { Price(rawValue: falls ? -key : key) }
  /// What orders what trailing stops follow: a price moves those whose key is lower.
  func pathKey(of price: Price) -> Int64 { -key(of: price) }
}
