import ApusEngine
import ApusModel

// Those who have too many small orders open are labelled; their small orders are not shown (rule 8.5).

extension NaiveEngine {
  /// An order that may rest and is worth less than the contract's small value.
  func isSmall(_ command: PlaceOrder) -> Bool {
    let contract = markets[Int(command.instrument.rawValue)].contract
    let quantity = Int128(command.quantity.rawValue)
    let price = Int128(command.price.rawValue)
    guard contract.terms.protection.countsSmallOrders, command.type == .limit,
      command.timeInForce == .goodTillCancel, quantity > 0, contract.isWithinSizes(quantity),
      contract.isWholeLots(quantity), contract.isWithinPrices(price), contract.isOnTick(price)
    else { return false }
    return isSmall(quantity, at: price, contract)
  }

  private func isSmall(_ quantity: Int128, at price: Int128, _ contract: NaiveContract) -> Bool {
    contract.lotValue(price) * (quantity / contract.lot) < Int128(contract.terms.protection.smallValue.rawValue)
  }

  private func hasManySmallOrders(_ key: Key) -> Bool {
    let contract = markets[key.market].contract
    let most = Int(contract.terms.protection.smallOrders)
    guard contract.terms.protection.countsSmallOrders else { return false }
    return ownOrders(key).count { isSmall($0.leaves, at: $0.price, contract) } >= most
  }

  /// Looked at whenever the open orders are as many as may be small, or twice as many and so on.
  func becomesSpammer(_ key: Key) -> Bool {
    let most = Int(markets[key.market].contract.terms.protection.smallOrders)
    let open = ownOrders(key).count
    guard most > 0, open > 0, open % most == 0, !standing(key.account).sendsSpam else { return false }
    return hasManySmallOrders(key)
  }

  func label(_ account: AccountID, sendsSpam: Bool) {
    standings[account, default: NaiveStanding()].sendsSpam = sendsSpam
    let midnight = entry.time.wholeDay.rawValue + 86_400_000
    if sendsSpam { nextReview = min(nextReview ?? midnight, midnight) }
    stateStanding(account)
  }

  /// Labelled accounts are looked at again, by their numbers.
  func review(_ work: inout Int) {
    while work > 0 {
      if reviewed == accounts {
        reviewed = 0
        let isLeft = standings.values.contains { $0.sendsSpam }
        nextReview = isLeft ? entry.time.wholeDay.rawValue + 86_400_000 : nil
        return
      }
      reviewed += 1
      work -= 1
      let account = AccountID(UInt32(reviewed))
      guard standing(account).sendsSpam else { continue }
      let keys = markets.indices.map { Key(account: account, market: $0) }.filter { held.contains($0) }
      for key in keys { work -= 16 * (ownOrders(key).count + 1) }
      if !keys.contains(where: { hasManySmallOrders($0) }) { label(account, sendsSpam: false) }
    }
  }

  /// Whether no more orders with conditions find room.
  func hasFullConditions(_ market: Int) -> Bool {
    let conditional = orders.count { $0.market == market && $0.conditions != nil }
    return conditional + stops.count { $0.market == market } == Int(limits.stopsPerMarket)
  }
}
