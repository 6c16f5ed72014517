public import ApusModel

extension Engine {
  /// Applies a batch of entries and appends what happened.
  ///
  /// A command waits for memory more than for anything else; with a batch at hand, what later commands will touch is
  /// asked for while earlier ones run. Only numbers the commands carry are used, and nothing they name is followed
  /// before the command itself has been checked.
  public mutating func apply(_ entries: [Entry], into events: inout EventBuffer) {
    let depth = markets.count > 0 ? Depth(of: markets[0].book.count) : .shallow
    var ahead = UpcomingTrades(repeating: UpcomingTrade())
    fetchFirst(entries, depth: depth, &ahead)
    for index in entries.indices {
      fetch(entries, index + Engine.farAhead, depth: depth, &ahead)
      fetchOrder(ahead[(index + Engine.halfAhead) & UpcomingTrade.mask], depth: depth)
      fetchNeighbours(ahead[(index + Engine.nearAhead) & UpcomingTrade.mask], depth: depth)
      begin(entries[index].sequence, at: entries[index].time, into: &events)
      perform(entries[index].command, into: &events)
    }
  }

  private static var farAhead: Int { 24 }
  private static var halfAhead: Int { 12 }
  private static var nearAhead: Int { 6 }

  /// What comes too early in a batch to be fetched ahead of its command, step by step for all of it at once.
  private func fetchFirst(_ entries: [Entry], depth: Depth, _ ahead: inout UpcomingTrades) {
    for index in 0..<Engine.farAhead { fetch(entries, index, depth: depth, &ahead) }
    for index in 0..<Engine.halfAhead { fetchOrder(ahead[index], depth: depth) }
    for index in 0..<Engine.nearAhead { fetchNeighbours(ahead[index], depth: depth) }
  }

  /// First step: what a command names is read once, for it takes a guess of what kind of command it is.
  @inline(__always)
  private func fetch(_ entries: [Entry], _ index: Int, depth: Depth, _ ahead: inout UpcomingTrades) {
    guard index < entries.count else { return }
    let trade = UpcomingTrade(entries[index])
    ahead[index & UpcomingTrade.mask] = trade
    if depth != .shallow { markets[market(of: trade.order)].book.fetchIndex(of: trade.order, .buy, tick: 0) }
  }

  /// Second step: the order, and where its owner's positions are. Thousands of accounts outgrow the nearer caches,
  /// however shallow the book.
  @inline(__always) private func fetchOrder(_ trade: UpcomingTrade, depth: Depth) {
    accounts.fetchPlace(of: trade.account)
    if depth != .shallow { markets[market(of: trade.order)].fetchOrder(trade.order) }
  }

  @inline(__always) private func fetchNeighbours(_ trade: UpcomingTrade, depth: Depth) {
    accounts.fetchPosition(of: trade.account)
    guard depth == .deep else { return }
    let market = market(of: trade.order)
    markets[market].fetchNeighbours(trade.order)
    // A new order is linked to its owner's newest one.
    markets[market].details.prefetch(accounts.newestOrder(of: trade.account))
  }

  @inline(__always) private func market(of id: UInt64) -> Int {
    let market = Int(id & 0xFF)
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

/// The next commands of a batch, each at its index modulo the count; those past the end are older ones.
private typealias UpcomingTrades = InlineArray<32, UpcomingTrade>

/// Who asks to place, amend or cancel which order; nobody and nothing for any other command.
private struct UpcomingTrade: BitwiseCopyable {
  var order: UInt64 = 0
  var account = AccountID(rawValue: 0)

  static var mask: Int { 31 }

  init() {}

  @inline(__always) init(_ entry: Entry) {
    switch entry.command {
    case .placeOrder(let command):
      account = command.account
      order = OrderID(sequence: entry.sequence, in: command.instrument).rawValue
    case .amendOrder(let command):
      account = command.account
      order = UpcomingTrade.number(of: command.order)
    case .cancelOrder(let command):
      account = command.account
      order = UpcomingTrade.number(of: command.order)
    default: break
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
