import Testing

@testable import ApusEngine

/// A map and the pool of numbers that confirms what it offers.
private struct Register: ~Copyable {
  var numbers: Pool<UInt64>
  var map: SlotMap

  init(capacity: UInt32) {
    numbers = Pool(capacity: capacity)
    map = SlotMap(capacity: capacity)
  }

  func find(_ number: UInt64) -> Slot {
    var candidate = map.candidate(for: number)
    while candidate.slot != noSlot && numbers[candidate.slot] != number {
      candidate = map.candidate(after: candidate)
    }
    return candidate.slot
  }

  mutating func add(_ number: UInt64) -> Slot {
    let slot = numbers.take()
    guard slot != noSlot else { return noSlot }
    numbers[slot] = number
    map.insert(number, at: slot)
    return slot
  }

  mutating func remove(_ slot: Slot) {
    map.remove(numbers[slot], at: slot)
    numbers.give(back: slot)
  }
}

@Suite struct MemorySlotMapTests {
  /// Numbers given in order, scattered numbers, and numbers that differ only in their upper half.
  enum Numbering: CaseIterable {
    case sequential, scattered, upperHalf

    func number(_ index: Int, _ dice: inout BookDice) -> UInt64 {
      switch self {
      case .sequential: UInt64(index)
      case .scattered: dice.next()
      case .upperHalf: UInt64(index) << 32
      }
    }
  }

  @Test(arguments: Numbering.allCases) func aMapFindsExactlyWhatIsInIt(numbering: Numbering) {
    var dice = BookDice(seed: 2)
    var register = Register(capacity: 500)
    var model: [UInt64: Slot] = [:]
    var known: [UInt64] = []
    for step in 0..<20_000 {
      // Half of the time full, so that clusters form, wrap round and close again.
      let grows = (step / 2_000) % 2 == 0 ? !dice.oneIn(4) : dice.oneIn(4)
      if grows {
        let number = numbering.number(step, &dice)
        let slot = register.add(number)
        #expect((slot == noSlot) == (model.count == 500))
        guard slot != noSlot else { continue }
        model[number] = slot
        known.append(number)
      } else if let number = known.randomElement(using: &dice), let slot = model[number] {
        register.remove(slot)
        model[number] = nil
      }
      if let probe = known.randomElement(using: &dice) {
        #expect(register.find(probe) == model[probe] ?? noSlot, "step \(step)")
      }
    }
    #expect(Int(register.map.count) == model.count)
    for number in known { #expect(register.find(number) == model[number] ?? noSlot) }
  }

  @Test func removingANumberThatIsNotThereTraps() async {
    await #expect(processExitsWith: .failure) {
      var map = SlotMap(capacity: 4)
      map.insert(7, at: 1)
      map.remove(8, at: 1)
    }
  }
}
