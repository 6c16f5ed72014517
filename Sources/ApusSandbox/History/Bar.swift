public import ApusModel

/// What a price did in a stretch of time: where it began, how far it went either way, where it ended.
public struct Bar: Hashable, Sendable, BitwiseCopyable {
  /// When it begins.
  public var start: Timestamp
  /// How long it lasts, in milliseconds.
  public var span: Int64
  /// The first price.
  public var open: Price
  /// The highest price.
  public var high: Price
  /// The lowest price.
  public var low: Price
  /// The last price, which the next bar begins with.
  public var close: Price

  /// A bar of these prices.
  public init(start: Timestamp, span: Int64, open: Price, high: Price, low: Price, close: Price) {
    self.start = start
    self.span = span
    self.open = open
    self.high = high
    self.low = low
    self.close = close
  }

  /// When it ends.
  public var end: Timestamp { start + Timestamp(rawValue: span) }

  /// True when the prices can be those of one stretch.
  public var isSound: Bool {
    span > 0 && low > .zero && low <= min(open, close) && high >= max(open, close)
  }

  /// The way through the bar: to the nearer extreme, to the other one, and to the close, a third of the time each.
  var legs: [Leg] {
    let highIsNearer = high - open <= open - low
    let first = highIsNearer ? high : low
    let second = highIsNearer ? low : high
    let third = Timestamp(rawValue: span / 3)
    return [
      Leg(from: open, to: first, start: start, end: start + third, low: low, high: high),
      Leg(from: first, to: second, start: start + third, end: start + third + third, low: low, high: high),
      Leg(from: second, to: close, start: start + third + third, end: end, low: low, high: high),
    ]
  }
}

/// A stretch of a price's way between two known points.
struct Leg: Hashable, Sendable, BitwiseCopyable {
  /// Where it begins and where it ends.
  var from: Price
  var to: Price
  /// When it begins and when it ends.
  var start: Timestamp
  var end: Timestamp
  /// What it never leaves on the way.
  var low: Price
  var high: Price
}
