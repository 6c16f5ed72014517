/// The yardstick of memory: `a = b + 3 × c` over columns too long for any cache.
@safe
public struct Triad: ~Copyable {
  private var results: Slab<Int64>
  private let left: Slab<Int64>
  private let right: Slab<Int64>

  /// Columns of so many numbers.
  public init(count: UInt32) {
    results = Slab(unwritten: count, touched: true)
    left = Slab(count: count, repeating: 1)
    right = Slab(count: count, repeating: 2)
  }

  /// Bytes that going over so many numbers moves.
  public static func bytes(of count: UInt32) -> UInt64 { UInt64(count) * 24 }

  /// Goes over the columns once; answers a number of the result, so that the work is done.
  public mutating func run() -> Int64 {
    let left = unsafe left.address(of: 0)
    let right = unsafe right.address(of: 0)
    let out = unsafe results.mutableAddress(of: 0)
    for index in 0..<Int(results.count) { unsafe out[index] = left[index] &+ 3 &* right[index] }
    return results[results.count / 2]
  }
}
