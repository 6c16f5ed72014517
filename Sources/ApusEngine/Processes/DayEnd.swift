import ApusModel

// Orders for a day end at the midnight after they were placed, one by one, the oldest first.

extension Engine {
  /// Finds anew when the first order's day ends.
  mutating func findDayEnd() {
    agenda.dayEnd = .never
    for market in 0..<markets.count { agenda.dayEnd = min(agenda.dayEnd, markets[market].stops.dayEnd) }
  }

  /// Cancels the oldest order whose day has ended, in the first market that has one.
  mutating func endDay(into events: inout EventBuffer) {
    for market in 0..<markets.count where markets[market].stops.dayEnd == agenda.dayEnd {
      let slot = markets[market].stops.firstOfDay
      if markets[market].stops[slot].isWaiting {
        return markets[market].cancelWaiting(slot, .dayEnded, accounts: &accounts, events: &events)
      }
      let resting = markets[market].book.find(markets[market].stops[slot].id.rawValue)
      return markets[market].cancel(resting, .dayEnded, accounts: &accounts, events: &events)
    }
  }
}
