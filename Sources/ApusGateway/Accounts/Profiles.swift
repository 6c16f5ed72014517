import ApusAPI
public import ApusModel
import Synchronization

/// What accounts' owners keep at the venue beside money: sub-accounts and preferences. The log knows nothing of it.
public final class Profiles: Sendable {
  /// An account that belongs to another.
  public struct Subaccount: Hashable, Sendable {
    let account: AccountID
    let parent: AccountID
    var name: String
  }

  /// The most sub-accounts of one account.
  static let most = 5
  /// The most preferences of one account.
  static let mostPreferences = 200

  fileprivate struct Content {
    var subaccounts: [Subaccount] = []
    var preferences: [AccountID: JSONObject] = [:]
  }

  private let content: Mutex<Content>
  private let keep: @Sendable ([UInt8]) -> Bool

  /// Profiles that are forgotten with the process.
  public init() {
    content = Mutex(Content())
    keep = { _ in true }
  }

  /// Profiles as they were kept; nil when these are none.
  ///
  /// - Parameter keep: puts the bytes where they will be found again; false when it cannot.
  public init?(_ bytes: [UInt8], keep: @escaping @Sendable ([UInt8]) -> Bool) {
    guard let content = Content(bytes) else { return nil }
    self.content = Mutex(content)
    self.keep = keep
  }

  // MARK: Sub-accounts

  /// Every sub-account, whosever it is, and what it is called.
  public var subaccounts: [(account: AccountID, name: String)] {
    content.withLock { $0.subaccounts.map { ($0.account, $0.name) } }
  }

  /// The sub-accounts of an account.
  func subaccounts(of parent: AccountID) -> [Subaccount] {
    content.withLock { $0.subaccounts.filter { $0.parent == parent } }
  }

  /// Whose sub-account an account is; nil when it is nobody's.
  func parent(of account: AccountID) -> AccountID? {
    content.withLock { $0.subaccounts.first { $0.account == account }?.parent }
  }

  /// The account of that number, if it is the account itself or one of its sub-accounts.
  func member(_ number: Int64, of parent: AccountID, else refusal: APIError) throws(APIError) -> AccountID {
    if number == Int64(parent.rawValue) { return parent }
    guard let found = subaccounts(of: parent).first(where: { Int64($0.account.rawValue) == number }) else {
      throw refusal
    }
    return found.account
  }

  /// Refuses a name that another sub-account has, or that would not show as it is where the operator reads it.
  func check(_ name: String, of parent: AccountID) throws(APIError) {
    guard name.isLegible else { throw .invalidAccountName }
    if subaccounts(of: parent).contains(where: { $0.name == name }) { throw .duplicateAccountName }
  }

  /// Notes whose an account is.
  func add(_ subaccount: Subaccount) throws(APIError) {
    try change { $0.subaccounts.append(subaccount) }
  }

  /// Gives a sub-account another name.
  func rename(_ account: AccountID, _ name: String) throws(APIError) {
    try change { content in
      for place in content.subaccounts.indices where content.subaccounts[place].account == account {
        content.subaccounts[place].name = name
      }
    }
  }

  // MARK: Preferences

  /// What the owner of an account chose.
  func preferences(of account: AccountID) -> JSONObject { content.withLock { $0.preferences[account] ?? JSONObject() } }

  /// Adds preferences, or puts them in place of all others.
  func set(_ preferences: JSONObject, of account: AccountID, overwriting: Bool) throws(APIError) {
    let all = overwriting ? preferences : preferences.merging(self.preferences(of: account))
    guard all.members.count <= Self.mostPreferences else { throw .invalidPreferences }
    try change { $0.preferences[account] = all }
  }

  // MARK: Keeping

  /// Changes nothing when what is new cannot be kept.
  private func change(_ body: (inout Content) -> Void) throws(APIError) {
    let isKept = content.withLock { content in
      var new = content
      body(&new)
      guard keep(new.bytes) else { return false }
      content = new
      return true
    }
    guard isKept else { throw .notKept }
  }
}

extension APIError {
  /// The disk took nothing.
  fileprivate static let notKept = APIError(503, "The venue cannot keep this at the moment. Please try again later.")
}

extension Profiles.Subaccount {
  /// The row of the account.
  var row: SubaccountRow {
    var row = SubaccountRow(id: Int64(account.rawValue), accountName: name)
    row.parentId = Int64(parent.rawValue)
    return row
  }
}

extension Profiles.Content {
  fileprivate init?(_ bytes: [UInt8]) {
    let value: JSONValue
    do throws(JSONRefusal) { value = try JSONReader.read(bytes) } catch { return nil }
    guard case .object(let file) = value, case .array(let subaccounts)? = file["subaccounts"],
      case .object(let preferences)? = file["preferences"]
    else { return nil }
    for subaccount in subaccounts {
      guard case .object(let object) = subaccount, case .number(let account)? = object["account"],
        case .number(let parent)? = object["parent"], case .string(let name)? = object["name"],
        let account = UInt32(account), let parent = UInt32(parent)
      else { return nil }
      self.subaccounts.append(
        Profiles.Subaccount(account: AccountID(account), parent: AccountID(parent), name: name))
    }
    for member in preferences.members {
      guard let account = UInt32(member.name), case .object(let chosen) = member.value else { return nil }
      self.preferences[AccountID(account)] = chosen
    }
  }

  fileprivate var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("subaccounts")
    writer.beginArray()
    for subaccount in subaccounts {
      writer.beginObject()
      writer.member("account", Int64(subaccount.account.rawValue))
      writer.member("parent", Int64(subaccount.parent.rawValue))
      writer.member("name", subaccount.name)
      writer.endObject()
    }
    writer.endArray()
    writer.name("preferences")
    writer.beginObject()
    for (account, chosen) in preferences.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      writer.name("\(account.rawValue)")
      writer.append(.object(chosen))
    }
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }
}
