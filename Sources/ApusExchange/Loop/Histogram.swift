/// Many times, each kept to about one and a half per cent: 64 steps in each doubling.
public struct Histogram: Sendable {
  private var counts = [UInt64](repeating: 0, count: 64 * 60)
  /// How many times were noted.
  public private(set) var count: UInt64 = 0
  /// All of them together, in nanoseconds.
  public private(set) var sum: Int64 = 0

  /// No times.
  public init() {}

  /// Notes a time in nanoseconds.
  public mutating func note(_ time: Int64) {
    counts[Histogram.place(of: UInt64(max(time, 0)))] += 1
    count += 1
    sum &+= max(time, 0)
  }

  /// How many times were shorter than a limit in nanoseconds, which is taken down to the next step.
  public func count(below limit: Int64) -> UInt64 {
    counts[..<Histogram.place(of: UInt64(max(limit, 0)))].reduce(0, +)
  }

  /// What was noted since an earlier state of the same histogram.
  public func since(_ earlier: Histogram) -> Histogram {
    var later = self
    for place in counts.indices { later.counts[place] -= earlier.counts[place] }
    later.count -= earlier.count
    later.sum -= earlier.sum
    return later
  }

  /// The time that this share of all stays within, in nanoseconds.
  public func quantile(_ share: Double) -> Int64 {
    let wanted = UInt64(share * Double(count))
    var seen: UInt64 = 0
    for (place, number) in counts.enumerated() {
      seen += number
      if seen > wanted { return Histogram.time(at: place) }
    }
    return 0
  }

  private static func place(of time: UInt64) -> Int {
    if time < 64 { return Int(time) }
    let doubling = 63 - time.leadingZeroBitCount - 6
    return (doubling + 1) * 64 + Int((time >> UInt64(doubling)) & 63)
  }

  private static func time(at place: Int) -> Int64 {
    if place < 64 { return Int64(place) }
    return Int64(64 + (place & 63)) << Int64(place / 64 - 1)
  }
}
