import Testing

@testable import ApusEngine

@Suite struct MemoryPoolTests {
  @Test func aFullPoolRefusesAndAReturnedSlotIsTakenAgain() {
    var pool = Pool<UInt64>(capacity: 3)
    let slots = [pool.take(), pool.take(), pool.take()]
    #expect(Set(slots).count == 3)
    #expect(!slots.contains(noSlot))
    #expect(pool.isFull == true)
    #expect(pool.take() == noSlot)
    #expect(pool.count == 3)
    pool.give(back: slots[1])
    #expect(pool.take() == slots[1])
    #expect(pool.isFull == true)
  }

  @Test(arguments: [false, true]) func recordsKeepTheirValueWhileOthersComeAndGo(touched: Bool) {
    var dice = BookDice(seed: 1)
    var pool = Pool<UInt64>(capacity: 100, touched: touched)
    var model: [Slot: UInt64] = [:]
    for step in 0..<20_000 {
      if dice.oneIn(2), let slot = model.keys.sorted().randomElement(using: &dice) {
        #expect(pool[slot] == model[slot])
        pool.give(back: slot)
        model[slot] = nil
      } else {
        let slot = pool.take()
        #expect((slot == noSlot) == (model.count == 100), "step \(step)")
        guard slot != noSlot else { continue }
        #expect(model[slot] == nil, "slot \(slot) handed out twice at step \(step)")
        pool[slot] = dice.next()
        model[slot] = pool[slot]
      }
      #expect(pool.count == model.count)
    }
    for (slot, value) in model { #expect(pool[slot] == value) }
  }

  @Test func aRingWrapsRound() {
    var ring = Ring<UInt32>(count: 8, repeating: 0)
    for index in 0..<20 as Range<UInt32> { ring[index] = index }
    #expect((12..<20).allSatisfy { ring[$0] == $0 && ring[$0 &+ 8] == $0 })
  }

  @Test func aSlabTrapsPastItsEnd() async {
    await #expect(processExitsWith: .failure) {
      let slab = Slab<UInt64>(count: 4, repeating: 0)
      #expect(slab[4] == 0)
    }
  }
}
