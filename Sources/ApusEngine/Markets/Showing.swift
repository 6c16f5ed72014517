import ApusModel

// What the book shows of an order: all of a plain one, nothing of a hidden one, and of an iceberg a part at a time. The
// part trades in its place; when it is done the next one goes to the end of those shown at that price. What is hidden
// stands behind all that is shown there. Plain orders never come here.

extension Market {
  /// Contracts of a resting order that the book shows.
  func shown(of slot: Slot) -> Contracts {
    let leaves = contracts(book[slot].leaves)
    guard book[slot].flags & OrderFlag.concealed != 0 else { return leaves }
    return min(leaves, stops[stops.find(OrderID(rawValue: book[slot].id))].shown)
  }

  /// Whether a part of a resting order is not shown.
  @inline(never) func conceals(_ slot: Slot) -> Bool { shown(of: slot) < contracts(book[slot].leaves) }

  /// The best level of a side where something is shown, or nothing.
  func shownTouch(_ side: BookSide) -> UInt32? {
    var level = book.best(side)
    // Whoever is shown stands before those who are not.
    while let tick = level, book[book.front(of: side, at: tick)].standsBehind {
      level = book.level(of: side, after: tick)
    }
    return level
  }

  /// Takes what an iceberg traded off its part; after the last of it the next part is shown, in a new place.
  @inline(never) mutating func show(_ slot: Slot, less traded: Contracts, into events: inout EventBuffer) {
    let conditions = stops.find(OrderID(rawValue: book[slot].id))
    stops[conditions].shown -= traded
    if stops[conditions].shown == .zero {
      stops[conditions].shown = stops[conditions].conditions.displayed
      book.requeue(slot, tick: book[slot].tick, leaves: book[slot].leaves)
    }
    events.append(.conditionsSet(stops[conditions].statedConditions))
  }

  /// Shows a whole part of an iceberg again, which has a new place.
  @inline(never) mutating func showAnew(_ slot: Slot, into events: inout EventBuffer) {
    let conditions = stops.find(OrderID(rawValue: book[slot].id))
    guard stops[conditions].shown != stops[conditions].conditions.displayed else { return }
    stops[conditions].shown = stops[conditions].conditions.displayed
    events.append(.conditionsSet(stops[conditions].statedConditions))
  }

  /// Whether as much may be shown: nothing, or whole lots, which are not too small a part of the order.
  func takesDisplay(of command: PlaceConditional) -> Bool {
    let conditions = command.conditions
    if !conditions.isHidden || conditions.displayed == .zero { return true }
    return lots(of: conditions.displayed) != nil && conditions.mayShow(command.order.quantity)
  }

  /// Whether a resting iceberg may become as large.
  @inline(never) func mayShow(_ lots: UInt32, of slot: Slot) -> Bool {
    stops[stops.find(OrderID(rawValue: book[slot].id))].conditions.mayShow(contracts(lots))
  }

  /// The most pieces in which lots of an iceberg trade.
  @inline(never) func pieces(_ lots: Int64, of slot: Slot) -> Int64 {
    let conditions = stops[stops.find(OrderID(rawValue: book[slot].id))].conditions
    return lots / max(1, wholeLots(in: conditions.displayed)) + 2
  }

  /// The lots of an owner's other orders behind one at its level: they may trade before all of an iceberg has.
  @inline(never) func lotsBehind(_ slot: Slot) -> Int64 {
    var lots: Int64 = 0
    var behind = book[slot].next
    while behind != noSlot {
      if book[behind].account == book[slot].account { lots += Int64(book[behind].leaves) }
      behind = book[behind].next
    }
    return lots
  }
}
