import Glibc

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
