import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// An account and its owner.
  static let accounts: [Route] = [
    .get("/user", .read, Operation("User.get", "Who the account belongs to.", answers: .row(.user))) {
      call throws(APIError) in about(call)
    },
    .act(
      .post, "/user/preferences", .read,
      Operation(
        "User.savePreferences", "Keeps what you want to find again at the venue.",
        takes: [
          Parameter("prefs", .json, "An object of names and values.").required,
          Parameter("overwrite", .truth, "Whether all other names are forgotten.", usual: false),
        ], answers: .row(.user))
    ) { call throws(APIError) in
      let request = try PreferencesRequest(call.parameters)
      try call.venue.profiles.set(request.preferences, of: call.account, overwriting: request.overwrites)
      return .answer(about(call))
    },
    .act(
      .post, "/user/logout", .open,
      Operation(
        "User.logout", "Ends a session of a browser, of which a key has none: nothing changes.", answers: .nothing)
    ) { _ throws(APIError) in .answer(Array("null".utf8)) },
    .act(
      .post, "/user/addSubaccount", .order,
      Operation(
        "User.createSubAccount", "Opens an account that belongs to yours, up to \(Profiles.most) of them.",
        takes: [.accountName], answers: .row(.subaccount))
    ) { call throws(APIError) in try open(call) },
    .act(
      .post, "/user/updateSubaccount", .order,
      Operation(
        "User.updateSubAccount", "Gives a sub-account another name.",
        takes: [Parameter("targetAccountId", .whole, "The sub-account.").required, .accountName],
        answers: .row(.subaccount))
    ) { call throws(APIError) in try rename(call) },
    .get(
      "/user/getWalletTransferAccounts", .read,
      Operation(
        "User.getWalletTransferAccounts", "The accounts between whose wallets you can move money.",
        answers: .rows(.subaccount))
    ) { call throws(APIError) in
      var own = SubaccountRow(id: Int64(call.account.rawValue), accountName: call.key?.owner ?? "")
      own.parentId = call.venue.profiles.parent(of: call.account).map { Int64($0.rawValue) }
      return list([own] + call.venue.profiles.subaccounts(of: call.account).map(\.row))
    },
    .get(
      "/apiKey", .read,
      Operation(
        "APIKey.get", "The account's keys, without their secrets.",
        takes: [Parameter("reverse", .truth, "Whether they come backwards by name.", usual: false)],
        answers: .rows(.apiKey))
    ) { call throws(APIError) in
      let page = try TablePage<APIKeyRow>(try TableQuery(call.parameters, usually: 500))
      return page.json(call.venue.keys.keys(of: call.account).map(APIKeyRow.init))
    },
    .get(
      "/userEvent", .read,
      Operation(
        "UserEvent.get", "What was done with the account and its keys, the latest first.",
        takes: [
          Parameter("count", .whole, "How many rows at most.", usual: .number("150")),
          Parameter("startId", .whole, "The highest number that is wanted."),
        ], answers: .rows(.userEvent))
    ) { call throws(APIError) in
      let query = try UserEventQuery(call.parameters)
      let rows = UserEventRow.all(call).filter { $0.id <= query.startID ?? .max }
      return list(Array(rows.prefix(query.count)))
    },
  ]

  private static func about(_ call: Call) -> [UInt8] {
    var row = UserRow(id: Int64(call.account.rawValue), username: call.key?.owner ?? "")
    row.accountName = row.username
    let account = call.account
    let beginnings = call.venue.exchange.read { $0.beginnings(of: account) }
    row.firstDepositTimestamp = beginnings.deposit?.rawValue
    row.firstTradeTimestamp = beginnings.trade?.rawValue
    row.preferences = call.venue.profiles.preferences(of: call.account)
    var writer = JSONWriter(capacity: 512)
    writer.append(row, UserRow.schema)
    return writer.bytes
  }

  private static func open(_ call: Call) throws(APIError) -> Act {
    let request = try SubaccountRequest(call.parameters)
    let profiles = call.venue.profiles
    guard profiles.parent(of: call.account) == nil else { throw .subaccountOfSubaccount }
    guard profiles.subaccounts(of: call.account).count < Profiles.most else { throw .tooManySubaccounts }
    try profiles.check(request.name, of: call.account)
    let number = AccountID(UInt32(call.venue.exchange.read { $0.accountCount } + 1))
    let subaccount = Profiles.Subaccount(account: number, parent: call.account, name: request.name)
    return .command(.openAccount(OpenAccount(account: number)), .opened(subaccount, profiles))
  }

  private static func rename(_ call: Call) throws(APIError) -> Act {
    let request = try SubaccountRequest(call.parameters)
    let profiles = call.venue.profiles
    guard let number = request.account, number != Int64(call.account.rawValue) else { throw .invalidTargetAccount }
    let account = try profiles.member(number, of: call.account, else: .invalidTargetAccount)
    try profiles.check(request.name, of: call.account)
    try profiles.rename(account, request.name)
    let subaccount = Profiles.Subaccount(account: account, parent: call.account, name: request.name)
    var writer = JSONWriter(capacity: 128)
    writer.append(subaccount.row, SubaccountRow.schema)
    return .answer(writer.bytes)
  }
}

extension Parameter {
  fileprivate static let accountName = Parameter("accountName", .text, "What it is called.").required
}

extension APIKeyRow {
  /// A key without its secret.
  init(_ key: APIKey) {
    self.init(id: key.id, name: key.terms.name, userId: Int64(key.account.rawValue))
    cidrs = key.terms.addresses.map(\.description)
    permissions = key.permissions.names
    enabled = key.terms.isEnabled
    created = key.terms.created
    expires = key.terms.expires
    lastUsed = key.lastUse?.time
  }
}

extension UserEventRow {
  /// Money that came and went by name, and keys that were made, the latest first; numbered by their time.
  static func all(_ call: Call) -> [UserEventRow] {
    let account = call.account
    let changes = call.venue.exchange.read { $0.transactions(of: account) }
    let moves = changes.compactMap { change -> UserEventRow? in
      let name = change.transactType == "Withdrawal" ? change.transactStatus : change.transactType
      guard let type = types[name ?? ""], let time = change.timestamp else { return nil }
      return UserEventRow(
        account, type, time,
        [
          JSONObject.Member("transactID", .string(change.transactID.description)),
          JSONObject.Member("currency", .string(change.currency)),
          JSONObject.Member("amount", .number("\(change.amount ?? 0)")),
        ])
    }
    let keys = call.venue.keys.keys(of: account).compactMap { key -> UserEventRow? in
      key.terms.created.map { UserEventRow(account, "apiKeyCreated", $0, [JSONObject.Member("id", .string(key.id))]) }
    }
    // Of two of one millisecond that comes first which was kept last.
    return (keys + moves).enumerated().sorted { ($0.element.id, $0.offset) > ($1.element.id, $1.offset) }.map(\.element)
  }

  private static let types = [
    "Deposit": "depositConfirmed", "Transfer": "walletTransfer", "Pending": "withdrawalRequested",
    "Completed": "withdrawalConfirmed", "Canceled": "withdrawalCanceled",
  ]

  private init(_ account: AccountID, _ type: String, _ time: Int64, _ meta: [JSONObject.Member]) {
    let number = Int64(account.rawValue)
    self.init(id: time, type: type, userId: number, createdById: number, created: time)
    eventMeta = JSONObject(meta)
  }
}
