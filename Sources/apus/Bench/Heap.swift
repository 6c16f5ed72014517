import CHeap
import Glibc

/// Readings of the process's memory, in bytes.
enum Heap {
  /// What the allocator has handed out and not got back.
  static var used: Int { Int(heap_used()) }

  /// What is resident of a process.
  static func resident(of process: pid_t) throws(FileError) -> Int {
    let status = String(decoding: try Files.read("/proc/\(process)/status"), as: UTF8.self)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    guard let kilobytes = line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap({ Int($0) })
    else {
      preconditionFailure("the system states no resident memory of process \(process)")
    }
    return kilobytes * 1024
  }

  /// Has the allocator keep what is freed for what comes next: a busy venue frees as much as it takes, batch by batch.
  static func keepFreed() {
    mallopt(M_MMAP_THRESHOLD, 4 << 20)
    mallopt(M_TRIM_THRESHOLD, 16 << 20)
    mallopt(M_TOP_PAD, 256 << 10)
  }
}

/// What processes have used of the processors.
enum ProcessorTime {
  /// All threads of a process together, in nanoseconds, in steps of the system's clock.
  static func used(by process: pid_t) throws(FileError) -> Int {
    let line = String(decoding: try Files.read("/proc/\(process)/stat"), as: UTF8.self)
    // The name, in parentheses, may have spaces.
    let fields = line.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
      preconditionFailure("the system states no processor time of process \(process)")
    }
    return (user + system) * 1_000_000_000 / sysconf(Int32(_SC_CLK_TCK))
  }
}
