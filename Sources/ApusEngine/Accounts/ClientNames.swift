import ApusModel

/// The clients' own names for their orders: resting ones, and the last finished ones, so that a retry after a lost
/// answer cannot place an order twice.
struct ClientNames: ~Copyable {
  struct Name: BitwiseCopyable {
    /// The next finished name, younger than this one.
    var next: Slot = noSlot
    /// The finished name before it, older than this one.
    var previous: Slot = noSlot
    var account: AccountID
    var order: OrderID
    var text: ClientOrderID
    var isOpen = true
  }

  private var names: Pool<Name>
  private var index: SlotMap
  private let remembered: UInt32
  private var finished: UInt32 = 0
  private var oldest: Slot = noSlot
  private var youngest: Slot = noSlot

  /// Room for the names of so many open orders, and of so many that are done.
  init(orders: UInt32, remembered: UInt32) {
    self.remembered = remembered
    names = Pool(capacity: orders + remembered)
    index = SlotMap(capacity: orders + remembered)
  }

  /// The record of an account's name, or `noSlot`.
  func find(_ text: ClientOrderID, of account: AccountID) -> Slot {
    var candidate = index.candidate(for: text.hash(with: account))
    while candidate.slot != noSlot {
      let name = names[candidate.slot]
      if name.account == account && name.text == text { return candidate.slot }
      candidate = index.candidate(after: candidate)
    }
    return noSlot
  }

  subscript(slot: Slot) -> Name { names[slot] }

  /// True when no further order can be named until one is done.
  var isFull: Bool { names.isFull }

  /// Remembers the name of a resting order; there is room for every resting order.
  mutating func insert(_ text: ClientOrderID, of account: AccountID, for order: OrderID) -> Slot {
    let slot = names.take()
    precondition(slot != noSlot, "no room for a client order id")
    names[slot] = Name(account: account, order: order, text: text)
    index.insert(text.hash(with: account), at: slot)
    return slot
  }

  /// Keeps the name of an order that is done, and forgets the oldest when there are too many.
  mutating func finish(_ slot: Slot) {
    names[slot].isOpen = false
    names[slot].next = noSlot
    names[slot].previous = youngest
    if youngest == noSlot { oldest = slot } else { names[youngest].next = slot }
    youngest = slot
    finished += 1
    if finished > remembered { forgetOldest() }
  }

  /// Whether a slot still holds the name of this order, which is done.
  func isFinished(_ slot: Slot, of order: OrderID) -> Bool { names[slot].order == order && !names[slot].isOpen }

  /// Takes a name back among the open ones, because its order lives again.
  mutating func reopen(_ slot: Slot) {
    let (previous, next) = (names[slot].previous, names[slot].next)
    if previous == noSlot { oldest = next } else { names[previous].next = next }
    if next == noSlot { youngest = previous } else { names[next].previous = previous }
    names[slot].isOpen = true
    finished -= 1
  }

  private mutating func forgetOldest() {
    let slot = oldest
    oldest = names[slot].next
    if oldest == noSlot { youngest = noSlot } else { names[oldest].previous = noSlot }
    finished -= 1
    let name = names[slot]
    index.remove(name.text.hash(with: name.account), at: slot)
    // Nobody's, until it is somebody's again.
    names[slot].order = OrderID(rawValue: 0)
    names.give(back: slot)
  }

  /// The finished names, oldest first.
  func forEachFinished(_ body: (Name) -> Void) {
    var slot = oldest
    while slot != noSlot {
      body(names[slot])
      slot = names[slot].next
    }
  }
}
