import ApusModel

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
  /// The best price a trailing stop has followed.
  var extreme: Price = .zero
  /// The owner's next older and next newer waiting order in this market.
  var older: Slot = noSlot
  var newer: Slot = noSlot

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
      order: id, account: order.account, instrument: order.instrument, isWaiting: isWaiting, conditions: conditions)
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
