/// Random numbers that are the same in every run and on every machine: splitmix64 from a seed.
public struct Dice: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The throws that belong to a seed.
  ///
  /// The seed is mixed: the throws of neighbouring seeds would else be the same ones, a step apart.
  public init(seed: UInt64) {
    var bits = seed &+ 0x1234_5678_9ABC_DEF1
    bits = (bits ^ (bits >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    bits = (bits ^ (bits >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    state = bits ^ (bits >> 33)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number from 0 up to but not including `bound`.
  public mutating func roll(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

  /// A number of the range.
  public mutating func roll(_ range: ClosedRange<Int>) -> Int { range.lowerBound + roll(range.count) }

  /// True once in `times`.
  public mutating func oneIn(_ times: Int) -> Bool { roll(times) == 0 }

  /// One of the given values.
  public mutating func pick<Value>(_ values: [Value]) -> Value { values[roll(values.count)] }
}
