import ApusModel

// A price that waiting orders follow has moved: what it reaches is due. Nothing triggers here, since an order that comes
// to the book moves prices itself.

extension Market {
  /// The price that a list of waiting orders follows, or nil when there is none yet.
  func price(of list: TriggerList) -> Price? {
    switch list.source {
    case .index: return markVersion == 0 ? nil : index
    case .mark: return markVersion == 0 ? nil : mark
    case .last:
      guard lastTick != 0 else { return nil }
      let last = price(of: lastTick)
      return list.isWithinMark && !TriggerRule.isWithinMark(last: last, mark: mark) ? nil : last
    }
  }

  /// Notes the index and the mark, and the last price where the mark had kept it from counting.
  @inline(never) mutating func noteMarks() {
    for number in 0..<TriggerList.count {
      let list = TriggerList(index: number)
      if list.source == .last && !list.isWithinMark { continue }
      if let price = price(of: list) { stops.note(list, at: price) }
    }
  }

  /// Notes every price as it stands, when what waits was put together anew.
  mutating func noteAll(accounts: inout Accounts) {
    noteMarks()
    noteLast(accounts: &accounts)
  }

  /// Notes the last price.
  @inline(never) mutating func noteLast(accounts: inout Accounts) {
    for number in 0..<TriggerList.count {
      let list = TriggerList(index: number)
      if list.source == .last, let price = price(of: list) { stops.note(list, at: price) }
    }
    if stops.isDue { accounts.triggersAreDue = true }
  }
}
