import Glibc

/// Where progress and failures are written.
struct StandardError: TextOutputStream {
  mutating func write(_ text: String) {
    for byte in text.utf8 {
      var byte = byte
      unsafe Glibc.write(STDERR_FILENO, &byte, 1)
    }
  }

  /// Writes a line.
  static func say(_ text: String) {
    var standardError = StandardError()
    print(text, to: &standardError)
  }
}
