/// `GET /user/depositAddress`: where money is sent to.
public struct DepositAddressQuery: Hashable, Sendable {
  /// The currency, in the venue's spelling.
  public var currency: String
  /// The network.
  public var network: String

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    currency = try parameters.currency()
    guard let network = try parameters.text("network", longest: 32, else: .invalidNetwork) else {
      throw .invalidNetwork
    }
    self.network = network
  }
}

/// `POST /user/requestWithdrawal`: take money out.
public struct WithdrawalRequest: Hashable, Sendable {
  /// From where over which network.
  public var place: DepositAddressQuery
  /// How much, in the smallest unit.
  public var amount: Int64
  /// What the network takes of it; nil for the least.
  public var fee: Decimal?
  /// The client's notes.
  public var text: String?
  /// Where it goes.
  public var address: String?

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    place = try DepositAddressQuery(parameters)
    // Money that is meant for somebody must not leave for nobody.
    guard parameters["targetUserId"] ?? .null == .null else { throw .invalidTargetUser }
    guard parameters["addressId"] ?? .null == .null else { throw .invalidAddressID }
    amount = try parameters.amount()
    fee = try parameters.decimal("fee", else: .invalidFee)
    text = try parameters.notes()
    address = try parameters.legible("address", longest: 128, else: .invalidAddress)
  }
}

/// A withdrawal that waits, as a client names it.
public struct WithdrawalReference: Hashable, Sendable {
  /// The venue's number of it.
  public var number: UInt64

  /// Reads the parameter of that name.
  public init(_ parameters: JSONObject, _ name: String, else refusal: APIError) throws(APIError) {
    guard let text = try parameters.text(name, else: refusal) else { throw refusal }
    if let id = PublicID(text), id.kind == .transaction {
      number = id.number
    } else {
      // A name that the venue never gave is that of nothing.
      guard PublicID.isUUID(text) else { throw refusal }
      number = 0
    }
  }
}

/// `POST /user/walletTransfer`: move money between accounts of one family.
public struct WalletTransferRequest: Hashable, Sendable {
  /// The currency, in the venue's spelling.
  public var currency: String
  /// How much, in the smallest unit.
  public var amount: Int64
  /// Whose wallet pays; nil for that of who asks.
  public var from: Int64?
  /// Whose wallet receives.
  public var target: Int64

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    currency = try parameters.currency()
    amount = try parameters.amount()
    from = try parameters.whole("fromAccountId", else: .invalidFromAccount)
    guard let target = try TargetAccount(parameters).number else { throw .invalidTargetAccount }
    self.target = target
  }
}

/// The parameter `targetAccountId`: another account of the family.
public struct TargetAccount: Hashable, Sendable {
  /// The account; nil for that of who asks.
  public var number: Int64?

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    number = try parameters.whole("targetAccountId", else: .invalidTargetAccount)
  }
}

/// `POST /user/addSubaccount` and `updateSubaccount`: what a sub-account is called.
public struct SubaccountRequest: Hashable, Sendable {
  /// Which one, where there is one already.
  public var account: Int64?
  /// The name.
  public var name: String

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    account = try TargetAccount(parameters).number
    guard let name = try parameters.text("accountName", longest: 64, else: .invalidAccountName) else {
      throw .invalidAccountName
    }
    self.name = name
  }
}

/// `POST /user/preferences`: what an owner wants to find again.
public struct PreferencesRequest: Hashable, Sendable {
  /// Named values.
  public var preferences: JSONObject
  /// Whether all others are forgotten.
  public var overwrites: Bool

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    guard let preferences = try parameters.object("prefs", else: .invalidPreferences) else { throw .invalidPreferences }
    guard preferences.isKeepable else { throw .invalidPreferences }
    self.preferences = preferences
    overwrites = try parameters.truth("overwrite", else: .invalidOverwrite) ?? false
  }
}

/// `GET /user/walletSummary`: which changes are summed up.
public struct WalletSummaryQuery: Hashable, Sendable {
  /// The currency; nil for all of them.
  public var currency: String?
  /// Only changes from this moment on, in milliseconds since 1970.
  public var startTime: Int64?
  /// Only changes up to this moment, in milliseconds since 1970.
  public var endTime: Int64?

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    let parameters = parameters.stated
    currency = try CurrencyQuery(parameters).currency
    startTime = try parameters.moment("startTime", else: .startTimeInvalid)
    endTime = try parameters.moment("endTime", else: .endTimeInvalid)
  }
}

/// `GET /user/executionHistory`: the executions of a contract in the session that ends at a moment.
public struct ExecutionHistoryQuery: Hashable, Sendable {
  /// The contract.
  public var symbol: SymbolReference
  /// The end of the session, in milliseconds since 1970.
  public var timestamp: Int64

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    symbol = try SymbolReference(required: parameters)
    guard let moment = try parameters.moment("timestamp", else: .timestampInvalid) else { throw .timestampInvalid }
    timestamp = moment
  }
}

/// `GET /userEvent`: which events.
public struct UserEventQuery: Hashable, Sendable {
  /// The most rows.
  public var count: Int
  /// The highest number that is wanted; nil for the latest.
  public var startID: Int64?

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    let wanted = try parameters.whole("count", else: .countInvalid) ?? 150
    guard wanted > 0 else { throw .countInvalid }
    count = Int(min(wanted, 500))
    startID = try parameters.whole("startId", else: .startIDInvalid)
  }
}

/// A parameter that is one word, such as `method` of the leaderboard.
public struct WordQuery: Hashable, Sendable {
  /// The word; nil when it was left out.
  public var word: String?

  /// Reads a parameter that may be one of these words; refuses others.
  public init(_ parameters: JSONObject, _ name: String, of words: [String], else refusal: APIError) throws(APIError) {
    word = try parameters.text(name, else: refusal)
    if let word, !words.contains(word) { throw refusal }
  }
}

extension JSONObject {
  /// The currency, which must be named.
  fileprivate func currency() throws(APIError) -> String {
    guard let currency = try text("currency", longest: 16, else: .invalidCurrency) else { throw .invalidCurrency }
    return currency
  }

  /// An amount above zero.
  fileprivate func amount() throws(APIError) -> Int64 {
    guard let amount = try whole("amount", else: .invalidAmount), amount > 0 else { throw .invalidAmount }
    return amount
  }
}
