import ApusModel

extension Engine {
  /// B9: what waits does not rest, is found by its number, stands in its owner's list and has not been reached.
  func auditStops(of market: Int, _ findings: inout [String]) {
    var waiting: UInt32 = 0
    var faults: [String] = []
    forEachWaiting(in: market) { slot in
      let order = markets[market].stops[slot]
      let id = order.id.rawValue
      if !order.isHeld { waiting += 1 }
      if !order.isWaiting || markets[market].book.find(id) != noSlot {
        faults.append("B9: order \(id) waits and rests")
      }
      if markets[market].stops.find(order.id) != slot { faults.append("B9: waiting order \(id) is not found") }
      if order.name != noSlot && accounts.names[order.name].order.rawValue != id {
        faults.append("D10: waiting order \(id) has another's name")
      }
      if order.isHeld, order.fate == .open,
        !markets[market].hasPrimary(order.conditions.link, of: order.order.account, accounts)
      {
        faults.append("B9: order \(id) waits for one that is gone")
      }
      if order.conditions.waits, !order.isHeld, !markets[market].stops.isDue,
        markets[market].stops.triggers(
          order.list, stop: order.conditions.stopPrice, at: markets[market].price(of: order.list))
      {
        faults.append("B9: the price has reached order \(id), which still waits")
      }
    }
    if waiting != markets[market].stops.waitingForPrices {
      faults.append("B9: \(markets[market].stops.waitingForPrices) orders wait for prices, \(waiting) for their owners")
    }
    findings += faults
  }
}
