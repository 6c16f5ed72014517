import ApusAPI
import ApusGateway
import ApusModel

/// The keys of the customers' accounts, made once and kept in the venue's directory, readable by its owner alone.
struct CustomerKeys {
  /// A key with its secret.
  struct Key {
    var account: AccountID
    var name: String
    var id: String
    var secret: String
  }

  static let fileName = "keys.json"

  let keys: [Key]

  /// Reads the keys of a directory, or makes them.
  init(directory: String) throws(FileError) {
    let path = "\(directory)/\(Self.fileName)"
    if Files.exists(path) {
      guard let keys = Self.read(try Files.read(path)) else { throw FileError("\(path) is not a list of keys") }
      try Self.check(keys, path)
      self.keys = keys
    } else {
      keys = House.customers.map {
        Key(account: $0.0, name: $0.1, id: Self.random(24), secret: Self.random(48))
      }
      try Files.replace(path, with: Self.written(keys), mode: 0o600)
    }
  }

  /// The keys as the gateway knows them.
  var ring: KeyRing {
    KeyRing(keys.map { APIKey(id: $0.id, secret: $0.secret, account: $0.account, owner: $0.name) })
  }

  private static func check(_ keys: [Key], _ path: String) throws(FileError) {
    guard Set(keys.map(\.id)).count == keys.count else { throw FileError("\(path) holds a key twice") }
    guard !keys.contains(where: { $0.id.isEmpty || $0.secret.isEmpty }) else {
      throw FileError("\(path) holds an empty key or secret")
    }
    if let key = keys.first(where: { key in !House.customers.contains { $0.0 == key.account } }) {
      throw FileError("\(path) holds a key of account \(key.account.rawValue), which is no customer's")
    }
    guard try !Files.isOpenToOthers(path) else {
      throw FileError("\(path) holds secrets and others may read it; try: chmod 600 \(path)")
    }
  }

  private static func random(_ count: Int) -> String {
    // 64 letters, so that each is equally likely.
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-".utf8)
    var generator = SystemRandomNumberGenerator()
    return String(decoding: (0..<count).map { _ in letters[Int(generator.next() & 63)] }, as: UTF8.self)
  }

  private static func written(_ keys: [Key]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginArray()
    for key in keys {
      writer.beginObject()
      writer.member("account", Int64(key.account.rawValue))
      writer.member("name", key.name)
      writer.member("apiKey", key.id)
      writer.member("apiSecret", key.secret)
      writer.endObject()
    }
    writer.endArray()
    return writer.bytes
  }

  private static func read(_ bytes: [UInt8]) -> [Key]? {
    let value: JSONValue
    do throws(JSONRefusal) { value = try JSONReader.read(bytes) } catch { return nil }
    guard case .array(let values) = value else { return nil }
    let keys = values.compactMap(key)
    return keys.count == values.count ? keys : nil
  }

  private static func key(_ value: JSONValue) -> Key? {
    guard case .object(let object) = value, case .number(let number)? = object["account"],
      let account = UInt32(number), case .string(let name)? = object["name"],
      case .string(let id)? = object["apiKey"], case .string(let secret)? = object["apiSecret"]
    else { return nil }
    return Key(account: AccountID(account), name: name, id: id, secret: secret)
  }
}
