import ApusModel

/// What rests at one price.
struct Level: Hashable, Sendable, BitwiseCopyable {
  /// Contracts; zero where nothing rests.
  var size = Contracts.zero
  /// When the size last changed.
  var changed = Timestamp.zero
}

/// A level with its price.
struct Line: Hashable, Sendable, BitwiseCopyable {
  var tick: Tick
  var level: Level
}

/// One side of a book by price: pages of 64 neighbouring ticks, so that thousands of levels cost what ten do.
struct LevelSide: Sendable {
  let side: Side
  /// How many levels hold contracts.
  private(set) var count = 0
  /// The numbers of the pages in use, rising, and where each is kept.
  private var pages: [UInt32] = []
  private var slots: [Int32] = []
  private var lastFound = 0
  /// Per kept page: which ticks hold contracts, which changed since the last batch, and the levels themselves.
  private var occupied: [UInt64] = []
  private var touched: [UInt64] = []
  private var levels: [Level] = []
  private var free: [Int32] = []

  init(_ side: Side) { self.side = side }

  /// What rests at a tick.
  subscript(tick: Tick) -> Level {
    guard let place = find(tick >> 6) else { return Level() }
    return levels[Int(slots[place]) << 6 + Int(tick & 63)]
  }

  /// Adds contracts to a level, or takes them away, and returns what it held when that is the batch's first change.
  mutating func add(_ contracts: Contracts, at tick: Tick, _ time: Timestamp, isNews: Bool) -> Level? {
    let slot = page(of: tick)
    let bit = UInt64(1) << UInt64(tick & 63)
    let index = slot << 6 + Int(tick & 63)
    let before = levels[index]
    let size = before.size + contracts
    precondition(size >= .zero, "level \(tick) of the \(side) side would hold \(size.rawValue) contracts")
    levels[index] = Level(size: size, changed: time)
    if size == .zero {
      occupied[slot] &= ~bit
      count -= before.size == .zero ? 0 : 1
    } else {
      occupied[slot] |= bit
      count += before.size == .zero ? 1 : 0
    }
    guard isNews, touched[slot] & bit == 0 else { return nil }
    touched[slot] |= bit
    return before
  }

  /// Says when a level last changed.
  mutating func setTime(_ time: Timestamp, of tick: Tick) {
    guard let place = find(tick >> 6) else { return }
    levels[Int(slots[place]) << 6 + Int(tick & 63)].changed = time
  }

  /// Forgets that a level changed, and its page when nothing is on it.
  mutating func settle(_ tick: Tick) {
    guard let place = find(tick >> 6) else { return }
    let slot = Int(slots[place])
    touched[slot] &= ~(UInt64(1) << UInt64(tick & 63))
    guard occupied[slot] == 0, touched[slot] == 0 else { return }
    pages.remove(at: place)
    free.append(slots.remove(at: place))
  }

  /// The best level, or nil when the side is empty.
  var best: Line? {
    var found: Line?
    visit { line in
      found = line
      return false
    }
    return found
  }

  /// The best levels, best first, at most `limit` of them.
  func best(_ limit: Int) -> [Line] {
    var lines: [Line] = []
    guard limit > 0 else { return lines }
    lines.reserveCapacity(min(limit, count))
    visit { line in
      lines.append(line)
      return lines.count < limit
    }
    return lines
  }

  /// True when `tick` is at least as good as `other`.
  func isAtLeast(_ tick: Tick, asGoodAs other: Tick) -> Bool { side == .buy ? tick >= other : tick <= other }

  /// Shows levels, best first, until `body` has seen enough.
  private func visit(_ body: (Line) -> Bool) {
    for step in 0..<pages.count {
      let place = side == .buy ? pages.count - 1 - step : step
      var rest = occupied[Int(slots[place])]
      while rest != 0 {
        let offset = side == .buy ? 63 - rest.leadingZeroBitCount : rest.trailingZeroBitCount
        rest &= ~(UInt64(1) << UInt64(offset))
        let level = levels[Int(slots[place]) << 6 + offset]
        guard body(Line(tick: pages[place] << 6 + UInt32(offset), level: level)) else { return }
      }
    }
  }

  private func find(_ page: UInt32) -> Int? {
    if lastFound < pages.count, pages[lastFound] == page { return lastFound }
    let place = lowerBound(page)
    return place < pages.count && pages[place] == page ? place : nil
  }

  private func lowerBound(_ page: UInt32) -> Int {
    var low = 0
    var high = pages.count
    while low < high {
      let middle = (low + high) / 2
      if pages[middle] < page { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Where the page of a tick is kept, begun when there is none.
  private mutating func page(of tick: Tick) -> Int {
    let page = tick >> 6
    if let place = find(page) {
      lastFound = place
      return Int(slots[place])
    }
    let place = lowerBound(page)
    let slot = free.popLast() ?? grow()
    pages.insert(page, at: place)
    slots.insert(slot, at: place)
    lastFound = place
    return Int(slot)
  }

  private mutating func grow() -> Int32 {
    occupied.append(0)
    touched.append(0)
    levels.append(contentsOf: repeatElement(Level(), count: 64))
    return Int32(occupied.count - 1)
  }
}
