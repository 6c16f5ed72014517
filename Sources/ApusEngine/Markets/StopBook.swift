import ApusModel

/// The orders of one market that have conditions: those that wait for a trigger, and what those in the book carry
/// besides a plain order.
///
/// Waiting orders stand in one heap for each price they may follow and each way it may move, the nearest stop price
/// first and of equals the oldest, so that a moving price costs what it triggers and not what waits.
struct StopBook: ~Copyable {
  private var orders: Pool<ConditionalOrder>
  private var index: SlotMap
  /// By list: plain stops, then trailing ones, then what trailing ones follow.
  private var heaps: Shelf<PriceHeap>
  /// Orders that end with a day, by its end.
  private var days: PriceHeap
  /// Orders whose linked order is done, the oldest first.
  private var freed: PriceHeap
  /// By list, how far its price came while orders there were due; all of them trigger, wherever it goes next.
  private(set) var reached: InlineArray<8, Int64> = .init(repeating: .min)
  /// Whether something may be due.
  var isDue = false
  // How trailing ones follow their prices: at once, or where the dated terms say so by an interval and a step.
  private var trailInterval: Int64 = 0
  private var trailStep: Rate = .zero
  /// When they follow next; never without one, and where they follow at once.
  private(set) var followsAt: Timestamp = .never
  /// Whether they are being drawn along.
  private(set) var follows = false
  // The ticks at which a trade moves nothing here: those whose distance from the lowest is less than the width.
  private(set) var quietFrom: UInt32 = 0
  private(set) var quietWidth: UInt32 = .max
  private let tickSize: Int64

  init(capacity: UInt32, tickSize: Price) {
    orders = Pool(capacity: capacity)
    index = SlotMap(capacity: capacity)
    days = PriceHeap(capacity: capacity)
    freed = PriceHeap(capacity: capacity)
    heaps = Shelf(capacity: 3 * TriggerList.count)
    for _ in 0..<3 * TriggerList.count { heaps.append(PriceHeap(capacity: capacity)) }
    self.tickSize = tickSize.rawValue
  }

  var count: UInt32 { orders.count }
  var capacity: UInt32 { orders.capacity }
  var isFull: Bool { orders.isFull }

  /// How many wait for a price.
  var waitingForPrices: UInt32 {
    var sum: UInt32 = 0
    for heap in 0..<2 * TriggerList.count { sum += heaps[heap].count }
    return sum
  }

  subscript(slot: Slot) -> ConditionalOrder {
    @inline(__always) _read { yield orders[slot] }
    @inline(__always) _modify { yield &orders[slot] }
  }

  /// The slot of the order with this number, or `noSlot`.
  func find(_ id: OrderID) -> Slot {
    var candidate = index.candidate(for: id.rawValue)
    while candidate.slot != noSlot && orders[candidate.slot].id != id { candidate = index.candidate(after: candidate) }
    return candidate.slot
  }

  /// The order whose day ends first, or `noSlot`.
  var firstOfDay: Slot { days.first?.slot ?? noSlot }
  /// When that is; never without one.
  var dayEnd: Timestamp { days.first.map { Timestamp(rawValue: $0.key) } ?? .never }

  /// The oldest order whose linked order is done, or `noSlot`.
  var firstFreed: Slot { freed.first?.slot ?? noSlot }

  // MARK: Changing

  /// Keeps an order; the caller has checked that there is room.
  mutating func insert(_ order: ConditionalOrder) -> Slot {
    let slot = orders.take()
    precondition(slot != noSlot, "the stop book filled up between check and insert")
    orders[slot] = order
    index.insert(order.id.rawValue, at: slot)
    if order.isWaiting { enlist(slot) }
    if order.fate != .open { list(freed: slot) }
    if order.conditions.isDay { days.insert(slot, key: order.placed.nextDay.rawValue, number: order.id.rawValue) }
    return slot
  }

  /// Forgets an order that waits no longer.
  mutating func remove(_ slot: Slot) {
    precondition(!orders[slot].isWaiting, "order \(orders[slot].id.rawValue) still waits")
    if orders[slot].conditions.isDay { days.remove(slot) }
    index.remove(orders[slot].id.rawValue, at: slot)
    orders.give(back: slot)
  }

  /// Lets a waiting order wait no longer.
  mutating func stopWaiting(_ slot: Slot) {
    delist(slot)
    orders[slot].isWaiting = false
    orders[slot].isHeld = false
    orders[slot].fate = .open
  }

  /// Notes what became of the order that a held one waits for.
  mutating func free(_ slot: Slot, _ fate: LinkFate) {
    orders[slot].fate = fate
    list(freed: slot)
  }

  private mutating func list(freed slot: Slot) {
    freed.insert(slot, key: 0, number: orders[slot].id.rawValue)
    isDue = true
  }

  /// Lets a held order wait for its price.
  mutating func letGo(_ slot: Slot, _ conditions: Conditions, extreme: Price) {
    delist(slot)
    orders[slot].isHeld = false
    orders[slot].fate = .open
    orders[slot].conditions = conditions
    orders[slot].extreme = extreme
    enlist(slot)
  }

  /// Changes what a waiting order waits for.
  mutating func change(_ slot: Slot, to conditions: Conditions, extreme: Price) {
    if orders[slot].isHeld {
      orders[slot].conditions = conditions
      return orders[slot].extreme = extreme
    }
    delist(slot)
    orders[slot].conditions = conditions
    orders[slot].extreme = extreme
    enlist(slot)
  }

  private mutating func enlist(_ slot: Slot) {
    let order = orders[slot]
    if order.isHeld { return }
    let list = order.list
    heaps[list.index + (order.isTrailing ? TriggerList.count : 0)].insert(
      slot, key: list.key(of: order.conditions.stopPrice), number: order.id.rawValue)
    if order.isTrailing {
      heaps[list.index + 2 * TriggerList.count].insert(
        slot, key: list.pathKey(of: order.extreme), number: order.id.rawValue)
    }
    if list.source == .last { measureQuiet() }
  }

  private mutating func delist(_ slot: Slot) {
    let order = orders[slot]
    if order.fate != .open { freed.remove(slot) }
    if order.isHeld { return }
    let list = order.list
    heaps[list.index + (order.isTrailing ? TriggerList.count : 0)].remove(slot)
    if due(list) == noSlot { reached[list.index] = .min }
    if order.isTrailing { heaps[list.index + 2 * TriggerList.count].remove(slot) }
    if list.source == .last { measureQuiet() }
  }

  // MARK: Trailing

  private var hasTrailing: Bool {
    for number in 0..<TriggerList.count where heaps[number + 2 * TriggerList.count].count > 0 { return true }
    return false
  }

  /// Takes the terms by which trailing stops follow; under new ones all are looked at once.
  mutating func setPace(_ protection: OrderProtection) {
    trailInterval = protection.trailInterval
    trailStep = protection.trailStep
    follows = false
    followsAt = trailInterval > 0 && hasTrailing ? .zero : .never
    measureQuiet()
  }

  /// Takes over when they follow, and whether they do.
  mutating func restore(followsAt next: Timestamp, follows: Bool) {
    followsAt = next
    self.follows = follows
    if follows { isDue = true }
  }

  /// Plans when they follow, if there is a first one.
  mutating func planTrailing(after time: Timestamp) {
    if trailInterval > 0 && followsAt == .never && hasTrailing { followsAt = nextTrail(after: time) }
  }

  /// Lets them follow if it is time.
  mutating func follow(at time: Timestamp) {
    guard followsAt <= time else { return }
    follows = true
    isDue = true
    followsAt = hasTrailing ? nextTrail(after: time) : .never
  }

  /// Nothing is due any more.
  mutating func settle() {
    isDue = false
    follows = false
  }

  private func nextTrail(after time: Timestamp) -> Timestamp {
    Timestamp(rawValue: (time.rawValue / trailInterval + 1) * trailInterval)
  }

  // MARK: Prices

  /// Notes a price of a list: what it reaches there is due.
  mutating func note(_ list: TriggerList, at price: Price) {
    let key = list.key(of: price)
    if let first = heaps[list.index].first, first.key <= key {
      reached[list.index] = max(reached[list.index], key)
      isDue = true
    }
    if moves(list, at: price) != noSlot || trips(list, at: price) != noSlot { isDue = true }
  }

  /// Takes over what a list had reached.
  mutating func restore(reached key: Int64, of list: TriggerList) {
    reached[list.index] = key
    if key != .min { isDue = true }
  }

  /// Whether a stop price would trigger now, or with those that are due already.
  func triggers(_ list: TriggerList, stop: Price, at price: Price?) -> Bool {
    let key = list.key(of: stop)
    if let price, key <= list.key(of: price) { return true }
    return reached[list.index] != .min && key <= reached[list.index]
  }

  /// The next plain stop of a list that is due, or `noSlot`.
  func due(_ list: TriggerList) -> Slot {
    guard let first = heaps[list.index].first, first.key <= reached[list.index] else { return noSlot }
    return first.slot
  }

  /// The next trailing stop that a price triggers, or `noSlot`.
  func trips(_ list: TriggerList, at price: Price) -> Slot {
    guard let first = heaps[list.index + TriggerList.count].first, first.key <= list.key(of: price) else {
      return noSlot
    }
    return first.slot
  }

  /// The next trailing stop that a price draws along, or `noSlot`.
  func moves(_ list: TriggerList, at price: Price) -> Slot {
    guard trailInterval == 0 || follows, let first = heaps[list.index + 2 * TriggerList.count].first,
      first.key < list.pathKey(of: price)
    else { return noSlot }
    if trailInterval == 0 { return first.slot }
    // Of those a price has left behind, it is farthest from the first.
    return TriggerRule.hasMoved(price, from: orders[first.slot].extreme, by: trailStep) ? first.slot : noSlot
  }

  /// Finds anew between which ticks a trade moves nothing.
  private mutating func measureQuiet() {
    var highest = Int64.max
    var lowest = Int64.min
    for number in 0..<TriggerList.count where TriggerList(index: number).source == .last {
      let list = TriggerList(index: number)
      for heap in [number, number + TriggerList.count] {
        guard let first = heaps[heap].first else { continue }
        if list.falls { lowest = max(lowest, -first.key) } else { highest = min(highest, first.key) }
      }
      // What falling stops follow rises, and the other way round; they move by a tick at least, or by the clock.
      guard trailInterval == 0, let path = heaps[number + 2 * TriggerList.count].first else { continue }
      if list.falls { highest = min(highest, path.key + 1) } else { lowest = max(lowest, -path.key - 1) }
    }
    quietFrom = lowest < 0 ? 0 : UInt32(lowest / tickSize) + 1
    let end = highest == .max ? UInt32.max : UInt32(clamping: (max(0, highest) + tickSize - 1) / tickSize)
    quietWidth = end > quietFrom ? end - quietFrom : 0
  }
}
