import ApusEngine
import ApusModel

extension NaiveEngine {
  func amend(_ command: AmendOrder) {
    if let place = revivable(command) { return revive(place, command) }
    guard let order = find(command.order, of: command.account, orStop: { self.amendStop($0, command) }) else { return }
    guard let (price, quantity) = checked(command, order) else { return }
    change(order, command, price, quantity)
  }

  private func change(_ order: NaiveOrder, _ command: AmendOrder, _ price: Int128, _ quantity: Int128) {
    if quantity == order.filled { return cancel(order, .requested) }
    if let name = command.clientID {
      names.finish(order.name, of: order.account)
      order.name = name
      names.give(name, to: order.id, of: order.account)
    }
    // Asking for less at the same price keeps the place in the queue; anything else goes to its end.
    let keepsPlace = price == order.price && quantity <= order.quantity
    if price != order.price || quantity > order.quantity {
      order.premium = weigh(order, at: price, total: quantity).premium
    }
    order.price = price
    order.quantity = quantity
    touch(key(order))
    if !keepsPlace, order.isIceberg, let displayed = order.conditions?.displayed, order.shown != displayed.rawValue {
      order.shown = Int128(displayed.rawValue)
      stateConditions(of: order)
    }
    state(.orderAmended(OrderAmended(execution: nextExecution(), order: order.stated, byVenue: false)))
    if !keepsPlace { enterAgain(order) }
    trimReducingOrders()
  }

  // MARK: Filled orders

  func keepFilled(_ order: NaiveOrder) {
    guard order.conditions == nil, order.mayRest, order.account != .venue else { return }
    filled[order.market, default: []].append((order, entry.time.rawValue))
  }

  /// The filled order that an amendment would let live again, by its place among the last of its market.
  private func revivable(_ command: AmendOrder) -> (market: Int, place: Int)? {
    guard exists(command.account), let leaves = command.leaves, leaves != .zero, command.clientID == nil,
      command.stopPrice == nil, command.pegOffset == nil
    else { return nil }
    let id: OrderID?
    switch command.order {
    case .id(let given): id = given
    case .client(let text): id = names.doneOrder(text, of: command.account)
    }
    for (market, all) in filled where held.contains(Key(account: command.account, market: market)) {
      let last = all.indices.suffix(Int(limits.filledOrders))
      for place in last.reversed() {
        guard let order = all[place].order, order.id == id, order.account == command.account,
          entry.time.rawValue - all[place].at <= 60_000
        else { continue }
        // One whose name is forgotten is done for good.
        let isKnown = order.name.isEmpty || names.doneOrder(order.name, of: order.account) == order.id
        return isKnown ? (market, place) : nil
      }
    }
    return nil
  }

  /// It stands in the book with nothing left, to be given more.
  private func revive(_ found: (market: Int, place: Int), _ command: AmendOrder) {
    guard let order = filled[found.market]?[found.place].order else { return }
    let isFull =
      orders.count(where: { $0.market == order.market && $0.account != .venue }) == Int(limits.ordersPerMarket)
    if isFull { return reject(command.account, .bookFull, order: order.id) }
    if ownOrders(key(order)).count >= mostOrders(in: order.market) {
      return reject(command.account, .tooManyOrders, order: order.id)
    }
    orders.append(order)
    guard let (price, quantity) = checked(command, order) else { return orders.removeAll { $0 === order } }
    filled[found.market]?[found.place].order = nil
    names.reopen(order.name, of: order.account)
    change(order, command, price, quantity)
  }

  private func mayShow(_ order: NaiveOrder, as total: Int128) -> Bool {
    guard let conditions = order.conditions else { return true }
    return takesDisplay(of: conditions, for: Contracts(rawValue: Int64(total)), in: order.market)
  }

  /// The new price and total; nil after the refusal was stated.
  private func checked(_ command: AmendOrder, _ order: NaiveOrder) -> (price: Int128, quantity: Int128)? {
    func refuse(_ reason: Rejection, _ detail: Int128 = 0) -> (price: Int128, quantity: Int128)? {
      reject(command.account, reason, detail, order: order.id)
      return nil
    }
    let contract = markets[order.market].contract
    if command.stopPrice != nil || command.pegOffset != nil { return refuse(.invalidStopPrice) }
    if let reason = barred(order.account, in: order.market, reduces: order.mayOnlyReduce) { return refuse(reason) }
    if command.price == nil, command.quantity == nil, command.leaves == nil, command.clientID == nil {
      return refuse(.nothingToAmend)
    }
    if command.quantity != nil, command.leaves != nil { return refuse(.invalidQuantity) }
    if let name = command.clientID {
      if name.isEmpty { return refuse(.nothingToAmend) }
      if names.isTaken(name, by: command.account) { return refuse(.duplicateClientID) }
      if names.isFull { return refuse(.tooManyOrders) }
    }
    var total = order.quantity
    if let leaves = command.leaves {
      guard leaves >= .zero, contract.isWithinSizes(Int128(leaves.rawValue)),
        contract.isWholeLots(Int128(leaves.rawValue))
      else { return refuse(.invalidQuantity) }
      total = order.filled + Int128(leaves.rawValue)
    } else if let quantity = command.quantity {
      guard quantity > .zero else { return refuse(.invalidQuantity) }
      total = Int128(quantity.rawValue)
    }
    guard contract.isWithinSizes(total), contract.isWholeLots(total), total >= order.filled else {
      return refuse(.invalidQuantity)
    }
    if total > order.quantity, !mayShow(order, as: total) { return refuse(.invalidDisplay) }
    var price = order.price
    if let given = command.price {
      price = Int128(given.rawValue)
      guard contract.isWithinPrices(price) else { return refuse(.invalidPrice) }
      guard contract.isOnTick(price) else { return refuse(.invalidPriceTick) }
      if price != order.price, let bound = bound(order.side, beyond: price, in: order.market) {
        return refuse(.priceBeyondBand, bound)
      }
    }
    if price == order.price, total == order.quantity, command.clientID == nil { return refuse(.nothingToAmend) }
    if let (reason, detail) = excess(of: order, at: price, total: total) { return refuse(reason, detail) }
    return (price, total)
  }

  /// Why an account may not have the order so, with the number that belongs to it, or nothing.
  private func excess(of order: NaiveOrder, at price: Int128, total: Int128) -> (Rejection, Int128)? {
    let contract = markets[order.market].contract
    let inDirection = holding(key(order)).closable(by: order.side.opposite)
    let onOrder = openSum(key(order), order.side).quantity
    if total > order.quantity, !order.mayOnlyReduce,
      inDirection + onOrder + total - order.quantity > contract.maximumHolding
    {
      return (.tooManyContracts, 0)
    }
    if price == order.price && total <= order.quantity { return nil }
    if !order.mayOnlyReduce, let needed = riskLimitNeeded(key(order), sumsWith(order, at: price, total: total)) {
      return (.riskLimitExceeded, needed)
    }
    if let shortage = shortage(of: order, at: price, total: total) { return (.insufficientAvailableBalance, shortage) }
    let isAsked = weigh(order, at: price, total: total).premium > 0
    return isAsked && wouldBeLiquidated(by: order, at: price, total: total) ? (.immediateLiquidation, 0) : nil
  }

  /// The order leaves the book and comes again as it would be.
  private func wouldBeLiquidated(by order: NaiveOrder, at price: Int128, total: Int128) -> Bool {
    let standing = orders
    defer { orders = standing }
    orders.removeAll { $0 === order }
    let quantity = total - order.filled
    let command = PlaceOrder(
      account: order.account, instrument: InstrumentID(UInt16(order.market)), side: order.side,
      price: Price(Int64(price)), quantity: Contracts(Int64(quantity)))
    return wouldBeLiquidated(
      by: NaiveOrder(command, id: order.id, side: order.side, price: price, quantity: quantity, placed: order.placed))
  }

  /// What one lot of a changed order loses at once, measured as if it were new.
  private func weigh(_ order: NaiveOrder, at price: Int128, total: Int128) -> (premium: Int128, closes: Bool) {
    let closes = total - order.filled <= unclaimed(key(order), order.side, beside: order.leaves)
    return (premium(order.side, at: price, closes: closes, in: order.market), closes)
  }

  /// The margin a change asks for when the account cannot spare it; a smaller order at its price asks for none.
  private func shortage(of order: NaiveOrder, at price: Int128, total: Int128) -> Int128? {
    if price == order.price && total <= order.quantity { return nil }
    let key = key(order)
    let contract = markets[order.market].contract
    let then = sumsWith(order, at: price, total: total)
    let leaves = total - order.filled
    let weighed = weigh(order, at: price, total: total)
    let required =
      orderMargin(key, then) - orderMargin(key)
      + weighed.premium * (leaves / contract.lot) - order.premium * (order.leaves / contract.lot)
    let freed = weighed.closes ? keptMargin(key) : 0
    let isShort = required > 0 && required > available(order.account, contract.terms.settlement) + freed
    return isShort ? required : nil
  }

  /// The order leaves the sums as it stands and comes back as it would stand, charged like a new one.
  private func sumsWith(_ order: NaiveOrder, at price: Int128, total: Int128) -> Sums {
    let contract = markets[order.market].contract
    var then = sums(key(order))
    then.add(order.side, -order.leaves, worth: -contract.lotValue(order.price) * (order.leaves / contract.lot))
    let lots = (total - order.filled) / contract.lot
    let charged = chargedLotValue(order.side, at: price, in: order.market)
    then.add(order.side, total - order.filled, worth: charged * lots)
    return then
  }

  /// An order at the end of a new queue trades what it can there, like a new one.
  private func enterAgain(_ order: NaiveOrder) {
    queueLast(order)
    guard let touch = queue(order.market, order.side.opposite).first, touch.isReached(by: order.price) else { return }
    if order.instructions.contains(.postOnly) { return cancel(order, .wouldTake) }
    let before = order.leaves
    match(order, limit: order.price)
    if order.leaves < before { cancelOthers(of: order) }
    if order.leaves == 0 {
      keepFilled(order)
      return remove(order)
    }
    if order.mayOnlyReduce && holding(key(order)).closable(by: order.side) == 0 { cancel(order, .nothingToReduce) }
  }
}
