import CHeap

/// How the process takes its memory.
enum Allocator {
  /// Has it keep what is freed for what comes next: a busy venue frees as much as it takes, batch by batch.
  static func keepFreed() {
    mallopt(M_MMAP_THRESHOLD, 4 << 20)
    mallopt(M_TRIM_THRESHOLD, 64 << 20)
    mallopt(M_TOP_PAD, 256 << 10)
  }
}
