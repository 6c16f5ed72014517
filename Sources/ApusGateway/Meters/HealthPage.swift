import ApusAPI
import ApusExchange

/// What the venue is doing, at `/healthz`: 200 while it takes commands, else 503.
enum HealthPage {
  static let path = "/healthz"

  /// The answer as of now.
  static func response(_ venue: VenueDoor) -> Response {
    let state = venue.exchange.state
    var writer = JSONWriter(capacity: 128)
    writer.beginObject()
    writer.member("state", word(state))
    if case .halted(let reason) = state { writer.member("reason", reason) }
    writer.member("sequence", Int64(venue.exchange.sequence))
    writer.member("version", venue.version)
    writer.member("timestamp", timestamp: WallClock.milliseconds)
    writer.endObject()
    return .json(writer.bytes, status: state == .open ? 200 : 503)
  }

  private static func word(_ state: VenueState) -> String {
    switch state {
    case .starting: "starting"
    case .replaying: "replaying"
    case .open: "open"
    case .halted: "halted"
    case .stopped: "stopped"
    }
  }
}
