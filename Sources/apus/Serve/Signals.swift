import ApusExchange
import Glibc

/// The signals that end a venue: Control-C and the usual request to terminate.
enum Signals {
  /// Keeps them from ending the process at once; every thread started later inherits this.
  static func hold() {
    signal(SIGPIPE, SIG_IGN)
    // A file that may grow no further is an error of its writer, who says so.
    signal(SIGXFSZ, SIG_IGN)
    var ending = set
    let status = unsafe pthread_sigmask(SIG_BLOCK, &ending, nil)
    precondition(status == 0, "signals cannot be held: error \(status)")
  }

  /// Waits for one of them, or until the venue has stopped by itself, and has a look around five times a second.
  static func wait(while exchange: Exchange, looking look: () -> Void) {
    var ending = set
    var pause = timespec(tv_sec: 0, tv_nsec: 200_000_000)
    while exchange.state == .open {
      if unsafe sigtimedwait(&ending, nil, &pause) > 0 { return }
      look()
    }
  }

  private static var set: sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGINT)
    unsafe sigaddset(&set, SIGTERM)
    return set
  }
}
