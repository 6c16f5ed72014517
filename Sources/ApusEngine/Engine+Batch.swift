public import ApusModel

extension Engine {
  /// Applies a batch of entries and appends what happened.
  ///
  /// A command waits for memory more than for anything else; with a batch at hand, what later commands will touch is
  /// asked for while earlier ones run. Only numbers the commands carry are used, and nothing they name is followed
  /// before the command itself has been checked.
  public mutating func apply(_ entries: [Entry], into events: inout EventBuffer) {
    let isDeep = markets.count > 0 && markets[0].book.wantsLookAhead
    fetchFirst(entries, isDeep: isDeep)
    for index in entries.indices {
      fetchOwners(entries, far: index + Engine.halfAhead, near: index + Engine.nearAhead)
      if isDeep { fetchOrders(entries, ahead: index) }
      begin(entries[index].sequence, at: entries[index].time, into: &events)
      perform(entries[index].command, into: &events)
    }
  }

  private static var farAhead: Int { 24 }
  private static var halfAhead: Int { 12 }
  private static var nearAhead: Int { 6 }

  /// What comes too early in a batch to be fetched ahead of its command, step by step for all of it at once.
  private func fetchFirst(_ entries: [Entry], isDeep: Bool) {
    for index in 0..<Engine.halfAhead { fetchOwners(entries, far: index, near: entries.count) }
    for index in 0..<Engine.nearAhead { fetchOwners(entries, far: entries.count, near: index) }
    guard isDeep else { return }
    for index in 0..<Engine.farAhead { fetchIndex(entries, index) }
    for index in 0..<Engine.halfAhead { fetchOrder(entries, index) }
    for index in 0..<Engine.nearAhead { fetchNeighbours(entries, index) }
  }

  /// What every trader's command touches, however shallow the book: thousands of accounts outgrow the nearer caches.
  @inline(__always) private func fetchOwners(_ entries: [Entry], far: Int, near: Int) {
    if far < entries.count { accounts.fetchPlace(of: entries[far].command.trader) }
    if near < entries.count { accounts.fetchPosition(of: entries[near].command.trader) }
  }

  @inline(__always) private func fetchOrders(_ entries: [Entry], ahead index: Int) {
    fetchIndex(entries, index + Engine.farAhead)
    fetchOrder(entries, index + Engine.halfAhead)
    fetchNeighbours(entries, index + Engine.nearAhead)
  }

  @inline(__always) private func fetchIndex(_ entries: [Entry], _ index: Int) {
    guard index < entries.count else { return }
    let id = entries[index].command.namedOrder
    markets[market(of: id)].book.fetchIndex(of: id, .buy, tick: 0)
  }

  @inline(__always) private func fetchOrder(_ entries: [Entry], _ index: Int) {
    guard index < entries.count else { return }
    let id = entries[index].command.namedOrder
    markets[market(of: id)].fetchOrder(id)
  }

  @inline(__always) private func fetchNeighbours(_ entries: [Entry], _ index: Int) {
    guard index < entries.count else { return }
    let id = entries[index].command.namedOrder
    markets[market(of: id)].fetchNeighbours(id)
    // A new order is linked to its owner's newest one.
    let newest = accounts.newestOrder(of: entries[index].command.trader)
    markets[market(of: id)].details.prefetch(newest)
  }

  @inline(__always) private func market(of id: UInt64) -> Int {
    let market = Int(id & 0xFF)
    return market < markets.count ? market : 0
  }
}

extension Command {
  /// Who asks to place, amend or cancel an order, and in which market; nobody for any other command.
  @inline(__always) fileprivate var trader: AccountID {
    switch self {
    case .placeOrder(let command): command.account
    case .amendOrder(let command): command.account
    case .cancelOrder(let command): command.account
    default: AccountID(rawValue: 0)
    }
  }

  /// The number of the order a command names, or nothing's number.
  @inline(__always) fileprivate var namedOrder: UInt64 {
    switch self {
    case .cancelOrder(let command): Command.number(of: command.order)
    case .amendOrder(let command): Command.number(of: command.order)
    default: 0
    }
  }

  @inline(__always) private static func number(of key: OrderKey) -> UInt64 {
    if case .id(let id) = key { return id.rawValue }
    return 0
  }
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
