/// Many times, kept to about one and a half per cent.
struct Histogram {
  // 64 steps in each doubling.
  private var counts = [UInt64](repeating: 0, count: 64 * 60)
  /// How many times were noted.
  private(set) var count: UInt64 = 0

  /// Notes a time in nanoseconds.
  mutating func note(_ time: Int64) {
    counts[Histogram.place(of: UInt64(max(time, 0)))] += 1
    count += 1
  }

  /// The time that this share of all stays within, in nanoseconds.
  func quantile(_ share: Double) -> Int64 {
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

extension [Double] {
  /// The middle one.
  var median: Double { sorted()[count / 2] }
}

extension Double {
  /// With so many decimals.
  func written(_ decimals: Int = 1) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let whole = Int64((magnitude * scale).rounded())
    let sign = self < 0 ? "-" : ""
    if decimals == 0 { return "\(sign)\(whole)" }
    let fraction = String(whole % Int64(scale))
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(whole / Int64(scale)).\(zeros)\(fraction)"
  }
}
