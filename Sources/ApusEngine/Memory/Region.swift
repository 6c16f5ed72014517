import CMemory

/// One block of memory, allocated once and given back with its owner.
///
/// Blocks of two megabytes and more start on a huge page boundary and ask for huge pages: a far load
/// costs a third less there, and a book of a million orders is nothing but far loads.
@safe
struct Region: ~Copyable {
  let start: UnsafeMutableRawPointer
  let byteCount: Int

  private static let hugePage = 2 << 20
  private static let cacheLine = 64

  /// Reserves `byteCount` bytes; their content is undefined and their pages are untouched.
  init(byteCount: Int) {
    precondition(byteCount > 0, "a region of \(byteCount) bytes")
    let isHuge = byteCount >= Region.hugePage
    unsafe start = .allocate(byteCount: byteCount, alignment: isHuge ? Region.hugePage : Region.cacheLine)
    self.byteCount = byteCount
    if isHuge { unsafe apus_prefer_huge_pages(start, byteCount) }
  }

  /// Writes zero over the first `length` bytes, which also makes their pages resident.
  func zero(_ length: Int) {
    precondition(length >= 0 && length <= byteCount, "\(length) bytes of \(byteCount)")
    unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: length)
  }

  deinit {
    unsafe start.deallocate()
  }
}
