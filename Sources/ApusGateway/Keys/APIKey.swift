import ApusAPI
public import ApusModel
import Synchronization

/// What a key is besides its name and its secret.
public struct KeyTerms: Hashable, Sendable {
  /// What the key is called by its owner.
  public var name = ""
  /// What it may do.
  public var permissions = KeyPermissions.all
  /// Where it may be used; empty for everywhere.
  public var addresses: [AddressRange] = []
  /// When it comes to its end, in milliseconds since 1970; nil for never.
  public var expires: Int64?
  /// Whether it opens anything at all.
  public var isEnabled = true
  /// When it was made, in milliseconds since 1970; nil when nobody wrote it down.
  public var created: Int64?

  /// A key that may do everything, from everywhere, for ever.
  public init() {}
}

/// When a key was used last, and from where.
public struct KeyUse: Hashable, Sendable {
  /// Milliseconds since 1970.
  public var time: Int64
  /// The address it was used from.
  public var address: String

  /// A use of a key.
  public init(time: Int64, address: String) {
    self.time = time
    self.address = address
  }
}

/// A key of an account: its public name and the means to check its signatures.
public final class APIKey: Sendable, CustomStringConvertible {
  /// The public name of the key.
  public let id: String
  /// Whose key it is.
  public let account: AccountID
  /// What the owner is called.
  public let owner: String
  /// What it may do, where, and until when.
  public let terms: KeyTerms
  let signing: SigningKey
  private let fate: Mutex<Fate>

  /// What becomes of a key while the venue runs.
  private struct Fate {
    var allowance: KeyAllowance?
    var use: KeyUse?
    var nonce: Int64 = 0
    var isReplaced = false
  }

  /// A key with its secret, which is kept only in the form that checks signatures.
  public init(
    id: String, secret: String, account: AccountID, owner: String, terms: KeyTerms = KeyTerms(), lastUse: KeyUse? = nil
  ) {
    self.id = id
    self.account = account
    self.owner = owner
    self.terms = terms
    signing = SigningKey(secret: secret)
    fate = Mutex(Fate(use: lastUse))
  }

  /// The account, and nothing that opens it.
  public var description: String { "key of account \(account.rawValue)" }

  /// What it may do.
  public var permissions: KeyPermissions { terms.permissions }

  /// When and where it was used last.
  public var lastUse: KeyUse? { fate.withLock { $0.use } }

  /// Notes that it was used.
  func note(_ use: KeyUse) { fate.withLock { $0.use = use } }

  /// Takes a nonce, each of which must be above the one before.
  func advance(to nonce: Int64) throws(APIError) {
    let last = fate.withLock { fate in
      defer { fate.nonce = max(fate.nonce, nonce) }
      return fate.nonce
    }
    guard nonce > last else { throw .nonceNotIncreasing(nonce, last: last) }
  }

  /// Whether it opens what it opened before: connections that it opened stay only as long.
  func isGood(at now: Int64) -> Bool { !fate.withLock { $0.isReplaced } && terms.expires.map { now < $0 } ?? true }

  /// Takes over from the key of the same name: allowances go on, or a new list of keys would refill them.
  func succeed(_ old: APIKey) {
    let past = old.fate.withLock { $0 }
    fate.withLock {
      $0.allowance = past.allowance
      $0.use = past.use
      $0.nonce = past.nonce
    }
  }

  /// Notes that there is a new key of this name, or none any more.
  func retire() { fate.withLock { $0.isReplaced = true } }

  /// What is left after a request that was one too many.
  func left(isOrder: Bool) -> Allowance? { fate.withLock { $0.allowance?.left(isOrder: isOrder) } }

  /// Takes what a request costs.
  func take(isOrder: Bool, _ rates: RateLimits, now: Int64) throws(APIError) -> Allowance {
    let result: Result<Allowance, APIError> = fate.withLock { fate in
      var buckets = fate.allowance ?? KeyAllowance(rates, now: now)
      defer { fate.allowance = buckets }
      do throws(APIError) {
        return .success(try buckets.take(isOrder: isOrder, now: now))
      } catch { return .failure(error) }
    }
    return try result.get()
  }
}
