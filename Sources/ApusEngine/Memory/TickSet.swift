/// Which ticks of a window are occupied, lowest first: a bitmap of three levels, one bit a tick, a group and a block.
///
/// A group is 64 ticks and carries a label that means something only while the group is occupied; a block is 64 groups.
/// Looking for the next tick reads at most one word of each lower level and walks the topmost, a word for every
/// 262,144 ticks.
struct TickSet: ~Copyable {
  /// The 64 ticks that share a word, and the label they share.
  private struct Group: BitwiseCopyable {
    var occupied: UInt64 = 0
    var label: UInt32 = 0
    var spare: UInt32 = 0
  }

  private var groups: Slab<Group>
  private var blocks: Slab<UInt64>
  private var summit: Slab<UInt64>
  let count: UInt32

  /// No tick: what a search that found nothing answers.
  static var none: UInt32 { .max }

  /// The ticks `0..<count`, none occupied.
  ///
  /// - Parameter touched: makes its memory resident now rather than at first use.
  init(count: UInt32, touched: Bool = false) {
    precondition(count > 0 && count < TickSet.none - 63, "a window of \(count) ticks")
    self.count = count
    let groupCount = (count + 63) / 64
    let blockCount = (groupCount + 63) / 64
    groups = Slab(unwritten: groupCount, touched: touched)
    blocks = Slab(unwritten: blockCount, touched: touched)
    summit = Slab(unwritten: (blockCount + 63) / 64, touched: touched)
  }

  @inline(__always) private static func bit(_ index: UInt32) -> UInt64 { 1 &<< UInt64(index & 63) }

  @inline(__always) func contains(_ tick: UInt32) -> Bool {
    groups[tick / 64].occupied & TickSet.bit(tick) != 0
  }

  /// The label of the group that holds `tick`.
  @inline(__always) func label(of tick: UInt32) -> UInt32 { groups[tick / 64].label }

  /// Whether any tick of the group that holds `tick` is occupied.
  @inline(__always) func groupIsEmpty(of tick: UInt32) -> Bool { groups[tick / 64].occupied == 0 }

  /// Occupies a tick whose group is occupied already.
  @inline(__always) mutating func insert(_ tick: UInt32) {
    groups[tick / 64].occupied |= TickSet.bit(tick)
  }

  /// Occupies the first tick of an empty group and labels the group.
  mutating func insert(_ tick: UInt32, labelling label: UInt32) {
    let group = tick / 64
    groups[group] = Group(occupied: TickSet.bit(tick), label: label)
    blocks[group / 64] |= TickSet.bit(group)
    summit[group / 4096] |= TickSet.bit(group / 64)
  }

  /// Occupies a tick, whatever its group holds, for a set that has no use for labels.
  mutating func include(_ tick: UInt32) {
    if groupIsEmpty(of: tick) { insert(tick, labelling: 0) } else { insert(tick) }
  }

  /// Frees a tick; answers whether that left its group empty.
  @inline(__always) mutating func remove(_ tick: UInt32) -> Bool {
    let group = tick / 64
    groups[group].occupied &= ~TickSet.bit(tick)
    guard groups[group].occupied == 0 else { return false }
    removeGroup(group)
    return true
  }

  private mutating func removeGroup(_ group: UInt32) {
    blocks[group / 64] &= ~TickSet.bit(group)
    if blocks[group / 64] == 0 { summit[group / 4096] &= ~TickSet.bit(group / 64) }
  }

  /// The lowest occupied tick at or above `tick`, or `none`.
  @inline(__always) func first(from tick: UInt32) -> UInt32 {
    guard tick < count else { return TickSet.none }
    let here = groups[tick / 64].occupied & (.max &<< UInt64(tick & 63))
    if here != 0 { return (tick & ~63) | UInt32(truncatingIfNeeded: here.trailingZeroBitCount) }
    return first(afterGroup: tick / 64)
  }

  private func first(afterGroup group: UInt32) -> UInt32 {
    let within = TickSet.above(group, in: blocks[group / 64])
    if within != 0 { return lowest(inGroup: (group & ~63) | TickSet.lowestBit(of: within)) }
    let block = group / 64
    var word = block / 64
    var rest = TickSet.above(block, in: summit[word])
    while rest == 0 {
      word &+= 1
      if word == summit.count { return TickSet.none }
      rest = summit[word]
    }
    let found = word * 64 | TickSet.lowestBit(of: rest)
    return lowest(inGroup: found * 64 | TickSet.lowestBit(of: blocks[found]))
  }

  @inline(__always) private func lowest(inGroup group: UInt32) -> UInt32 {
    group * 64 | TickSet.lowestBit(of: groups[group].occupied)
  }

  @inline(__always) private static func lowestBit(of word: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: word.trailingZeroBitCount)
  }

  // The bits of `word` that stand above the place of `index`; shifting twice keeps place 63 from wrapping round.
  @inline(__always) private static func above(_ index: UInt32, in word: UInt64) -> UInt64 {
    word & ((.max &<< UInt64(index & 63)) &<< 1)
  }

  /// Asks the processor for the group of a tick; any tick is harmless.
  @inline(__always) func prefetch(_ tick: UInt32) { groups.prefetch(tick / 64) }
}
