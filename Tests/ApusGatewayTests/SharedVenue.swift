import Glibc
import Synchronization

/// One venue for all cases that must not change it.
enum SharedVenue {
  private static let venue = Mutex<LiveVenue?>(nil)

  /// Lets one test at a time use it.
  static func live<Result: Sendable>(_ body: (LiveVenue) throws -> Result) throws -> Result {
    try venue.withLock { venue in
      let live = try venue ?? open()
      venue = live
      return try body(live)
    }
  }

  private static func open() throws -> LiveVenue {
    // The venue takes its directory along when the tests are over.
    atexit { SharedVenue.venue.withLock { $0 = nil } }
    return try LiveVenue()
  }
}
