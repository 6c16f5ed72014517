import ApusModel

/// A file of bars: a header line that names `timestamp`, `open`, `high`, `low` and `close`, then a line for each bar.
public enum BarFile {
  /// Reads the bars; each is taken to begin at its time stamp and to last until the next one.
  public static func read(_ bytes: [UInt8]) throws(BarFileError) -> [Bar] {
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    guard let header = lines.first else { throw BarFileError(line: 1, reason: .empty) }
    let columns = try Columns(header)
    var bars: [Bar] = []
    for (index, line) in lines.enumerated().dropFirst() {
      bars.append(
        try columns.bar(line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false), index + 1))
    }
    guard bars.count > 1 else { throw BarFileError(line: 1, reason: .empty) }
    for index in bars.indices.dropLast() { bars[index].span = (bars[index + 1].start - bars[index].start).rawValue }
    bars[bars.count - 1].span = bars[0].span
    if let index = bars.firstIndex(where: { !$0.isSound }) { throw BarFileError(line: index + 2, reason: .unsound) }
    return bars
  }
}

/// Why a file of bars cannot be read, and where.
public struct BarFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// There are not two bars.
    case empty
    /// The header does not name this column.
    case missingColumn(String)
    /// The field under this name cannot be read.
    case badField(String)
    /// Times do not rise, or the prices cannot be those of one bar.
    case unsound
  }

  /// The line, counted from 1.
  public var line: Int
  /// What is wrong with it.
  public var reason: Reason

  public var description: String {
    switch reason {
    case .empty: "line \(line): there must be a header and at least two bars"
    case .missingColumn(let name): "line \(line): there is no column \(name)"
    case .badField(let name): "line \(line): \(name) cannot be read"
    case .unsound: "line \(line): times must rise, and high and low must enclose the close"
    }
  }
}

/// Where the fields of a bar are.
private struct Columns {
  private static let names = ["timestamp", "open", "high", "low", "close"]
  private var places: [Int] = []

  init(_ header: ArraySlice<UInt8>) throws(BarFileError) {
    let fields = header.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
    for name in Columns.names {
      guard let place = fields.firstIndex(of: name) else { throw BarFileError(line: 1, reason: .missingColumn(name)) }
      places.append(place)
    }
  }

  func bar(_ fields: [ArraySlice<UInt8>], _ line: Int) throws(BarFileError) -> Bar {
    func field<Value>(_ column: Int, _ read: ([UInt8]) -> Value?) throws(BarFileError) -> Value {
      guard places[column] < fields.count, let value = read(Array(fields[places[column]])) else {
        throw BarFileError(line: line, reason: .badField(Columns.names[column]))
      }
      return value
    }
    var bar = Bar(
      start: try field(0, BarText.time), span: 0, open: try field(1, BarText.price), high: try field(2, BarText.price),
      low: try field(3, BarText.price), close: try field(4, BarText.price))
    // The venue's bars begin with the close of the one before, which this one's trades may never have touched.
    bar.low = min(bar.low, bar.open)
    bar.high = max(bar.high, bar.open)
    return bar
  }
}

/// The texts of a bar's fields.
private enum BarText {
  /// A time such as `2020-03-12T10:45:00.000Z`.
  static func time(_ text: [UInt8]) -> Timestamp? {
    guard text.count >= 19 else { return nil }
    let numbers = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19].map { number(text[$0]) }
    guard let year = numbers[0], let month = numbers[1], let day = numbers[2], (1...12).contains(month),
      (1...31).contains(day), let hour = numbers[3], let minute = numbers[4], let second = numbers[5]
    else { return nil }
    let midnight = CalendarDay(year: year, month: month, day: day).start
    return midnight + Timestamp(rawValue: Int64((hour * 60 + minute) * 60 + second) * Timestamp.second)
  }

  /// A price with up to ten decimals.
  static func price(_ text: [UInt8]) -> Price? {
    let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let units = parts.first.flatMap({ number($0) }), units < 100_000_000 else { return nil }
    let decimals = parts.count > 1 ? Array(parts[1].prefix(10)) : []
    guard let tenths = decimals.isEmpty ? 0 : number(decimals[...]) else { return nil }
    return Price(
      rawValue: Int64(units) * Price.scale + (decimals.count..<10).reduce(Int64(tenths)) { part, _ in part * 10 })
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 10 else { return nil }
    var value = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
