import ApusModel

/// A repeatable source of chance: xoshiro256**, seeded through splitmix64, whole numbers only.
///
/// The same seed gives the same draws on every machine; nothing in the sandbox is random in any other way.
public struct SeededRandom: Hashable, Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  /// The stream that belongs to a seed.
  public init(seed: UInt64) {
    var spread = seed
    a = Self.splitmix(&spread)
    b = Self.splitmix(&spread)
    c = Self.splitmix(&spread)
    d = Self.splitmix(&spread)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotate(b &* 5, by: 7) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = Self.rotate(d, by: 45)
    return result
  }

  /// A stream of its own, so that one trader's draws never shift another's.
  public mutating func branch() -> SeededRandom { SeededRandom(seed: next()) }

  /// A number from 0 up to but not including `bound`, all equally likely; the bound is positive.
  public mutating func below(_ bound: Int64) -> Int64 {
    precondition(bound > 0, "a draw below \(bound)")
    let width = UInt64(bound)
    var product = next().multipliedFullWidth(by: width)
    // The few low products that would favour some results are drawn again.
    let surplus = (0 &- width) % width
    while product.low < surplus { product = next().multipliedFullWidth(by: width) }
    return Int64(product.high)
  }

  /// A number of the range, all equally likely.
  public mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// True in `chances` of `of` cases; always when `chances` is `of` or more.
  public mutating func happens(_ chances: Int64, of: Int64) -> Bool { below(of) < chances }

  /// True with the chance that something happening `perHour` times an hour falls into `milliseconds`.
  public mutating func falls(perHour: Int64, in milliseconds: Int64) -> Bool {
    happens(perHour * milliseconds, of: 3_600_000)
  }

  /// A number close to normally distributed around zero, never more than 3.4 deviations away.
  public mutating func normal(deviation: Int64) -> Int64 {
    let bits = next()
    // Four uniform draws of 16 bits: their sum, centred, has a deviation of 37,837.
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    return Whole64.multiply(Int64(sum) - 131_070, deviation, dividedBy: 37_837, rounding: .towardZero)
  }

  /// A number from 1 to `most` with a power-law tail: each doubling is reached with `percent` in a hundred.
  public mutating func powerLaw(upTo most: Int64, doubling percent: Int64) -> Int64 {
    var floor: Int64 = 1
    while floor * 2 <= most, happens(percent, of: 100) { floor *= 2 }
    return min(within(floor...floor * 2 - 1), most)
  }

  private static func splitmix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static func rotate(_ value: UInt64, by count: UInt64) -> UInt64 { value << count | value >> (64 - count) }
}
