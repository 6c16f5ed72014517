import Testing

@testable import ApusEngine

/// A flow file written by hand, so that its bytes are known and not only its reader's opinion of them.
private struct FlowWriter {
  var bytes = [UInt8](repeating: 0, count: 128)
  var count: UInt64 = 0

  init() {
    bytes.replaceSubrange(0..<8, with: Array("XFLOW001".utf8))
    put(UInt32(32), at: 8)
    put(UInt64(16), at: 40)
    put(UInt32(1), at: 56)
    put(UInt32(1_000), at: 60)
  }

  mutating func put<Number: FixedWidthInteger>(_ number: Number, at start: Int) {
    for offset in 0..<MemoryLayout<Number>.size {
      bytes[start + offset] = UInt8(truncatingIfNeeded: number >> Number(8 * offset))
    }
  }

  mutating func add(_ operation: UInt8, _ id: UInt64, side: UInt8, price: UInt32, quantity: UInt32) {
    let start = bytes.count
    bytes += [UInt8](repeating: 0, count: 32)
    put(id, at: start)
    put(price, at: start + 8)
    put(quantity, at: start + 12)
    put(UInt32(7), at: start + 16)
    bytes[start + 24] = operation
    bytes[start + 25] = side
    count += 1
    put(count, at: 16)
  }

  mutating func expect(_ outcome: FlowOutcome, warm: UInt64) {
    put(warm, at: 24)
    for (index, number) in [outcome.trades, outcome.volume, outcome.digest, outcome.live, outcome.bookDigest]
      .enumerated()
    {
      put(number, at: 72 + 8 * index)
    }
  }
}

@Suite struct BookFlowTests {
  /// Two sellers; a buyer takes the first and part of the second; the second moves away; one order is left on each side.
  private func smallFlow() -> FlowWriter {
    var flow = FlowWriter()
    flow.add(1, 11, side: 1, price: 500, quantity: 10)
    flow.add(1, 12, side: 1, price: 501, quantity: 10)
    flow.add(1, 13, side: 0, price: 501, quantity: 15)
    flow.add(4, 12, side: 1, price: 600, quantity: 1)
    flow.add(1, 14, side: 0, price: 400, quantity: 9)
    flow.add(3, 14, side: 0, price: 400, quantity: 8)
    flow.add(5, 15, side: 1, price: 450, quantity: 5)
    flow.add(1, 16, side: 0, price: 300, quantity: 1)
    flow.add(2, 16, side: 0, price: 300, quantity: 0)
    return flow
  }

  // Worked out with the reference program of the format, not with this reader.
  private let outcome = FlowOutcome(
    trades: 2, volume: 15, digest: 0xADA8_030D_8A37_8C29, live: 2, bookDigest: 0xADF6_F5B8_FC1E_06F5)

  @Test func aReplayCountsWhatTradedAndWhatIsLeft() throws {
    var flow = smallFlow()
    flow.expect(outcome, warm: 2)
    var replay = try FlowReplay(flow.bytes)
    let got = replay.verify()
    #expect(got.trades == 2)
    #expect(got.volume == 15)
    #expect(got.live == 2)
    #expect(got == replay.expected)
  }

  @Test func steppingAndReplayingEndAtTheSameBook() throws {
    var replay = try FlowReplay(smallFlow().bytes)
    replay.prepare()
    replay.replayWarm()
    var operations: [UInt8] = []
    while let operation = replay.step() { operations.append(operation) }
    #expect(operations == [1, 1, 1, 4, 1, 3, 5, 1, 2])
    #expect(replay.live == 2)
    replay.prepare()
    replay.replayTimed()
    #expect(replay.live == 2)
  }

  /// A book this deep is read ahead; commands for orders that never were, or are gone, must do no harm there.
  @Test func aDeepBookSurvivesStaleCommands() throws {
    var flow = FlowWriter()
    flow.put(UInt64(70_000), at: 40)
    for id in 1...70_000 as ClosedRange<UInt64> {
      flow.add(1, id << 20, side: UInt8(id & 1), price: id & 1 == 0 ? 100 : 900, quantity: 1)
    }
    for id in 1...30_000 as ClosedRange<UInt64> {
      flow.add(2, id << 20, side: UInt8(id & 1), price: 0, quantity: 0)
      flow.add(UInt8(2 + id % 3), id, side: 1, price: 1_000, quantity: 1)
    }
    var replay = try FlowReplay(flow.bytes)
    let got = replay.verify()
    #expect(got.live == 40_000)
    #expect(got.trades == 0)
  }

  @Test func bytesThatAreNoFlowAreRefused() {
    #expect(throws: FlowFault.notAFlow) { _ = try FlowReplay([]).live }
    #expect(throws: FlowFault.notAFlow) { _ = try FlowReplay([UInt8](repeating: 0, count: 500)).live }
    let whole = smallFlow().bytes
    #expect(throws: FlowFault.truncated(expectedBytes: 416, actualBytes: 415)) {
      _ = try FlowReplay(Array(whole.dropLast())).live
    }
  }

  @Test func aRecordThatMakesNoSenseIsNamed() {
    var unknownOperation = smallFlow()
    unknownOperation.add(9, 20, side: 0, price: 1, quantity: 1)
    #expect(throws: FlowFault.badRecord(index: 9)) { _ = try FlowReplay(unknownOperation.bytes).live }
    var offTheWindow = smallFlow()
    offTheWindow.add(1, 20, side: 0, price: 1_001, quantity: 1)
    #expect(throws: FlowFault.badRecord(index: 9)) { _ = try FlowReplay(offTheWindow.bytes).live }
  }
}
