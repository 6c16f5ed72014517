import ApusAPI
public import ApusModel
import Synchronization

/// What a request says to prove whose it is.
struct Claim: Sendable {
  /// The public name of the key.
  var key: String
  var signature: String
  /// The expiry, or the nonce in its place, exactly as sent.
  var expires: String
  /// Whether it is a nonce, as clients of the first years send.
  var isNonce = false
  var verb: String
  /// The path with its query exactly as sent.
  var target: String
  var body: [UInt8] = []

  /// What a good signature is made of.
  var signed: String { verb + target + expires + String(decoding: body, as: UTF8.self) }
}

/// All keys that the gateway knows.
public final class KeyRing: Sendable {
  private let keys: Mutex<[String: APIKey]>
  /// What an unknown key is checked with, so that its refusal takes as long as that of a known one.
  private let nobody = SigningKey(secret: "")
  /// Whether a bad signature is answered with the text that should have been signed.
  private let showsSigned: Bool

  /// A ring with these keys; of keys with the same name the last counts.
  ///
  /// - Parameter showsSigned: whether a bad signature is answered with the text that should have been signed, which
  ///   helps who writes a client; it is nothing the client has not sent.
  public init(_ keys: [APIKey] = [], showsSigned: Bool = false) {
    self.keys = Mutex(Dictionary(keys.map { ($0.id, $0) }) { $1 })
    self.showsSigned = showsSigned
  }

  /// Takes these keys in place of all others: what one that goes or changes has opened, it closes.
  public func replace(with new: [APIKey]) {
    keys.withLock { keys in
      for key in new { if let old = keys[key.id] { key.succeed(old) } }
      for old in keys.values where !new.contains(where: { $0.isAsGood(as: old) }) { old.retire() }
      // A key that is as it was stays the same object: connections that it opened stay open.
      keys = Dictionary(new.map { key in (key.id, keys[key.id].flatMap { key.isAsGood(as: $0) ? $0 : nil } ?? key) }) {
        $1
      }
    }
  }

  /// The keys of an account, in the order of their names.
  public func keys(of account: AccountID) -> [APIKey] {
    keys.withLock { $0.values.filter { $0.account == account } }.sorted { $0.id < $1.id }
  }

  /// When and from where each key was used last.
  public var uses: [String: KeyUse] { keys.withLock { $0.compactMapValues(\.lastUse) } }

  /// The key that made a signature over a request; refuses all others in the venue's words.
  ///
  /// What a key is not good for is told only to who can sign with it: strangers learn nothing from its public name.
  func verify(_ claim: Claim, from source: Source, now: Int64) throws(APIError) -> APIKey {
    if !claim.isNonce { try RequestExpiry.check(claim.expires, now: now / 1_000) }
    let key = keys.withLock { $0[claim.key] }
    let isValid = (key?.signing ?? nobody).isValid(
      claim.signature, verb: claim.verb, target: claim.target, expires: claim.expires, body: claim.body)
    guard let key else { throw .invalidKey }
    guard isValid else { throw .signatureNotValid(signed: showsSigned ? claim.signed : nil) }
    guard key.terms.isEnabled else { throw .keyDisabled }
    if let end = key.terms.expires, now >= end { throw .keyExpired }
    guard key.isAllowed(from: source) else { throw .addressNotAllowed }
    if claim.isNonce { try key.advance(to: try RequestNonce.check(claim.expires, now: now)) }
    key.note(KeyUse(time: now, address: source.address))
    return key
  }
}

extension APIKey {
  /// Whether it may be used from where a request comes.
  fileprivate func isAllowed(from source: Source) -> Bool {
    if terms.addresses.isEmpty { return true }
    guard let address = source.network else { return false }
    return terms.addresses.contains { $0.contains(address) }
  }

  /// Whether it opens exactly what another one opens, by the same secret.
  fileprivate func isAsGood(as other: APIKey) -> Bool {
    id == other.id && account == other.account && terms == other.terms
      && signing.signature(verb: "", target: "", expires: "")
        == other.signing.signature(verb: "", target: "", expires: "")
  }
}
