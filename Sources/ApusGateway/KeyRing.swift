import ApusAPI
public import ApusModel
import Synchronization

/// What a key may do besides reading.
public struct KeyPermissions: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Place, amend and cancel orders, change positions.
  public static let order = KeyPermissions(rawValue: 1)
  /// Cancel orders.
  public static let cancel = KeyPermissions(rawValue: 2)
  /// Everything there is.
  public static let all: KeyPermissions = [.order, .cancel]
}

/// A key of an account: its public name and the means to check its signatures.
public final class APIKey: Sendable, CustomStringConvertible {
  /// The public name of the key.
  public let id: String
  /// Whose key it is.
  public let account: AccountID
  /// What the owner is called.
  public let owner: String
  /// What it may do.
  public let permissions: KeyPermissions
  /// Whether it is refused.
  public let isDisabled: Bool
  let signing: SigningKey
  let allowance = Mutex<KeyAllowance?>(nil)

  /// A key with its secret, which is kept only in the form that checks signatures.
  public init(
    id: String, secret: String, account: AccountID, owner: String, permissions: KeyPermissions = .all,
    isDisabled: Bool = false
  ) {
    self.id = id
    self.account = account
    self.owner = owner
    self.permissions = permissions
    self.isDisabled = isDisabled
    signing = SigningKey(secret: secret)
  }

  /// The account, and nothing that opens it.
  public var description: String { "key of account \(account.rawValue)" }
}

/// All keys that the gateway knows.
public final class KeyRing: Sendable {
  private let keys: Mutex<[String: APIKey]>
  /// What an unknown key is checked with, so that its refusal takes as long as that of a known one.
  private let nobody = SigningKey(secret: "")

  /// A ring with these keys; of keys with the same name the last counts.
  public init(_ keys: [APIKey] = []) {
    self.keys = Mutex(Dictionary(keys.map { ($0.id, $0) }) { $1 })
  }

  /// Adds a key, or replaces the one of that name.
  public func add(_ key: APIKey) { keys.withLock { $0[key.id] = key } }

  /// The key that made a signature over a request; refuses all others in the venue's words.
  func verify(
    _ id: String, signature: String, expires: String, verb: String, target: String, body: [UInt8], now: Int64
  ) throws(APIError) -> APIKey {
    try RequestExpiry.check(expires, now: now / 1_000)
    let key = keys.withLock { $0[id] }
    let isValid = (key?.signing ?? nobody).isValid(
      signature, verb: verb, target: target, expires: expires, body: body)
    guard let key else { throw .invalidKey }
    guard isValid else { throw .signatureNotValid }
    guard !key.isDisabled else { throw .keyDisabled }
    return key
  }
}
