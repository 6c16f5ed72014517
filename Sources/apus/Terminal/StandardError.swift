import Glibc

/// Where everything goes that is said to a person rather than written for a program.
struct StandardError: TextOutputStream {
  mutating func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      // Nobody listens any more: there is nowhere left to say so.
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }

  /// Writes a line.
  static func say(_ line: String) {
    var standardError = StandardError()
    standardError.write(line + "\n")
  }
}
