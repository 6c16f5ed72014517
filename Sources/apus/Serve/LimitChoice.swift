import ApusAPI
import ApusGateway
import ApusModel

/// Which limits a venue keeps.
enum LimitChoice {
  /// What the options say: nothing for harnesses on a quiet or recorded market, else the limits of the venue's day.
  static func rates(_ options: ServeOptions) throws(FileError) -> RateLimits {
    let now = options.beginning?.rawValue ?? Pause.wall
    switch options.noRateLimits ? "none" : options.limits {
    case nil: return options.quietMarket || options.tape != nil ? RateLimits() : LimitRules.limits(at: now)
    case "none"?: return RateLimits()
    case "2019"?: return LimitRules.of2019
    case "2026"?: return LimitRules.of2026
    case let path?: return try read(path, at: now)
    }
  }

  /// The limits of a file: an object, or a list of them, each `from` a moment, of which the last that has come counts.
  private static func read(_ path: String, at now: Int64) throws(FileError) -> RateLimits {
    guard Files.exists(path) else { throw FileError("there are no limits \(path): none, 2019, 2026 or a file") }
    let bytes = try Files.read(path)
    let value: JSONValue
    do throws(JSONRefusal) {
      value = try JSONReader.read(bytes)
    } catch { throw FileError("\(path) holds no limits: \(error.reason.rawValue) at byte \(error.offset)") }
    guard case .array(let rows) = value else { return try limits(value, path).limits }
    var chosen: RateLimits?
    for row in rows {
      let (from, limits) = try limits(row, path)
      if from <= now { chosen = limits }
    }
    guard let chosen else { throw FileError("\(path) holds no limits that count by now") }
    return chosen
  }

  private static func limits(_ value: JSONValue, _ path: String) throws(FileError) -> (from: Int64, limits: RateLimits)
  {
    guard case .object(let object) = value else { throw FileError("\(path) holds something that is no object") }
    var limits = RateLimits()
    var from: Int64 = 0
    for member in object.members {
      switch (member.name, rate(member.value), member.value.whole) {
      case ("keyed", let rate?, _): limits.keyed = rate
      case ("orders", let rate?, _): limits.orders = rate
      case ("anonymous", let rate?, _): limits.anonymous = rate
      case ("operations", let rate?, _): limits.operations = rate
      case ("connections", let rate?, _): limits.handshakes = rate
      case ("socketsPerAccount", _, let count?): limits.socketsPerAccount = Int(count)
      case ("from", _, _):
        guard let moment = TimeReader.milliseconds(member.value) else { throw FileError("\(path): from is no moment") }
        from = moment
      case ("keyed", _, _), ("orders", _, _), ("anonymous", _, _), ("operations", _, _), ("connections", _, _):
        throw FileError(
          "\(path): \(member.name) is to be {\"requests\": 1 to \(mostRequests), \"seconds\": 1 to \(longestSpan)}")
      case ("socketsPerAccount", _, _): throw FileError("\(path): socketsPerAccount is to be a whole number above zero")
      default: throw FileError("\(path): there is no limit \(member.name)")
      }
    }
    return (from, limits)
  }

  private static let mostRequests: Int64 = 1_000_000
  /// Seconds of a day.
  private static let longestSpan: Int64 = 86_400

  /// A rate such as `{"requests": 120, "seconds": 60}`.
  private static func rate(_ value: JSONValue) -> RequestRate? {
    guard case .object(let object) = value, let requests = object["requests"]?.whole,
      let seconds = object["seconds"]?.whole, requests <= mostRequests, seconds <= longestSpan
    else { return nil }
    return RequestRate(requests, per: seconds)
  }
}

extension JSONValue {
  /// A whole number above zero; nil when it is none.
  fileprivate var whole: Int64? {
    guard case .number(let text) = self, let number = Int64(text), number > 0 else { return nil }
    return number
  }
}
