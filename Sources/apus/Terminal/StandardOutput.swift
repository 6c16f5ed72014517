import Glibc

/// What is written for the reader of the program's output.
enum StandardOutput {
  /// Hands over what was printed, which otherwise waits when the output is a file or a pipe.
  static func flush() { fflush(nil) }
}
