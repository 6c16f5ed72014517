import ApusAPI
import ApusGateway
import ApusModel

/// A key as the key file holds it, its secret opened.
struct StoredKey {
  var account: AccountID
  /// What the owner of the account is called.
  var owner: String
  var id: String
  var secret: String
  var terms: KeyTerms
  /// Whether the file holds the secret as it is, as older files did.
  var isPlain = false

  /// Whether it opens all its account has, from everywhere and for ever.
  var isUnbounded: Bool {
    terms.isEnabled && terms.name.isEmpty && terms.addresses.isEmpty && terms.expires == nil
      && terms.permissions == .all
  }

  /// A new key, drawn from the system's generator: 24 letters of name, 48 letters or 288 bits of secret.
  init(account: AccountID, owner: String, terms: KeyTerms) {
    self.account = account
    self.owner = owner
    self.terms = terms
    id = Self.random(24)
    secret = Self.random(48)
  }

  private static func random(_ count: Int) -> String {
    // 64 letters, so that each is equally likely.
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-".utf8)
    var generator = SystemRandomNumberGenerator()
    return String(decoding: (0..<count).map { _ in letters[Int(generator.next() & 63)] }, as: UTF8.self)
  }

  /// Reads a key; nil when something is missing or of the wrong kind, or the seal is another one.
  init?(_ value: JSONValue, _ seal: Seal) {
    guard case .object(let object) = value, case .number(let number)? = object["account"],
      let account = UInt32(number), case .string(let owner)? = object["name"],
      case .string(let id)? = object["apiKey"], let terms = KeyTerms(object)
    else { return nil }
    self.account = AccountID(account)
    self.owner = owner
    self.id = id
    self.terms = terms
    if case .string(let plain)? = object["apiSecret"] {
      secret = plain
      isPlain = true
    } else {
      guard case .string(let sealed)? = object["sealedSecret"], let opened = seal.opened(sealed, name: id) else {
        return nil
      }
      secret = opened
    }
  }

  /// Writes the key with its secret sealed.
  func write(into writer: inout JSONWriter, _ seal: Seal) {
    writer.beginObject()
    writer.member("account", Int64(account.rawValue))
    writer.member("name", owner)
    writer.member("apiKey", id)
    writer.member("sealedSecret", seal.sealed(secret, name: id))
    if !terms.name.isEmpty { writer.member("label", terms.name) }
    writer.member("permissions", texts: terms.permissions.names)
    if !terms.addresses.isEmpty { writer.member("cidrs", texts: terms.addresses.map(\.description)) }
    if let expires = terms.expires { writer.member("expires", timestamp: expires) }
    if let created = terms.created { writer.member("created", timestamp: created) }
    writer.member("enabled", terms.isEnabled)
    writer.endObject()
  }
}

extension KeyTerms {
  /// Reads what a key may do; what is not there is as it was before there was a choice. Nil when something is wrong.
  init?(_ object: JSONObject) {
    self.init()
    if let value = object["permissions"] {
      guard let names = value.texts, let permissions = KeyPermissions(names: names) else { return nil }
      self.permissions = permissions
    }
    if let value = object["cidrs"] {
      guard let texts = value.texts else { return nil }
      addresses = texts.compactMap { AddressRange($0) }
      guard addresses.count == texts.count else { return nil }
    }
    if let value = object["expires"] {
      guard let moment = TimeReader.milliseconds(value) else { return nil }
      expires = moment
    }
    if let value = object["created"] { created = TimeReader.milliseconds(value) }
    if let value = object["enabled"] {
      guard case .bool(let isOn) = value else { return nil }
      isEnabled = isOn
    }
    if case .string(let label)? = object["label"] { name = label }
  }
}

extension JSONValue {
  /// A list of texts; nil when it is none.
  fileprivate var texts: [String]? {
    guard case .array(let values) = self else { return nil }
    let texts = values.compactMap { value -> String? in if case .string(let text) = value { text } else { nil } }
    return texts.count == values.count ? texts : nil
  }
}
