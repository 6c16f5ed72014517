import ApusModel

/// The orders that are not done, by what is told of them, and the two sides of each match.
struct OpenBook: Sendable {
  /// What is known of an order.
  private struct Standing {
    var account: AccountID
    var side: Side
    var price: Price
    var leaves: Contracts
    var isLimited: Bool
  }

  private var orders: [OrderID: Standing] = [:]
  /// The first side of a match whose second one has not come.
  private var maker: Fill?
  /// The taker of this command's last match and its price.
  private var last: (taker: OrderID, price: Price)?

  /// An order was placed, amended or triggered: this is how it stands now.
  mutating func stand(_ order: Order) {
    orders[order.id] = Standing(
      account: order.account, side: order.side, price: order.price, leaves: order.leaves,
      isLimited: order.type == .limit)
  }

  /// An order of the liquidation engine stands so; the fund may pay for it beyond its price, so it has no limit here.
  mutating func stand(_ order: LiquidationOrder) {
    orders[order.order] =
      order.leaves == .zero
      ? nil
      : Standing(
        account: AccountID(rawValue: 0), side: order.side, price: order.price, leaves: order.leaves, isLimited: false)
  }

  /// B6: an order ends once.
  mutating func cancel(_ canceled: OrderCanceled) -> [String] {
    orders.removeValue(forKey: canceled.order) == nil ? ["B6: order \(canceled.order.rawValue) ends twice"] : []
  }

  /// B3, B4, B5, B6 and B10 for one side of a match.
  mutating func fill(_ fill: Fill) -> [String] {
    guard var order = orders[fill.order] else { return ["B6: order \(fill.order.rawValue) trades after its end"] }
    var findings: [String] = []
    if order.isLimited && (fill.price - order.price).rawValue * fill.side.sign > 0 {
      findings.append(
        "B4: order \(fill.order.rawValue) of limit \(order.price.rawValue) trades at \(fill.price.rawValue)")
    }
    order.leaves -= fill.quantity
    if order.leaves != fill.leaves || order.leaves < .zero || fill.quantity <= .zero {
      findings.append("B5: order \(fill.order.rawValue) leaves \(fill.leaves.rawValue), not \(order.leaves.rawValue)")
    }
    orders[fill.order] = order.leaves == .zero ? nil : order
    return findings + pair(fill)
  }

  private mutating func pair(_ fill: Fill) -> [String] {
    guard let other = maker else {
      maker = fill
      return fill.isMaker ? [] : ["B2: trade \(fill.trade.rawValue) begins with its taker"]
    }
    maker = nil
    var findings: [String] = []
    if other.trade != fill.trade || other.quantity != fill.quantity || other.price != fill.price
      || other.value != fill.value || other.side == fill.side || fill.isMaker
    {
      findings.append("M1: the two sides of trade \(fill.trade.rawValue) differ")
    }
    // Only the venue may meet itself, when what it took over from a long meets what it took over from a short.
    if other.account == fill.account && fill.account.rawValue != 0 {
      findings.append("B10: account \(fill.account.rawValue) trades with itself")
    }
    // What comes later is never better for the taker than what came first.
    if let last, last.taker == fill.order, (fill.price - last.price).rawValue * fill.side.sign < 0 {
      findings.append("B3: order \(fill.order.rawValue) traded through \(fill.price.rawValue)")
    }
    last = (fill.order, fill.price)
    return findings
  }

  /// Ends a command.
  mutating func close() -> [String] {
    last = nil
    guard let maker else { return [] }
    self.maker = nil
    return ["M1: trade \(maker.trade.rawValue) has one side"]
  }
}
