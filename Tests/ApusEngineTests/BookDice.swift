/// Random numbers that are the same in every run: what a failed test did can be repeated from its seed.
struct BookDice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number below `bound`.
  mutating func roll(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// True once in `times`.
  mutating func oneIn(_ times: Int) -> Bool { roll(times) == 0 }
}
