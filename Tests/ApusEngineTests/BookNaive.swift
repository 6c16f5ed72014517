@testable import ApusEngine

/// The order book as one would first write it: a list in order of arrival, searched from scratch.
struct NaiveBook {
  struct Order: Equatable {
    var id: UInt64
    var side: BookSide
    var tick: UInt32
    var leaves: UInt32
    var account: UInt32
  }

  private var arrivals: [Order] = []

  var count: Int { arrivals.count }
  var ids: [UInt64] { arrivals.map(\.id) }

  func order(_ id: UInt64) -> Order? { arrivals.first { $0.id == id } }

  /// The orders of a side as they would trade: by price, then by arrival.
  func queue(_ side: BookSide) -> [Order] {
    let numbered = arrivals.enumerated().filter { $0.element.side == side }
    let sorted = numbered.sorted { left, right in
      if left.element.tick == right.element.tick { return left.offset < right.offset }
      return (left.element.tick < right.element.tick) == (side == .sell)
    }
    return sorted.map(\.element)
  }

  /// The order that a taker from the other side who goes no further than `limit` meets first.
  func head(_ side: BookSide, within limit: UInt32) -> Order? {
    guard let best = queue(side).first else { return nil }
    return (side == .sell ? best.tick <= limit : best.tick >= limit) ? best : nil
  }

  mutating func rest(_ order: Order) { arrivals.append(order) }

  mutating func remove(_ id: UInt64) { arrivals.removeAll { $0.id == id } }

  mutating func reduce(_ id: UInt64, to leaves: UInt32) {
    for index in arrivals.indices where arrivals[index].id == id { arrivals[index].leaves = leaves }
  }

  mutating func requeue(_ id: UInt64, tick: UInt32, leaves: UInt32) {
    guard var order = order(id) else { return }
    remove(id)
    order.tick = tick
    order.leaves = leaves
    rest(order)
  }
}

extension OrderBook {
  /// The orders of a side as they would trade.
  func queue(_ side: BookSide) -> [NaiveBook.Order] {
    var orders: [NaiveBook.Order] = []
    var slot = head(side)
    while slot != noSlot {
      let order = self[slot]
      orders.append(
        NaiveBook.Order(
          id: order.id, side: order.side, tick: order.tick, leaves: order.leaves, account: order.account))
      slot = next(after: slot)
    }
    return orders
  }
}
