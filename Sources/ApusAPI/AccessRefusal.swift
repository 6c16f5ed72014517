/// Why a key did not open the door, for clients and people who want more than the venue's words.
public struct AccessRefusal: Hashable, Sendable {
  /// What was wrong, in one word.
  public enum Reason: String, CaseIterable, Sendable {
    /// Nobody has such a key.
    case unknown
    /// The key was switched off.
    case disabled
    /// The key may do other things.
    case permission
    /// The key is not for this address.
    case address
    /// The key has come to its end.
    case expired
    /// The signature is not that of the request.
    case signature
  }

  /// What was wrong.
  public var reason: Reason
  /// The permission that the key lacks.
  public var needs: String?
  /// The text whose signature was expected; told only where everybody is among friends.
  public var signed: String?

  /// Makes a reason.
  public init(_ reason: Reason, needs: String? = nil, signed: String? = nil) {
    self.reason = reason
    self.needs = needs
    self.signed = signed
  }
}

extension JSONWriter {
  mutating func append(_ access: AccessRefusal) {
    member("reason", access.reason.rawValue)
    if let needs = access.needs { member("needs", needs) }
    if let signed = access.signed { member("signed", signed) }
  }
}
