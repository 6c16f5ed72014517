/// What a key may do besides reading.
public struct KeyPermissions: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Place, amend and cancel orders, change positions.
  public static let order = KeyPermissions(rawValue: 1)
  /// Cancel orders.
  public static let cancel = KeyPermissions(rawValue: 2)
  /// Take money out.
  public static let withdraw = KeyPermissions(rawValue: 4)
  /// Everything there is.
  public static let all: KeyPermissions = [.order, .cancel, .withdraw]

  /// Each permission by the name that clients know.
  private static let named: [(permission: KeyPermissions, name: String)] = [
    (.order, "order"), (.cancel, "orderCancel"), (.withdraw, "withdraw"),
  ]

  /// The names that clients know, such as `orderCancel`.
  public var names: [String] { Self.named.filter { contains($0.permission) }.map(\.name) }

  /// All names there are.
  public static var allNames: [String] { named.map(\.name) }

  /// The permissions of these names; nil when one of them is none.
  public init?(names: [String]) {
    var all: KeyPermissions = []
    for name in names {
      guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
      all.insert(found.permission)
    }
    self = all
  }
}
