public import ApusModel

/// The outside price of a stretch of history, laid down step by step: every known point is hit, between them a seeded
/// walk finds its way and never leaves the bounds of its bar.
public struct Course: Hashable, Sendable {
  /// When it begins.
  public let start: Timestamp
  /// Milliseconds between two steps.
  public let interval: Int64
  /// The price at each step; at least one.
  public private(set) var prices: [Price]

  /// The course through bars that follow each other; there is at least one.
  public init(through bars: [Bar], every interval: Int64, seed: UInt64) {
    self.init(bars.flatMap(\.legs), every: interval, seed: seed)
  }

  /// The course along legs that follow each other.
  init(_ legs: [Leg], every interval: Int64, seed: UInt64) {
    precondition(!legs.isEmpty && interval > 0, "a course of \(legs.count) legs every \(interval) ms")
    start = legs[0].start
    self.interval = interval
    prices = [legs[0].from]
    var random = SeededRandom(seed: seed)
    for leg in legs { walk(leg, &random) }
  }

  /// The part that begins so long after the start and lasts so long, in milliseconds.
  public func part(from offset: Int64, lasting span: Int64) -> Course {
    let first = min(Int(offset / interval), prices.count - 1)
    let last = min(first + Int(span / interval), prices.count - 1)
    return Course(
      start: start + Timestamp(rawValue: Int64(first) * interval), interval: interval,
      prices: Array(prices[first...last]))
  }

  private init(start: Timestamp, interval: Int64, prices: [Price]) {
    self.start = start
    self.interval = interval
    self.prices = prices
  }

  /// When a step is.
  public func time(of step: Int) -> Timestamp { start + Timestamp(rawValue: Int64(step) * interval) }

  /// Goes along a leg: each step takes its share of what is left to go and strays a little, the last one arrives.
  private mutating func walk(_ leg: Leg, _ random: inout SeededRandom) {
    let last = Int((leg.end - start).rawValue / interval)
    let count = Int64(max(last - prices.count + 1, 1))
    var price = leg.from
    let stray = Course.stray(of: leg, steps: count, interval: interval)
    while prices.count <= last {
      let left = Int64(last - prices.count + 1)
      price += Price(rawValue: (leg.to - price).rawValue / left + random.normal(deviation: stray))
      price = left == 1 ? leg.to : min(max(price, leg.low), leg.high)
      prices.append(price)
    }
  }

  /// How far a step strays: what a quiet market does in that time, and more where the price goes far.
  private static func stray(of leg: Leg, steps: Int64, interval: Int64) -> Int64 {
    let quiet = leg.from.rawValue / 1_000_000 * 2 * Whole64.squareRoot(of: Int128(interval))
    let way = (leg.to - leg.from).magnitude.rawValue / max(Whole64.squareRoot(of: Int128(steps)), 1)
    return min(quiet, leg.from.rawValue / 500) + way / 4
  }
}
