import Testing

@testable import ApusEngine

@Suite struct MemoryTickSetTests {
  /// The first occupied tick from `tick` upwards, looked for one by one.
  private func naiveFirst(_ model: Set<UInt32>, from tick: UInt32) -> UInt32 {
    model.filter { $0 >= tick }.min() ?? TickSet.none
  }

  // Windows within a word, over several words, blocks and words of the summit.
  @Test(arguments: [1, 64, 65, 5_000, 300_000, 1_000_000] as [UInt32])
  func theNextTickIsTheOneAScanFinds(window: UInt32) {
    var dice = BookDice(seed: UInt64(window))
    var ticks = TickSet(count: window)
    var model: Set<UInt32> = []
    var labels: [UInt32: UInt32] = [:]
    for step in 0..<3_000 {
      let tick = UInt32(dice.roll(Int(window)))
      if let member = model.randomElement(using: &dice), dice.oneIn(2) {
        model.remove(member)
        let emptied = ticks.remove(member)
        #expect(emptied == !model.contains { $0 / 64 == member / 64 })
        if emptied { labels[member / 64] = nil }
      } else if ticks.groupIsEmpty(of: tick) {
        labels[tick / 64] = UInt32(step)
        ticks.insert(tick, labelling: UInt32(step))
        model.insert(tick)
      } else {
        ticks.insert(tick)
        model.insert(tick)
      }
      let start = UInt32(dice.roll(Int(window)))
      #expect(ticks.first(from: start) == naiveFirst(model, from: start))
      #expect(ticks.contains(start) == model.contains(start))
    }
    for (group, label) in labels { #expect(ticks.label(of: group * 64) == label) }
    #expect(ticks.first(from: 0) == naiveFirst(model, from: 0))
  }

  @Test func theEdgesOfTheWindowAreTicksLikeAnyOther() {
    var ticks = TickSet(count: 1 << 20)
    #expect(ticks.first(from: 0) == TickSet.none)
    for tick in [0, 63, 64, 4_095, 4_096, 262_143, 262_144, (1 << 20) - 1] as [UInt32] {
      ticks.insert(tick, labelling: 0)
      #expect(ticks.first(from: 0) == tick)
      #expect(ticks.first(from: tick) == tick)
      #expect(ticks.first(from: tick + 1) == TickSet.none)
      #expect(ticks.remove(tick) == true)
      #expect(ticks.first(from: 0) == TickSet.none)
    }
    #expect(ticks.first(from: 1 << 20) == TickSet.none)
  }
}
