/// The length of a bin of trades or quotes.
public enum BinSize: String, Sendable, CaseIterable {
  /// A minute.
  case minute = "1m"
  /// Five minutes.
  case fiveMinutes = "5m"
  /// An hour.
  case hour = "1h"
  /// A day, from midnight to midnight UTC.
  case day = "1d"

  /// The length in milliseconds.
  public var milliseconds: Int64 { minutes * 60_000 }

  /// The length in minutes.
  public var minutes: Int64 {
    switch self {
    case .minute: 1
    case .fiveMinutes: 5
    case .hour: 60
    case .day: 1_440
    }
  }
}

/// One value for each length of bins.
public struct BySize<Value> {
  private var values: [Value]

  /// Makes the value of each length.
  public init(_ make: (BinSize) -> Value) { values = BinSize.allCases.map(make) }

  /// The value of a length.
  public subscript(size: BinSize) -> Value {
    _read { yield values[size.place] }
    _modify { yield &values[size.place] }
  }

  /// The values, shortest bins first.
  public var all: [Value] { values }
}

extension BySize: Sendable where Value: Sendable {}

extension BinSize {
  fileprivate var place: Int {
    switch self {
    case .minute: 0
    case .fiveMinutes: 1
    case .hour: 2
    case .day: 3
    }
  }
}
