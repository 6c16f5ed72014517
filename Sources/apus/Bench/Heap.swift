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
}
