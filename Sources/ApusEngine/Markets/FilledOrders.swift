import ApusModel

/// The last plain orders of a market that were wholly filled: for a minute each may be made to live again.
struct FilledOrders: ~Copyable {
  /// What making an order live again needs.
  struct Record: BitwiseCopyable {
    /// Zero once it lives again.
    var id: OrderID
    var filled: Timestamp
    var placed: Timestamp
    var value: Amount
    var account: AccountID
    var tick: UInt32
    var lots: UInt32
    /// The client's name for it, or `noSlot`.
    var name: Slot
    var side: Side
    var instructions: Instructions
  }

  private var records: Slab<Record>
  private let capacity: UInt32
  private var next: UInt32 = 0
  /// How many were ever kept.
  private var total: UInt64 = 0
  // Found by number through chains, newest first. They are made when somebody asks, for all kept since: filling pays
  // nothing for them, and asking for what is not there costs no more than what was filled in between.
  private var chained: UInt64 = 0
  /// The place of the newest of a chain, and behind each place the one before in its chain; those that were overwritten
  /// since are told by their age.
  private var newest: Slab<UInt32>
  private var older: Slab<UInt32>

  init(capacity: UInt32, touched: Bool) {
    self.capacity = capacity
    records = Slab(unwritten: capacity, touched: touched)
    newest = Slab(unwritten: FilledOrders.chains(for: capacity), touched: touched)
    older = Slab(unwritten: capacity, touched: touched)
  }

  /// As many chains as orders, rounded up to a power of two.
  private static func chains(for capacity: UInt32) -> UInt32 {
    1 << (UInt32.bitWidth - (capacity - 1).leadingZeroBitCount)
  }

  /// How many are kept.
  var count: UInt32 { UInt32(min(total, UInt64(capacity))) }

  subscript(place: UInt32) -> Record {
    get { records[place] }
    set { records[place] = newValue }
  }

  /// Keeps an order; a full memory forgets its oldest.
  @inline(__always) mutating func append(_ record: Record) {
    records[next] = record
    next = next &+ 1 == capacity ? 0 : next &+ 1
    total &+= 1
  }

  /// Forgets all.
  mutating func clear() {
    total = 0
    chained = 0
  }

  /// The place of the one filled so many before the last.
  func place(_ back: UInt32) -> UInt32 { next > back ? next - back - 1 : next + capacity - back - 1 }

  /// How many were filled after the one in a place.
  private func age(of place: UInt32) -> UInt32 { next > place ? next - place - 1 : next + capacity - place - 1 }

  /// How many were filled within the last minute.
  func recent(at time: Timestamp) -> UInt32 {
    var recent: UInt32 = 0
    while recent < count, isRecent(place(recent), at: time) { recent += 1 }
    return recent
  }

  private func isRecent(_ place: UInt32, at time: Timestamp) -> Bool {
    (time - records[place].filled).rawValue <= Timestamp.minute
  }

  /// The place of an account's order that was filled within the last minute, or nil.
  mutating func find(_ id: OrderID, of account: AccountID, at time: Timestamp) -> UInt32? {
    // No order has the number of those that live again already.
    if id.rawValue == 0 { return nil }
    chainNew()
    var place = newest[chain(of: id)]
    var age: UInt32?
    while place < capacity {
      let next = self.age(of: place)
      // Younger than the one before it in the chain: another stands there by now.
      guard next < count, age.map({ next > $0 }) ?? true, isRecent(place, at: time) else { return nil }
      if records[place].id == id { return records[place].account == account ? place : nil }
      age = next
      place = older[place]
    }
    return nil
  }

  private mutating func chainNew() {
    var back = UInt32(min(total - chained, UInt64(count)))
    while back > 0 {
      back -= 1
      let place = place(back)
      let chain = chain(of: records[place].id)
      older[place] = newest[chain]
      newest[chain] = place
    }
    chained = total
  }

  private func chain(of id: OrderID) -> UInt32 {
    // The upper half of the product: the lower bits of a number are those of its contract, the same for all of them.
    UInt32(truncatingIfNeeded: (id.rawValue &* 0x9E37_79B9_7F4A_7C15) >> 32) & (newest.count - 1)
  }
}

extension Market {
  /// Keeps a resting order that is about to leave the book because it is filled.
  @inline(__always) mutating func keepFilled(_ slot: Slot, worth value: Amount, at time: Timestamp) {
    let order = book[slot]
    if order.flags & OrderFlag.conditional != 0 || order.account == AccountID.venue.rawValue { return }
    let detail = details[slot]
    filled.append(
      FilledOrders.Record(
        id: OrderID(rawValue: order.id), filled: time, placed: detail.placed, value: value,
        account: AccountID(rawValue: order.account), tick: order.tick, lots: detail.lots, name: detail.name,
        side: Side(order.side), instructions: detail.instructions))
  }

  /// Keeps an order that was filled when it came.
  mutating func keepFilled(_ order: IncomingOrder, name: Slot, worth value: Amount, at time: Timestamp) {
    if order.flags & OrderFlag.conditional != 0 || order.timeInForce != .goodTillCancel { return }
    filled.append(
      FilledOrders.Record(
        id: order.id, filled: time, placed: order.placed, value: value, account: order.account, tick: order.limit,
        lots: order.lots, name: name, side: order.side, instructions: order.instructions))
  }

  /// Lets a filled order live again with so many contracts left, with every check a new one meets.
  ///
  /// It stands in the book with nothing left while it is changed: that is what an amendment makes more of.
  mutating func revive(
    _ place: UInt32, _ changes: Changes, uncommitted: Amount, accounts: inout Accounts, events: inout EventBuffer
  ) {
    let done = filled[place]
    let owner = accounts.slot(done.account, in: id)
    let hasRoom = accounts.positions[owner].hasRoom(for: done.instructions, ordersPerPosition)
    if isFull || !hasRoom {
      let reason: Rejection = isFull ? .bookFull : .tooManyOrders
      return events.append(.rejected(Rejected(account: done.account, reason: reason, order: done.id)))
    }
    let slot = book.rest(
      done.id.rawValue, BookSide(done.side), tick: done.tick, leaves: 0, account: done.account.rawValue,
      flags: done.instructions.reduces ? OrderFlag.reduceOnly : 0)
    precondition(slot != noSlot, "the book filled up between check and revival")
    details[slot] = OrderDetail(
      lotValue: lotValue(at: done.tick), premium: .zero, filledValue: done.value, placed: done.placed, lots: done.lots,
      name: done.name, type: .limit, timeInForce: .goodTillCancel, instructions: done.instructions)
    link(slot, to: owner, accounts: &accounts)
    sortIntoOwnersList(slot, owner: owner, accounts: &accounts)
    if done.instructions.reduces { accounts.positions[owner].position.reduceOnlyOrders += 1 }
    // Before anything trades: what is filled by it may be kept in the same place.
    filled[place].id = OrderID(rawValue: 0)
    let isTaken = amend(
      slot, changes, name: nil, revives: true, uncommitted: uncommitted, accounts: &accounts, events: &events)
    if !isTaken {
      filled[place].id = done.id
      if done.instructions.reduces { accounts.positions[owner].position.reduceOnlyOrders -= 1 }
      unlink(slot, from: owner, accounts: &accounts)
      book.remove(slot)
    }
  }
}
