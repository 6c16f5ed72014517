import ApusAPI

/// Every operation of the API, each declared once.
struct Routes: Sendable {
  /// What all paths of the API begin with.
  static let base = "/api/v1"
  /// Where realtime connections begin.
  static let realtime = "/realtime"
  /// Where connections for what is no market begin; this venue tells the same on both.
  static let platform = "/realtimePlatform"
  /// Where connections begin that several streams share.
  static let multiplexed = "/realtimemd"

  /// All operations.
  static let all: [Route] =
    venue + statistics + markets + history + orders + positions + accounts + user + wallets + activity

  /// What clients are told of all operations.
  static func contract(_ version: String) -> Contract {
    Contract(base: base, version: version, all.map(\.endpoint))
  }

  /// Whether realtime connections begin there.
  static func isRealtime(_ path: String) -> Bool { path == realtime || path == multiplexed || path == platform }

  private let byPath: [String: [Route]]

  init(_ routes: [Route] = all) {
    byPath = Dictionary(grouping: routes, by: \.path)
  }

  /// What is found at a path.
  enum Match {
    case route(Route)
    /// The path is there, but not for this method.
    case otherMethods(String)
    case none
  }

  /// The operation a request asks for; `HEAD` asks like `GET`.
  func match(_ method: Method, _ path: String) -> Match {
    guard let routes = byPath[path] ?? byPath[Self.plain(path)] else { return .none }
    let wanted = method == .head ? .get : method
    for route in routes where route.method == wanted { return .route(route) }
    return .otherMethods(routes.map(\.method.rawValue).joined(separator: ", "))
  }

  /// A path without the slashes too many that come of putting addresses together, as the venue took them.
  private static func plain(_ path: String) -> String {
    "/" + path.split(separator: "/").joined(separator: "/")
  }
}

extension APIError {
  /// The venue has nothing at that path.
  static func notServed(_ method: Method, _ path: String) -> APIError {
    path.hasPrefix(Routes.base + "/")
      ? APIError(404, "Not Found: \(method.rawValue) \(path) is not available on this venue") : .notFound
  }

  /// The path is there, but not for this method.
  static let methodNotAllowed = APIError(405, "Method Not Allowed")
  /// The path is for realtime connections.
  static let upgradeRequired = APIError(426, "Upgrade Required")
}
