import Glibc

/// The three streams every process is started with, or should be.
enum StandardStreams {
  /// Opens those that are closed on nothing: the next file that is opened would take such a number, and what is said to a
  /// person would be written into it.
  static func hold() {
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
      let opened = unsafe open("/dev/null", O_RDWR)
      precondition(opened == stream, "stream \(stream) cannot be held open: error \(errno)")
    }
  }
}
