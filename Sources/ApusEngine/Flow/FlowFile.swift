/// Why bytes are not a flow file.
public enum FlowFault: Error, Equatable {
  /// The first bytes are not the mark of a flow file of this version.
  case notAFlow
  /// The header promises more records than there are bytes.
  case truncated(expectedBytes: UInt64, actualBytes: UInt64)
  /// A header field is out of range.
  case badHeader(String)
  /// A record holds an operation, side or price that the format does not know.
  case badRecord(index: Int)
}

/// What replaying a whole flow produces, or what its header says a correct book must produce.
public struct FlowOutcome: Equatable, Sendable {
  /// Number of fills.
  public var trades: UInt64
  /// Sum of the filled lots.
  public var volume: UInt64
  /// Depends on every fill and on their order.
  public var digest: UInt64
  /// Orders left in the book.
  public var live: UInt64
  /// Depends on every order left in the book, not on where its memory is.
  public var bookDigest: UInt64
}

/// The header of a flow file: 128 bytes, little-endian.
struct FlowHeader {
  var count: Int
  /// How many records build the starting book and are not timed.
  var warm: Int
  /// Most orders resting at once.
  var maximumLive: UInt32
  /// The highest price of any record.
  var highestTick: UInt32
  var expected: FlowOutcome

  static let byteCount = 128

  private static let mark: [UInt8] = Array("XFLOW001".utf8)

  init(_ bytes: [UInt8]) throws(FlowFault) {
    guard bytes.count >= FlowHeader.byteCount, bytes.starts(with: FlowHeader.mark),
      bytes.number(at: 8, as: UInt32.self) == FlowRecord.byteCount
    else { throw .notAFlow }
    let count = bytes.number(at: 16, as: UInt64.self)
    let warm = bytes.number(at: 24, as: UInt64.self)
    let live = bytes.number(at: 40, as: UInt64.self)
    guard count <= 1 << 32 else { throw .badHeader("\(count) records") }
    guard warm <= count else { throw .badHeader("\(warm) warm records of \(count)") }
    guard live <= 1 << 28 else { throw .badHeader("\(live) orders live") }
    let size = UInt64(FlowHeader.byteCount) + count * UInt64(FlowRecord.byteCount)
    guard size <= bytes.count else { throw .truncated(expectedBytes: size, actualBytes: UInt64(bytes.count)) }
    self.count = Int(count)
    self.warm = Int(warm)
    maximumLive = UInt32(live)
    highestTick = bytes.number(at: 60)
    guard highestTick < 1 << 28 else { throw .badHeader("\(highestTick) as highest tick") }
    expected = FlowOutcome(
      trades: bytes.number(at: 72), volume: bytes.number(at: 80), digest: bytes.number(at: 88),
      live: bytes.number(at: 96), bookDigest: bytes.number(at: 104))
  }

  /// All records of the file, and after them as many of zeros as `padding` says.
  func records(in bytes: [UInt8], padding: UInt32) throws(FlowFault) -> Slab<FlowRecord> {
    var records = Slab(count: UInt32(count) + padding, repeating: FlowRecord())
    for number in 0..<count {
      let start = FlowHeader.byteCount + number * FlowRecord.byteCount
      guard let record = FlowRecord(bytes, at: start, highestTick: highestTick) else {
        throw .badRecord(index: number)
      }
      records[UInt32(number)] = record
    }
    return records
  }
}

extension FlowRecord {
  /// The record that starts at byte `start`, or nothing if it makes no sense.
  init?(_ bytes: [UInt8], at start: Int, highestTick: UInt32) {
    guard let operation = FlowOperation(rawValue: bytes[start + 24]), bytes[start + 25] <= 1 else { return nil }
    self.operation = operation
    side = UInt32(bytes[start + 25])
    id = bytes.number(at: start)
    price = bytes.number(at: start + 8)
    quantity = bytes.number(at: start + 12)
    account = bytes.number(at: start + 16)
    if price > highestTick { return nil }
  }
}

extension [UInt8] {
  /// The little-endian number that starts at byte `start`.
  fileprivate func number<Number: FixedWidthInteger>(at start: Int, as type: Number.Type = Number.self) -> Number {
    var number: Number = 0
    for offset in 0..<MemoryLayout<Number>.size {
      number |= Number(truncatingIfNeeded: self[start + offset]) << Number(truncatingIfNeeded: 8 * offset)
    }
    return number
  }
}
