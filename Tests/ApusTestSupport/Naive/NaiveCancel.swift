import ApusModel

extension NaiveEngine {
  /// The resting order an account means; nil after the refusal was stated, or what is due to a waiting one was done.
  func find(_ key: OrderKey, of account: AccountID, orStop body: (NaiveStop) -> Void) -> NaiveOrder? {
    func refuse(_ reason: Rejection, _ order: OrderID?) -> NaiveOrder? {
      reject(account, reason, order: order)
      return nil
    }
    guard exists(account) else { return refuse(.unknownAccount, nil) }
    let id: OrderID
    switch key {
    case .id(let given): id = given
    case .client(let text):
      if let done = names.doneOrder(text, of: account) { return refuse(.orderDone, done) }
      guard let open = names.openOrder(text, of: account) else { return refuse(.unknownOrder, nil) }
      id = open
    }
    if let stop = findStop(id, of: account) {
      body(stop)
      return nil
    }
    guard let order = orders.first(where: { $0.id == id && $0.account == account }) else {
      return refuse(.unknownOrder, id)
    }
    return order
  }

  func cancel(_ command: CancelOrder) {
    guard let order = find(command.order, of: command.account, orStop: { cancelWaiting($0) }) else { return }
    if isHalted(order.market) { return reject(command.account, .venueHalted) }
    cancel(order, .requested)
  }

  private func cancelWaiting(_ stop: NaiveStop) {
    if isHalted(stop.market) { return reject(stop.order.account, .venueHalted) }
    cancelStop(stop, .requested)
  }

  func cancel(_ command: CancelOrders) {
    guard exists(command.account) else { return reject(command.account, .unknownAccount) }
    if let instrument = command.instrument, Int(instrument.rawValue) >= markets.count {
      return reject(command.account, .unknownInstrument)
    }
    let only = command.instrument.map { Int($0.rawValue) }
    if only.map(isHalted) ?? (trading == .halted) { return reject(command.account, .venueHalted) }
    for market in markets.indices where !isHalted(market) && (only == nil || only == market) {
      cancelAll(of: command.account, in: market, side: command.side, .requested)
    }
  }

  /// Market by market, those in the book before those that wait, newest first.
  func cancelAll(of account: AccountID, in market: Int?, side: Side?, _ reason: CancelReason) {
    for number in markets.indices where market == nil || market == number {
      for order in ownOrders(Key(account: account, market: number)) where side == nil || order.side == side {
        cancel(order, reason)
      }
      for stop in ownStops(Key(account: account, market: number)) where side == nil || stop.order.side == side {
        cancelStop(stop, reason)
      }
    }
  }

  /// Takes a resting order off and says why.
  func cancel(_ order: NaiveOrder, _ reason: CancelReason) {
    stateCanceled(order, reason)
    end(order.conditions, of: order.account, in: order.market, isFilled: false)
    remove(order)
    touch(key(order))
  }

  func stateCanceled(_ order: NaiveOrder, _ reason: CancelReason) {
    state(
      .orderCanceled(
        OrderCanceled(
          execution: nextExecution(), order: order.id, account: order.account,
          instrument: InstrumentID(rawValue: UInt16(order.market)), reason: reason,
          leaves: Contracts(rawValue: Int64(order.leaves)))))
  }

  /// Takes an order that is done out of the book; its name stays known for a while.
  func remove(_ order: NaiveOrder) {
    orders.removeAll { $0 === order }
    end(order.conditions, of: order.account, in: order.market, isFilled: true)
    names.finish(order.name, of: order.account)
  }
}
