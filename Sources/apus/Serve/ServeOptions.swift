import ApusAPI
import ApusModel
import ArgumentParser

/// What `apus serve` can be told.
struct ServeOptions: ParsableArguments {
  @Option(help: "The port to answer on; 0 for any that is free.")
  var port = 8080

  @Option(help: "The address to answer on; 0.0.0.0 to be reached from other machines.")
  var host = "127.0.0.1"

  @Option(
    help: "Where the venue keeps its log and keys; a new temporary directory unless given.", completion: .directory)
  var data: String?

  @Option(help: "Of which day a new venue lists the contracts.")
  var listing = ListingName.last2026

  @Option(
    help:
      "The time the venue believes it is when it starts, such as 2019-03-26T12:00:00Z; the listing of 2019 begins on its day unless given.",
    transform: moment)
  var at: Timestamp?

  @Flag(help: "An empty book and a steady price: nobody trades but you.")
  var quietMarket = false

  @Option(help: "A recorded market to play instead of the simulated one.", completion: .file())
  var tape: String?

  @Option(help: "How much faster than recorded the tape plays; 0 for as fast as it goes.")
  var speed = 1.0

  @Flag(help: "Begin the tape when the first realtime client has subscribed.")
  var tapeWait = false

  @Option(help: "Write a JSON file with the addresses and the keys, once the venue answers.", completion: .file())
  var readyFile: String?

  @Option(help: "The seed of the simulated market.")
  var seed: UInt64 = 1

  @Option(help: "The directory of the pages; found beside the program unless given.", completion: .directory)
  var web: String?

  @Option(
    help:
      "How often clients may ask: none, the venue's limits of 2019 or 2026, or a JSON file of your own; those of the venue's day unless the market is quiet or recorded."
  )
  var limits: String?

  @Flag(help: "The same as --limits none.")
  var noRateLimits = false

  @Option(help: "The form of the log lines on standard error.")
  var log = LogForm.text

  @Option(help: "The least that is worth a log line.")
  var logLevel = LogLevel.notice

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("There is no port \(port).") }
    guard speed >= 0 else { throw ValidationError("A tape cannot play at speed \(speed).") }
    guard !quietMarket || tape == nil else {
      throw ValidationError("A market is either quiet or plays a tape, not both.")
    }
    guard tape != nil || !tapeWait else { throw ValidationError("--tape-wait needs a --tape.") }
    guard limits == nil || !noRateLimits else { throw ValidationError("--no-rate-limits is --limits none.") }
    guard tape == nil || at == nil else { throw ValidationError("A tape brings its own time, so --at has no place.") }
  }
}

extension ServeOptions {
  /// The time the venue believes it is when it starts; nil for the time on the wall.
  ///
  /// The contracts of 2019 expired long ago, so that listing brings its own time: that of the recorded ticker strip.
  var beginning: Timestamp? {
    if let at { return at }
    guard listing == .march2019, tape == nil else { return nil }
    return Listing.march2019.beginning + Timestamp(rawValue: 23_970_000)
  }
}

/// A moment in any of the spellings that the API takes.
private func moment(_ text: String) throws -> Timestamp {
  guard let milliseconds = TimeReader.milliseconds(text) else {
    throw ValidationError("'\(text)' is no time such as 2019-03-26T12:00:00Z.")
  }
  return Timestamp(rawValue: milliseconds)
}

/// A listing as it is named on the command line.
enum ListingName: String, ExpressibleByArgument, CaseIterable {
  case march2019 = "2019-03-26"
  case last2026 = "2026"

  /// The contracts of that name.
  var listing: Listing {
    switch self {
    case .march2019: .march2019
    case .last2026: .last2026
    }
  }
}
