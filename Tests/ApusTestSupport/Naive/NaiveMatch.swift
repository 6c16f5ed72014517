import ApusModel

extension NaiveEngine {
  /// Trades an order against the other side: the best price first, the oldest order first.
  func match(_ taker: NaiveOrder, limit: Int128?, most: Int128 = .max) {
    var left = most
    while taker.leaves > 0, left > 0, let maker = queue(taker.market, taker.side.opposite).first,
      maker.isReached(by: limit)
    {
      if maker.account == taker.account, maker.account != .venue {
        cancel(maker, .selfMatch)
        continue
      }
      var quantity = min(left, maker.isIceberg ? maker.inView : maker.leaves, taker.leaves)
      if maker.mayOnlyReduce {
        let reducible = holding(key(maker)).closable(by: maker.side)
        if reducible == 0 {
          cancel(maker, .nothingToReduce)
          continue
        }
        quantity = min(quantity, reducible)
      }
      if taker.mayOnlyReduce { quantity = min(quantity, holding(key(taker)).closable(by: taker.side)) }
      if taker.funds != nil {
        let closing = holding(key(taker)).closable(by: taker.side)
        quantity = funded(quantity, closing: closing, at: maker.price, of: taker)
      }
      if quantity == 0 { return }
      left -= quantity
      cancelOthers(of: maker)
      trade(maker, taker, quantity)
    }
  }

  private func trade(_ maker: NaiveOrder, _ taker: NaiveOrder, _ quantity: Int128) {
    let contract = markets[maker.market].contract
    let value = contract.lotValue(maker.price) * (quantity / contract.lot)
    markets[maker.market].last = maker.price
    settleDue(key(maker))
    settleDue(key(taker))
    // As long as some of it is hidden it pays as if it took.
    let isConcealed = maker.inView < maker.leaves
    trades += 1
    for order in [maker, taker] {
      order.filled += quantity
      order.filledValue += value
    }
    let before = [maker, taker].map { holding(key($0)) }
    // Both sides settle before either is stated.
    let made = fee(of: maker.account, contract)
    let sides = [(maker, isConcealed ? made.taker : made.maker), (taker, fee(of: taker.account, contract).taker)]
    let settled = sides.map { order, rate in
      settle(order, quantity, value, fee: contract.commission(rate, on: value))
    }
    stateFill(maker, settled[0], at: maker.price, isMaker: true, isConcealed)
    stateFill(taker, settled[1], at: maker.price, isMaker: false)
    if maker.isIceberg && maker.leaves > 0 { showLess(maker, by: quantity) }
    note(.last, in: maker.market)
    if maker.leaves == 0 {
      keepFilled(maker)
      remove(maker)
    }
    for (order, held) in zip([maker, taker], before) {
      shareOwnMargin(key(order), after: held.size, held.direction)
      coverEntry(of: order, at: maker.price, quantity, setAside: order === maker ? maker.premium : .max)
    }
    if maker.account == .venue { stateOffer(maker) }
    touch(key(maker))
    touch(key(taker))
  }

  /// When the part of an iceberg that is shown is done, the next one is shown behind all others.
  private func showLess(_ order: NaiveOrder, by quantity: Int128) {
    order.shown -= quantity
    if order.shown == 0, let conditions = order.conditions {
      order.shown = Int128(conditions.displayed.rawValue)
      queueLast(order)
    }
    stateConditions(of: order)
  }

  private func settle(_ order: NaiveOrder, _ quantity: Int128, _ value: Int128, fee: Int128) -> NaiveFill {
    if order.account == .venue { return settleOwn(order, quantity, value) }
    let contract = markets[order.market].contract
    let wallet = Purse.wallet(order.account)
    var holding = holding(key(order))
    let profit = holding.trade(order.side, quantity, worth: value, of: contract)
    let fill = NaiveFill(side: order.side, quantity: quantity, value: value, fee: fee, profit: profit)
    fills[key(order), default: []].append(fill)
    pay(.commission, from: wallet, to: .fees, fee, in: contract.terms.settlement)
    pay(.profit, from: .clearing, to: wallet, profit, in: contract.terms.settlement)
    return fill
  }

  private func stateFill(
    _ order: NaiveOrder, _ fill: NaiveFill, at price: Int128, isMaker: Bool, _ isConcealed: Bool = false
  ) {
    state(
      .filled(
        Fill(
          execution: nextExecution(), trade: TradeID(rawValue: trades), order: order.id, account: order.account,
          instrument: InstrumentID(rawValue: UInt16(order.market)), side: order.side, isMaker: isMaker,
          price: Price(rawValue: Int64(price)), quantity: Contracts(rawValue: Int64(fill.quantity)),
          value: Amount(rawValue: Int64(fill.value)), fee: Amount(rawValue: Int64(fill.fee)),
          profit: Amount(rawValue: Int64(fill.profit)), leaves: Contracts(rawValue: Int64(order.leaves)),
          balance: balance(of: order.account, in: markets[order.market].contract.terms.settlement),
          isConcealed: isConcealed)))
  }

  /// Orders that may only reduce shrink with the position, the farthest from trading first, of equals the newest.
  func trimReducingOrders() {
    for key in touched {
      for side in Side.allCases { trim(key, side) }
    }
  }

  private func trim(_ key: Key, _ side: Side) {
    while true {
      let reducing = ownOrders(key).filter { $0.mayOnlyReduce && $0.side == side }
      let excess = reducing.reduce(0) { $0 + $1.leaves } - holding(key).closable(by: side)
      guard excess > 0, let worst = reducing.map(\.price).max(by: { side == .buy ? $0 > $1 : $0 < $1 }),
        let farthest = reducing.first(where: { $0.price == worst })
      else { return }
      if excess >= farthest.leaves {
        cancel(farthest, .nothingToReduce)
      } else {
        farthest.quantity -= excess
        touch(key)
        state(.orderAmended(OrderAmended(execution: nextExecution(), order: farthest.stated, byVenue: true)))
      }
    }
  }
}
