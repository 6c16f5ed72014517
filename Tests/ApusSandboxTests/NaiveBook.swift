import ApusModel
import ApusSandbox

/// An order book rebuilt from happenings alone, in the plainest way, to check what the sandbox makes of a market.
struct NaiveBook {
  private(set) var levels: [Side: [Int64: Int64]] = [.buy: [:], .sell: [:]]
  private var orders: [OrderID: (side: Side, price: Int64, leaves: Int64)] = [:]
  private(set) var trades: [TapePlayer.Trade] = []
  private(set) var rejections: [Rejected] = []

  var resting: Int { orders.count }

  var quote: TapePlayer.Quote? {
    guard let bid = best(.buy), let ask = best(.sell) else { return nil }
    return TapePlayer.Quote(bid: bid.price, bidSize: bid.size, ask: ask.price, askSize: ask.size)
  }

  func best(_ side: Side) -> (price: Price, size: Contracts)? {
    let prices = levels[side]!.keys
    guard let price = side == .buy ? prices.max() : prices.min() else { return nil }
    return (Price(rawValue: price), Contracts(rawValue: levels[side]![price]!))
  }

  /// The first `count` levels, best first.
  func depth(_ side: Side, _ count: Int) -> [(price: Int64, size: Int64)] {
    let sorted = levels[side]!.sorted { side == .buy ? $0.key > $1.key : $0.key < $1.key }
    return sorted.prefix(count).map { ($0.key, $0.value) }
  }

  mutating func observe(_ happenings: [Happening]) {
    for happening in happenings { observe(happening.event) }
  }

  private mutating func observe(_ event: Event) {
    switch event {
    case .rejected(let rejected): rejections.append(rejected)
    case .orderPlaced(let placed): set(placed.order)
    case .orderAmended(let amended): set(amended.order)
    case .orderCanceled(let canceled): leave(canceled.order, .zero)
    case .filled(let fill):
      leave(fill.order, fill.leaves)
      if !fill.isMaker {
        trades.append(TapePlayer.Trade(side: fill.side, price: fill.price, quantity: fill.quantity))
      }
    default: break
    }
  }

  private mutating func set(_ order: Order) {
    leave(order.id, .zero)
    orders[order.id] = (order.side, order.price.rawValue, 0)
    leave(order.id, order.leaves)
  }

  private mutating func leave(_ id: OrderID, _ leaves: Contracts) {
    guard var order = orders[id] else { return }
    let size = levels[order.side]![order.price, default: 0] + leaves.rawValue - order.leaves
    levels[order.side]![order.price] = size == 0 ? nil : size
    order.leaves = leaves.rawValue
    orders[id] = leaves == .zero ? nil : order
  }
}
