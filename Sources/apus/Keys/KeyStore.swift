import ApusAPI
import ApusGateway
import ApusModel

/// The keys of a venue's directory: `keys.json` with sealed secrets, and `keys.seal`, which opens them.
///
/// Both are readable by their owner alone. Only the command line writes them; a running venue reads.
struct KeyStore {
  static let fileName = "keys.json"
  static let sealName = "keys.seal"
  static let usesName = "keys.used.json"

  let directory: String
  private(set) var keys: [StoredKey]
  private let seal: Seal

  /// Reads the keys of a directory, or makes one for each customer; secrets that are found open are sealed.
  init(directory: String) throws(FileError) {
    self.directory = directory
    let path = "\(directory)/\(Self.fileName)"
    guard Files.exists(path) else {
      seal = try Self.seal(in: directory, makes: true)
      keys = House.customers.map { customer in
        var terms = KeyTerms()
        terms.created = Pause.wall
        return StoredKey(account: customer.0, owner: customer.1, terms: terms)
      }
      try save()
      return
    }
    guard try !Files.isOpenToOthers(path) else {
      throw FileError("\(path) holds secrets and others may read it; try: chmod 600 \(path)")
    }
    let bytes = try Files.read(path)
    // A file from before there was a seal says so by its secrets; only then a seal may be made for it.
    let isPlain = String(decoding: bytes, as: UTF8.self).contains(#""apiSecret""#)
    seal = try Self.seal(in: directory, makes: isPlain)
    keys = try Self.keys(bytes, seal, path)
    try check()
    if keys.contains(where: \.isPlain) { try save() }
  }

  /// The keys as the gateway knows them.
  func apiKeys(uses: [String: KeyUse] = [:]) -> [APIKey] {
    keys.map {
      APIKey(
        id: $0.id, secret: $0.secret, account: $0.account, owner: $0.owner, terms: $0.terms, lastUse: uses[$0.id])
    }
  }

  /// The keys a new venue made for its customers, which guard nothing but paper and are shown at every start. A secret
  /// that was told once, when somebody asked for a key, is not told again.
  var shown: [StoredKey] {
    House.customers.compactMap { customer in
      keys.first { $0.account == customer.0 }.flatMap { $0.isUnbounded ? $0 : nil }
    }
  }

  /// Adds a key.
  mutating func add(_ key: StoredKey) throws(FileError) {
    keys.append(key)
    try check()
    try save()
  }

  /// Changes the terms of the key whose name begins so; returns its whole name.
  mutating func change(_ name: String, _ change: (inout KeyTerms) -> Void) throws(FileError) -> String {
    let place = try place(of: name)
    change(&keys[place].terms)
    try save()
    return keys[place].id
  }

  /// Removes the key whose name begins so; returns its whole name.
  mutating func remove(_ name: String) throws(FileError) -> String {
    let gone = keys.remove(at: try place(of: name))
    try save()
    return gone.id
  }

  private func place(of name: String) throws(FileError) -> Int {
    let places = keys.indices.filter { !name.isEmpty && keys[$0].id.hasPrefix(name) }
    guard places.count == 1 else {
      throw FileError(places.isEmpty ? "there is no key \(name)" : "\(places.count) keys begin with \(name)")
    }
    return places[0]
  }

  private func save() throws(FileError) {
    var writer = JSONWriter()
    writer.beginArray()
    for key in keys { key.write(into: &writer, seal) }
    writer.endArray()
    try Files.replace("\(directory)/\(Self.fileName)", with: writer.bytes, mode: 0o600)
  }

  private static func keys(_ bytes: [UInt8], _ seal: Seal, _ path: String) throws(FileError) -> [StoredKey] {
    let value: JSONValue
    do throws(JSONRefusal) {
      value = try JSONReader.read(bytes)
    } catch { throw FileError("\(path) is not a list of keys: \(error.reason.rawValue) at byte \(error.offset)") }
    guard case .array(let values) = value else { throw FileError("\(path) is not a list of keys") }
    var keys: [StoredKey] = []
    for (place, value) in values.enumerated() {
      guard let key = StoredKey(value, seal) else {
        throw FileError("\(path) is not a list of keys: number \(place + 1) is none, or not of this \(sealName)")
      }
      keys.append(key)
    }
    return keys
  }

  /// Who may have keys: the customers, and the sub-accounts they opened.
  func owners() throws(FileError) -> [(account: AccountID, name: String)] {
    House.customers + (try HouseBook.profiles(directory).subaccounts)
  }

  private func check() throws(FileError) {
    let path = "\(directory)/\(Self.fileName)"
    guard Set(keys.map(\.id)).count == keys.count else { throw FileError("\(path) holds a key twice") }
    guard !keys.contains(where: { $0.id.isEmpty || $0.secret.isEmpty }) else {
      throw FileError("\(path) holds an empty key or secret")
    }
    let owners = try owners().map(\.account)
    if let key = keys.first(where: { !owners.contains($0.account) }) {
      throw FileError("\(path) holds a key of account \(key.account.rawValue), which is no customer's")
    }
  }

  private static func seal(in directory: String, makes: Bool) throws(FileError) -> Seal {
    let path = "\(directory)/\(sealName)"
    if !Files.exists(path) {
      guard makes else { throw FileError("\(path) is missing, and without it the secrets beside it cannot be opened") }
      var generator = SystemRandomNumberGenerator()
      let bytes = (0..<Seal.size).map { _ in UInt8(truncatingIfNeeded: generator.next() as UInt64) }
      let digits = Array("0123456789abcdef".utf8)
      let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
      try Files.replace(path, with: text, mode: 0o600)
    }
    guard try !Files.isOpenToOthers(path) else {
      throw FileError("\(path) holds a secret and others may read it; try: chmod 600 \(path)")
    }
    let text = String(decoding: try Files.read(path), as: UTF8.self).filter { !$0.isWhitespace }
    guard let seal = [UInt8](hexadecimal: text).flatMap({ Seal(key: $0) }) else {
      throw FileError("\(path) is no seal: there must be 64 hexadecimal digits")
    }
    return seal
  }
}
