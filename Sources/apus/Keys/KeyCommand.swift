import ApusAPI
import ApusGateway
import ApusModel
import ArgumentParser

/// Makes, lists and restricts the keys of a venue's directory.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "List, make, disable and remove the API keys of a data directory.",
    discussion: """
      The venue may run meanwhile: it takes up what changes within a second. Connections that a key opened end when it \
      is disabled, removed or restricted.
      """,
    subcommands: [List.self, Add.self, Disable.self, Enable.self, Remove.self])

  struct Place: ParsableArguments {
    @Argument(help: "The venue's data directory.", completion: .directory)
    var directory: String

    func store() throws -> KeyStore {
      do throws(FileError) {
        guard Files.exists("\(directory)/\(KeyStore.fileName)") else {
          throw FileError("there are no keys in \(directory); apus serve --data makes the first")
        }
        return try KeyStore(directory: directory)
      } catch { throw failure(error.description) }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show all keys, without their secrets.")
    @OptionGroup var place: Place

    func run() throws {
      let keys = try place.store().keys
      let uses: [String: KeyUse]
      do throws(FileError) { uses = try KeyUses.read(place.directory) } catch { throw failure(error.description) }
      for key in keys { print(key.line(uses[key.id])) }
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key and show its secret, this once.",
      discussion: "Without a permission the key only reads. A permission to order includes the one to cancel.")
    @OptionGroup var place: Place

    @Option(help: "Whose key: the number of a customer's account, or of a sub-account.")
    var account: UInt32 = 1

    @Option(help: "What the key is called.")
    var label = ""

    @Option(name: .customLong("permission"), help: "order, orderCancel or withdraw; may be repeated.")
    var permissions: [String] = []

    @Option(name: .customLong("cidr"), help: "Where it may be used, such as 10.0.0.0/8 or ::1; may be repeated.")
    var addresses: [String] = []

    @Option(help: "When it comes to its end, such as 2027-01-01T00:00:00Z.")
    var expires: String?

    func terms() throws -> KeyTerms {
      var terms = KeyTerms()
      guard label.isLegible else { throw ValidationError("A label has no control characters.") }
      terms.name = label
      terms.created = Pause.wall
      guard let allowed = KeyPermissions(names: permissions) else {
        throw ValidationError("A permission is one of \(KeyPermissions.allNames.joined(separator: ", ")).")
      }
      terms.permissions = allowed
      for text in addresses {
        guard let range = AddressRange(text) else { throw ValidationError("'\(text)' is no range of addresses.") }
        terms.addresses.append(range)
      }
      if let expires {
        guard let moment = TimeReader.milliseconds(expires) else { throw ValidationError("'\(expires)' is no time.") }
        terms.expires = moment
      }
      return terms
    }

    func validate() throws { _ = try terms() }

    func run() throws {
      var store = try place.store()
      let terms = try terms()
      do throws(FileError) {
        guard let owner = try store.owners().first(where: { $0.account.rawValue == account }) else {
          throw FileError("account \(account) is neither a customer's nor a sub-account")
        }
        let key = StoredKey(account: owner.account, owner: owner.name, terms: terms)
        try store.add(key)
        print("\(key.id)  secret \(key.secret)")
      } catch { throw failure(error.description) }
    }
  }

  struct Disable: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Switch a key off.")
    @OptionGroup var place: Place
    @Argument(help: "The key, or how it begins.") var key: String
    func run() throws { print("\(try changed(place, key) { $0.isEnabled = false }) is disabled") }
  }

  struct Enable: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Switch a key on again.")
    @OptionGroup var place: Place
    @Argument(help: "The key, or how it begins.") var key: String
    func run() throws { print("\(try changed(place, key) { $0.isEnabled = true }) is enabled") }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove a key for ever.")
    @OptionGroup var place: Place
    @Argument(help: "The key, or how it begins.") var key: String

    func run() throws {
      var store = try place.store()
      do throws(FileError) { print("\(try store.remove(key)) is removed") } catch { throw failure(error.description) }
    }
  }

  private static func changed(_ place: Place, _ key: String, _ change: (inout KeyTerms) -> Void) throws -> String {
    var store = try place.store()
    do throws(FileError) { return try store.change(key, change) } catch { throw failure(error.description) }
  }
}

extension StoredKey {
  /// The key in one line, without its secret.
  fileprivate func line(_ use: KeyUse?) -> String {
    var words = ["\(id)  account \(account.rawValue) (\(owner))", terms.isEnabled ? "enabled" : "DISABLED"]
    words.append("may \((["read"] + terms.permissions.names).joined(separator: ", "))")
    if !terms.name.isEmpty { words.append("called \(terms.name)") }
    if !terms.addresses.isEmpty { words.append("from \(terms.addresses.map(\.description).joined(separator: ", "))") }
    if let expires = terms.expires { words.append("until \(Self.written(expires))") }
    words.append(use.map { "last used \(Self.written($0.time)) from \($0.address)" } ?? "never used")
    return words.joined(separator: "; ")
  }

  private static func written(_ time: Int64) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("t", timestamp: time)
    writer.endObject()
    return String(decoding: writer.bytes.dropFirst(6).dropLast(2), as: UTF8.self)
  }
}
