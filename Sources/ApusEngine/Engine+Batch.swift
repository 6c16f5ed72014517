public import ApusModel

extension Engine {
  /// Applies a batch of entries and appends what happened.
  ///
  /// A command waits for memory more than for anything else; with a batch at hand, what later commands will touch is
  /// asked for while earlier ones run. Only numbers the entries carry are used, and nothing they name is followed
  /// before the command itself has been checked.
  public mutating func apply(_ entries: [Entry], into events: inout EventBuffer) {
    let depth = markets.count > 0 ? Depth(of: markets[0].book.count) : .shallow
    fetchFirst(entries, depth: depth)
    for index in entries.indices {
      // Past the end, the last one is fetched again: that costs less than asking whether there is another.
      if depth == .deep { fetchIndex(entries[min(index &+ Engine.farAhead, entries.count &- 1)].brief) }
      fetchOrder(entries[min(index &+ Engine.halfAhead, entries.count &- 1)].brief, depth: depth)
      fetchNeighbours(entries[min(index &+ Engine.nearAhead, entries.count &- 1)].brief, depth: depth)
      begin(entries[index].sequence, at: entries[index].time, into: &events)
      let brief = entries[index].brief
      if brief.kind == .other { perform(entries[index].command, into: &events) } else { perform(brief, into: &events) }
    }
  }

  private static var farAhead: Int { 24 }
  private static var halfAhead: Int { 12 }
  private static var nearAhead: Int { 6 }

  /// What comes too early in a batch to be fetched ahead of its command, step by step for all of it at once.
  private mutating func fetchFirst(_ entries: [Entry], depth: Depth) {
    if depth == .deep { for entry in entries.prefix(Engine.farAhead) { fetchIndex(entry.brief) } }
    for entry in entries.prefix(Engine.halfAhead) { fetchOrder(entry.brief, depth: depth) }
    for entry in entries.prefix(Engine.nearAhead) { fetchNeighbours(entry.brief, depth: depth) }
  }

  /// First step: where the order's number would be found.
  @inline(__always) private func fetchIndex(_ brief: Brief) {
    markets[market(of: brief.order)].book.fetchIndex(of: brief.order.rawValue)
  }

  /// Second step: the order, and where its owner's positions are. Thousands of accounts outgrow the nearer caches,
  /// however shallow the book.
  @inline(__always) private func fetchOrder(_ brief: Brief, depth: Depth) {
    accounts.fetchPlace(of: brief.account)
    if depth != .shallow { markets[market(of: brief.order)].fetchOrder(brief.order.rawValue) }
  }

  /// Third step: the owner's position and wallet, and in a deep book the order's neighbours.
  @inline(__always) private func fetchNeighbours(_ brief: Brief, depth: Depth) {
    accounts.fetchPosition(of: brief.account)
    guard depth == .deep else { return }
    let market = market(of: brief.order)
    markets[market].fetchNeighbours(brief.order.rawValue)
    // A new order is linked to its owner's newest one.
    markets[market].details.prefetch(accounts.newestOrder(of: brief.account))
  }

  @inline(__always) private func market(of order: OrderID) -> Int {
    let market = Int(order.instrument.rawValue)
    return market < markets.count ? market : 0
  }
}

/// How far a book has outgrown the nearer caches, which beside accounts and events happens sooner than to it alone.
private enum Depth {
  /// It fits: fetching would cost more than waiting.
  case shallow
  /// Orders are fetched, their neighbours are not.
  case middling
  case deep

  init(of count: UInt32) { self = count > 65_536 ? .deep : count > 4_096 ? .middling : .shallow }
}

extension Accounts {
  /// Asks for where an account's positions are, about 12 commands early; any number is harmless.
  @inline(__always) func fetchPlace(of account: AccountID) { table.prefetch(account.rawValue &* instruments) }

  /// Asks for an account's first position and its wallet, about 6 commands early.
  @inline(__always) func fetchPosition(of account: AccountID) {
    let known = contains(account) ? account : AccountID(rawValue: 0)
    positions.prefetch(table[known.rawValue &* instruments])
    ledger.fetch(known)
  }

  /// The newest order of an account's first position, good only for fetching ahead.
  @inline(__always) func newestOrder(of account: AccountID) -> Slot {
    let slot = table[(contains(account) ? account.rawValue : 0) &* instruments]
    return slot == noSlot ? noSlot : positions[slot].newestOrder
  }
}

extension Market {
  /// Asks for an order and its detail.
  @inline(__always) func fetchOrder(_ id: UInt64) {
    details.prefetch(book.fetchOrder(id))
  }

  /// Asks for an order's neighbours in the queue and in its owner's list.
  @inline(__always) func fetchNeighbours(_ id: UInt64) {
    let slot = book.fetchNeighbours(id)
    details.prefetch(details[slot].older)
    details.prefetch(details[slot].newer)
  }
}
