/// A cursor over the lines of a tape and the comma-separated fields of one.
struct TapeLine {
  private let bytes: [UInt8]
  /// The number of the line, from 1.
  private var count = 0
  /// Where the line starts, where it stops, and where reading has come to.
  private var start = 0
  private var stop = -1
  private var position = 0
  /// The number of the field read last, from 1.
  private var fieldCount = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Goes to the next line that is not empty; false when there is none.
  mutating func advance() -> Bool {
    repeat {
      start = stop + 1
      guard start < bytes.count else { return false }
      stop = start
      while stop < bytes.count, bytes[stop] != UInt8(ascii: "\n") { stop += 1 }
      count += 1
    } while start == stop
    position = start + 1
    fieldCount = 1
    return true
  }

  /// The first byte of the line.
  var letter: UInt8 { bytes[start] }

  /// The whole line.
  var text: ArraySlice<UInt8> { bytes[start..<stop] }

  /// The next field.
  mutating func field() throws(TapeError) -> ArraySlice<UInt8> {
    try enterField()
    let from = position
    while position < stop, bytes[position] != UInt8(ascii: ",") { position += 1 }
    return bytes[from..<position]
  }

  /// The next field as a whole number without sign, below a bound.
  mutating func number(below bound: Int) throws(TapeError) -> Int {
    try enterField()
    var value = 0
    let from = position
    while position < stop, bytes[position] != UInt8(ascii: ",") {
      let digit = Int(bytes[position]) - Int(UInt8(ascii: "0"))
      guard digit >= 0, digit <= 9, value < bound else { throw fault(.badField(fieldCount)) }
      value = value * 10 + digit
      position += 1
    }
    guard position > from, value < bound else { throw fault(.badField(fieldCount)) }
    return value
  }

  /// Makes sure that nothing follows.
  func end() throws(TapeError) {
    guard position == stop else { throw fault(.trailingText) }
  }

  /// An error at this line.
  func fault(_ reason: TapeError.Reason) -> TapeError { TapeError(line: count, reason: reason) }

  private mutating func enterField() throws(TapeError) {
    fieldCount += 1
    guard position < stop, bytes[position] == UInt8(ascii: ",") else { throw fault(.badField(fieldCount)) }
    position += 1
  }
}
