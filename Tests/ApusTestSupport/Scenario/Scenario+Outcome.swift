import ApusEngine
import ApusModel

extension Scenario {
  /// What the last command caused, in words; positions are told only when asked for.
  func told() -> String {
    let told = happenings.compactMap { words($0.event) }
    return told.isEmpty ? "done" : told.joined(separator: "; ")
  }

  private func words(_ event: Event) -> String? {
    switch event {
    case .rejected(let rejected):
      return "rejected \(dashed(rejected.reason))" + (rejected.detail == 0 ? "" : " \(rejected.detail)")
    case .orderPlaced(let placed): return "\(label(placed.order.id)) new \(size(placed.order))"
    case .orderAmended(let amended):
      return "\(label(amended.order.id)) amended\(amended.byVenue ? " by the venue" : "") \(size(amended.order))"
    case .orderCanceled(let canceled):
      return "\(label(canceled.order)) canceled \(dashed(canceled.reason)) leaves \(canceled.leaves.rawValue)"
    case .conditionsSet(let set): return words(set)
    case .orderTriggered(let triggered):
      let order = triggered.order
      return "\(label(order.id)) triggered by \(text(triggered.price)) \(size(order))"
    case .filled(let fill): return words(fill)
    case .isolatedMarginChanged(let change):
      let lost = change.margin.lost == .zero ? "" : " lost \(change.margin.lost.rawValue)"
      return "margin added \(change.margin.added.rawValue)" + lost
    case .walletChanged(let change): return "wallet \(change.balance.rawValue)"
    case .withdrawalChanged(let change):
      let fee = change.fee == .zero ? "" : " fee \(change.fee.rawValue)"
      return "withdrawal of \(change.amount.rawValue)\(fee) \(change.status)"
    case .priceChanged(let prices): return "mark \(text(prices.mark))"
    case .cancelAllAfterSet(let set): return set.deadline.map { "fires at \($0.rawValue)" } ?? "switched off"
    default: return liquidationWords(event) ?? priceWords(event)
    }
  }

  private func words(_ set: ConditionsSet) -> String {
    let conditions = set.conditions
    var text = label(set.order)
    if set.isHeld {
      text += " waits for its link"
    } else if set.isWaiting {
      text += " waits for \(conditions.source) \(self.text(conditions.stopPrice))"
    }
    if conditions.isHidden { text += " shows \(set.shown.rawValue)" }
    return text
  }

  private func words(_ fill: Fill) -> String {
    var text = "\(label(fill.order)) \(verb(fill)) \(fill.quantity.rawValue)"
    if fill.kind == .settlement {
      text = "\(person(fill.account)) by \(fill.kind) \(fill.side) \(fill.quantity.rawValue)"
    }
    text += " @ \(self.text(fill.price)) worth \(fill.value.rawValue)"
    if fill.fee != .zero { text += " fee \(fill.fee.rawValue)" }
    if fill.profit != .zero { text += " profit \(fill.profit.rawValue)" }
    return text
  }

  private func size(_ order: Order) -> String {
    let done = order.filled == .zero ? "" : " of \(order.quantity.rawValue)"
    return "\(order.leaves.rawValue)\(done) @ \(text(order.price))"
  }

  func text(_ price: Price) -> String { DecimalText.write(price.rawValue, decimals: 10) }

  /// `duplicateClientID` as `duplicate-client-id`.
  func dashed(_ value: some Any) -> String {
    var text = ""
    var wasSmall = false
    for character in "\(value)" {
      if character.isUppercase && wasSmall { text += "-" }
      wasSmall = character.isLowercase
      text += character.lowercased()
    }
    return text
  }

  // MARK: Questions

  private func image() -> [Event] {
    var image = EventBuffer(capacity: 64)
    engine.image(into: &image)
    return image.happenings.map(\.event)
  }

  /// All resting orders, best first, with what is left of them.
  func book(_ instrument: InstrumentID) -> String {
    let lines = image().compactMap { event -> String? in
      if case .liquidationOrder(let order) = event, order.instrument == instrument {
        let side = order.side == .buy ? "bid" : "ask"
        return "\(side) \(label(order.order)) \(order.leaves.rawValue) @ \(text(order.price))"
      }
      guard case .orderStands(let order) = event, order.instrument == instrument, !isWaiting(order.id) else {
        return nil
      }
      return "\(order.side == .buy ? "bid" : "ask") \(label(order.id)) \(size(order))"
    }
    return lines.isEmpty ? "empty" : lines.joined(separator: ", ")
  }

  /// All waiting orders and what they wait for.
  func waiting(_ instrument: InstrumentID) -> String {
    let lines = image().compactMap { event -> String? in
      guard case .conditionsSet(let set) = event, set.isWaiting, set.instrument == instrument else { return nil }
      return words(set)
    }
    return lines.isEmpty ? "nothing" : lines.joined(separator: ", ")
  }

  private func isWaiting(_ id: OrderID) -> Bool {
    image().contains {
      if case .conditionsSet(let set) = $0 { set.order == id && set.isWaiting } else { false }
    }
  }

  mutating func position(_ words: inout Words) throws(ScenarioError) -> String {
    let account = try account(try words.next("a name"), words)
    let instrument = try instrument(&words)
    for event in image() {
      guard case .positionChanged(let position) = event, position.account == account,
        position.instrument == instrument
      else { continue }
      return describe(position)
    }
    return "none"
  }

  private func describe(_ position: Position) -> String {
    var text = position.quantity == .zero ? "flat" : position.quantity > .zero ? "long" : "short"
    if position.quantity != .zero {
      let entry = markets[Int(position.instrument.rawValue)].price(
        of: position.quantity.magnitude, worth: position.cost.magnitude)
      text += " \(position.quantity.magnitude.rawValue) entry \(self.text(entry)) cost \(position.cost.rawValue)"
    }
    text += " realised \(position.realised.rawValue) fees \(position.fees.rawValue)"
    for (name, orders) in [("buys", position.buys), ("sells", position.sells)] where orders.quantity != .zero {
      text += " \(name) \(orders.quantity.rawValue) worth \(orders.value.rawValue)"
    }
    if position.leverage != .cross { text += " leverage \(DecimalText.write(position.leverage.rawValue, decimals: 2))" }
    if position.riskSteps > 0 { text += " risk steps \(position.riskSteps)" }
    return text
  }

  /// What the insurance fund holds.
  func insurance() -> String {
    let balances = image().compactMap { event -> String? in
      guard case .insuranceChanged(let fund) = event else { return nil }
      return "\(fund.balance.rawValue) \(fund.currency.symbol)"
    }
    return balances.isEmpty ? "empty" : balances.joined(separator: ", ")
  }

  /// The number of a withdrawal of an account that waits.
  func withdrawal(of account: AccountID) -> UInt64? {
    for case .withdrawalChanged(let change) in image() where change.account == account { return change.number }
    return nil
  }

  func wallet(_ name: String) -> String {
    let balances = image().compactMap { event -> String? in
      guard case .walletChanged(let wallet) = event, person(wallet.account) == name else { return nil }
      return "\(wallet.balance.rawValue) \(wallet.currency.symbol)"
    }
    return balances.isEmpty ? "empty" : balances.joined(separator: ", ")
  }
}
