import CMemory

/// One block of memory, given back with its owner.
///
/// A venue that is mostly empty reserves: all is zero, and what is large is resident only where it was written. One that
/// expects to be full allocates, and a large block then starts on a huge page boundary and asks for huge pages: a far
/// load costs a third less there, and a book of a million orders is nothing but far loads; but each byte written costs
/// two megabytes.
@safe
struct Region: ~Copyable {
  let start: UnsafeMutableRawPointer
  private let byteCount: Int
  private let isReserved: Bool

  private static let hugePage = 2 << 20
  private static let cacheLine = 64
  /// What is smaller is sooner written than asked of the kernel.
  private static let worthReserving = 64 << 10

  /// Takes `byteCount` bytes.
  ///
  /// - Parameter touched: how many of them, from the first, are made resident at once. The others are zero if there are
  ///   none, else undefined.
  init(byteCount: Int, touched: Int) {
    precondition(byteCount > 0 && 0...byteCount ~= touched, "\(touched) of \(byteCount) bytes")
    self.byteCount = byteCount
    isReserved = touched == 0 && byteCount >= Region.worthReserving
    if isReserved {
      guard let block = unsafe apus_reserve(byteCount) else { preconditionFailure("no memory") }
      unsafe start = block
    } else {
      let isHuge = byteCount >= Region.hugePage
      unsafe start = .allocate(byteCount: byteCount, alignment: isHuge ? Region.hugePage : Region.cacheLine)
      if isHuge { unsafe apus_prefer_huge_pages(start, byteCount) }
      unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: touched > 0 ? touched : byteCount)
    }
  }

  deinit {
    if isReserved { unsafe apus_release(start, byteCount) } else { unsafe start.deallocate() }
  }
}
