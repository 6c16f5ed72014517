import ApusModel

// A market order goes as far as its account's money (rules 3.3 and 8.1).

extension NaiveEngine {
  /// What is available when it arrives, and what the other side's orders reserve beyond those of its own side.
  func funds(of order: NaiveOrder) -> Int128 {
    let key = key(order)
    var side = sums(key)
    if order.side == .buy { side.sell = (0, 0) } else { side.buy = (0, 0) }
    let currency = markets[order.market].contract.terms.settlement
    let freed = order.onlyCloses ? freed(by: order) : 0
    return available(order.account, currency) + freed + orderMargin(key) - orderMargin(key, side)
  }

  /// Its share of what the position has left, beyond what all of it may lose for nothing.
  private func freed(by order: NaiveOrder) -> Int128 {
    let key = key(order)
    let contract = markets[order.market].contract
    let choice = choice(key)
    let holding = holding(key)
    guard let mark = markets[order.market].mark, holding.size > 0 else { return 0 }
    let initial = contract.held(contract.initialRate(choice.leverage, steps: choice.steps), of: holding.basis)
    let loss = max(0, -holding.unrealised(at: mark, of: contract))
    let own = choice.leverage == 0 ? initial : initial + choice.added - choice.lost - loss
    let each = contract.held(Int128(contract.terms.maintenanceMargin.rawValue), of: contract.lotValue(mark))
    let left = own - each * (holding.size / contract.lot)
    return left <= 0 ? 0 : Ratio(left * order.quantity, over: holding.size).floor
  }

  /// How much of a match the order can pay for, which it then does.
  func funded(_ quantity: Int128, closing: Int128, at price: Int128, of order: NaiveOrder) -> Int128 {
    guard var funds = order.funds else { return quantity }
    let lot = markets[order.market].contract.lot
    // First what closes, lot by lot, as long as its loss can be paid.
    let closeLoss = premium(order.side, at: price, closes: true, in: order.market)
    var closed = min(quantity, closing) / lot
    if closeLoss > 0, closeLoss * closed > funds {
      closed = max(0, funds) / closeLoss
      order.funds = funds - closeLoss * closed
      order.ranOut = true
      return closed * lot
    }
    funds -= closeLoss * closed
    order.funds = funds
    let opening = max(0, quantity - closing) / lot
    if opening == 0 { return quantity }
    // The most lots that fit: between one number that does and one that does not.
    var fits: Int128 = 0
    var tooMany = opening + 1
    while tooMany - fits > 1 {
      let lots = (fits + tooMany) / 2
      if cost(of: lots, at: price, order) <= funds { fits = lots } else { tooMany = lots }
    }
    order.funds = funds - cost(of: fits, at: price, order)
    if fits < opening { order.ranOut = true }
    return quantity - (opening - fits) * lot
  }

  private func cost(of lots: Int128, at price: Int128, _ order: NaiveOrder) -> Int128 {
    let contract = markets[order.market].contract
    let rate = contract.orderRate(choice(key(order)))
    return contract.held(rate, of: contract.lotValue(price) * lots)
      + premium(order.side, at: price, closes: false, in: order.market) * lots
  }

  /// Whether the order could pay for everything the makers would give it.
  func isFunded(_ order: NaiveOrder, by makers: [NaiveOrder]) -> Bool {
    let before = order.funds
    defer {
      order.funds = before
      order.ranOut = false
    }
    var wanted = order.leaves
    var closing = holding(key(order)).closable(by: order.side)
    for (maker, given) in given(makers, to: order) {
      let quantity = min(wanted, given)
      // An iceberg trades in parts, each of which may round up by a unit.
      if wanted > 0, maker.isIceberg, let funds = order.funds {
        order.funds = funds - quantity / Int128(maker.conditions?.displayed.rawValue ?? 0) - 2
      }
      if funded(quantity, closing: closing, at: maker.price, of: order) < quantity { return false }
      wanted -= quantity
      closing = max(0, closing - quantity)
    }
    return true
  }
}
