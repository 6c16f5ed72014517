import ApusAPI
import ApusExchange
import ApusModel
import ApusStore
import ApusTables

extension Routes {
  /// How money comes and goes.
  static let wallets: [Route] = [
    .get(
      "/wallet/assets", .open,
      Operation("Wallet.getAssetsConfig", "The currencies that wallets hold.", answers: .rows(.assetsConfig))
    ) { _ throws(APIError) in list(PaperNetwork.assets) },
    .get(
      "/wallet/networks", .open,
      Operation(
        "Wallet.getNetworksConfig", "The networks that currencies travel over.", answers: .rows(.networksConfig))
    ) { _ throws(APIError) in list(PaperNetwork.allCases.map(\.row)) },
    .get("/user/depositAddress", .read, .getDepositAddress) { call throws(APIError) in
      var writer = JSONWriter(capacity: 64)
      writer.append(try depositAddress(call))
      return writer.bytes
    },
    .get("/user/depositAddressInformation", .read, .getDepositAddressInformation) { call throws(APIError) in
      var writer = JSONWriter(capacity: 64)
      writer.append(DepositAddressRow(address: try depositAddress(call)), DepositAddressRow.schema)
      return writer.bytes
    },
    .list("/user/walletSummary", .read, .getWalletSummary) { call throws(APIError) in
      let query = try WalletSummaryQuery(call.parameters)
      let account = call.account
      let margins = call.venue.exchange.read { $0.margins(of: account) }
      let wanted = margins.filter { query.currency == nil || $0.currency == query.currency }
      guard !wanted.isEmpty || Currency(word: query.currency ?? "") != nil else { throw .invalidCurrency }
      let (from, to) = (query.startTime ?? .min, query.endTime ?? .max)
      return HistoryReading { (store) throws(HistoryFailure) in
        let sums = from > to ? [] : try store.walletSums(of: Int64(account.rawValue), from...to)
        return list(wanted.flatMap { WalletSummaryRow.rows($0, sums) })
      }
    },
    .act(.post, "/user/requestWithdrawal", .withdraw, .requestWithdrawal) { call throws(APIError) in
      let request = try WithdrawalRequest(call.parameters)
      let network = try PaperNetwork(request.place)
      let fee = try network.fee(request.fee)
      guard request.amount > fee.rawValue else { throw .invalidAmount }
      let command = RequestWithdrawal(
        account: call.account, currency: network.currency, amount: Amount(rawValue: request.amount), fee: fee)
      return .command(
        .requestWithdrawal(command), saying: WithdrawalNotes(text: request.text, address: request.address).remark,
        by: call.account, .transaction(network.currency))
    },
    .act(.post, "/user/confirmWithdrawal", .withdraw, .confirmWithdrawal) { call throws(APIError) in
      resolve(try WithdrawalReference(call.parameters, "token", else: .invalidToken), true, call)
    },
    .act(.post, "/user/cancelWithdrawal", .withdraw, .cancelWithdrawal) { call throws(APIError) in
      resolve(try WithdrawalReference(call.parameters, "token", else: .invalidToken), false, call)
    },
    .act(.delete, "/user/withdrawal", .withdraw, .cancelPendingWithdrawal) { call throws(APIError) in
      resolve(try WithdrawalReference(call.parameters, "transactID", else: .invalidTransaction), false, call)
    },
    .act(.post, "/user/walletTransfer", .withdraw, .walletTransfer) { call throws(APIError) in
      let request = try WalletTransferRequest(call.parameters)
      guard let currency = Currency(word: request.currency) else { throw .invalidCurrency }
      let family = call.venue.profiles
      let payer = request.from ?? Int64(call.account.rawValue)
      let from = try family.member(payer, of: call.account, else: .invalidFromAccount)
      let to = try family.member(request.target, of: call.account, else: .invalidTargetAccount)
      guard from != to else { throw .invalidTargetAccount }
      let command = TransferWallet(from: from, to: to, currency: currency, amount: Amount(rawValue: request.amount))
      return .command(.transferWallet(command), .transaction(currency))
    },
  ]

  /// The owner's word about a withdrawal that waits; one that is not there answers 404.
  private static func resolve(_ reference: WithdrawalReference, _ isConfirmed: Bool, _ call: Call) -> Act {
    // No entry has the number 0.
    let decision = ResolveWithdrawal(
      account: call.account, withdrawal: TransactionNumber(rawValue: reference.number).withdrawal ?? 0,
      isConfirmed: isConfirmed)
    return .command(.resolveWithdrawal(decision), .transaction(.xbt))
  }

  private static func depositAddress(_ call: Call) throws(APIError) -> String {
    try PaperNetwork(try DepositAddressQuery(call.parameters)).address(of: call.account)
  }
}

extension Operation {
  private static let place = [
    Parameter("currency", .text, "The currency.", choices: Currency.words).required,
    Parameter("network", .text, "The network.", choices: PaperNetwork.allCases.map(\.rawValue)).required,
  ]

  fileprivate static let getDepositAddress = Operation(
    "User.getDepositAddress", "Where money for the account would be sent to, if it were no paper.",
    takes: place, answers: .text)

  fileprivate static let getDepositAddressInformation = Operation(
    "User.getDepositAddressInformation", "Where money for the account would be sent to, and with which memo.",
    takes: place, answers: .row(.depositAddress))

  fileprivate static let getWalletSummary = Operation(
    "User.getWalletSummary", "The changes of a wallet summed up by kind and contract, and what it comes to.",
    takes: [.currency, .startTime, .endTime], answers: .rows(.walletSummaryRecord))

  fileprivate static let requestWithdrawal = Operation(
    "User.requestWithdrawal", "Sets paper money aside that is to leave the venue once that is confirmed.",
    takes: [Parameter("otpToken", .text, "Not read: the key's permission is enough.")] + place + [
      .amount, Parameter("address", .text, "Where it goes; on paper, nothing arrives there."),
      Parameter("memo", .text, "Not read: `text` is what is kept."),
      Parameter("addressId", .number, "Refused: the venue keeps no list of addresses."),
      Parameter("targetUserId", .number, "Refused: `User.walletTransfer` moves money within a family of accounts."),
      Parameter("fee", .number, "What the network takes of the amount; the least it takes when left out."), .text,
    ], answers: .row(.transaction))

  fileprivate static let confirmWithdrawal = Operation(
    "User.confirmWithdrawal", "Has a withdrawal that waits paid out, for ever.",
    takes: [token], answers: .row(.transaction))

  fileprivate static let cancelWithdrawal = Operation(
    "User.cancelWithdrawal", "Takes a withdrawal that waits back into the wallet.",
    takes: [token], answers: .row(.transaction))

  fileprivate static let cancelPendingWithdrawal = Operation(
    "User.cancelPendingWithdrawal", "Takes a withdrawal that waits back into the wallet.",
    takes: [Parameter("transactID", .text, "The withdrawal.").required], answers: .row(.transaction))

  private static let token = Parameter("token", .text, "The `transactID` of the withdrawal: nobody is mailed another.")
    .required

  fileprivate static let walletTransfer = Operation(
    "User.walletTransfer", "Moves money between an account and its sub-accounts.",
    takes: [
      Parameter("currency", .text, "The currency.", choices: Currency.words).required, .amount,
      Parameter("fromAccountId", .whole, "Whose wallet pays; your own when left out."),
      Parameter("targetAccountId", .whole, "Whose wallet receives.").required,
    ], answers: .row(.transaction))
}

extension Parameter {
  fileprivate static let amount = Parameter("amount", .whole, "How much, in the smallest unit of the currency.")
    .required
}

/// A network as the venue pretends to be on it: money that is paper travels over none.
enum PaperNetwork: String, CaseIterable {
  case bitcoin = "btc"
  case ethereum = "eth"

  /// The network that a request names, if it carries the currency that it names.
  init(_ place: DepositAddressQuery) throws(APIError) {
    guard let currency = Currency(word: place.currency) else { throw .invalidCurrency }
    guard let network = PaperNetwork(rawValue: place.network.lowercased()), network.rawValue == currency.network else {
      throw .invalidNetwork
    }
    self = network
  }

  /// What it carries.
  var currency: Currency { self == .bitcoin ? .xbt : .usdt }

  /// The least and the most the network takes of a withdrawal, in the smallest unit.
  private var leastFee: Int64 { self == .bitcoin ? 10_000 : 0 }
  private var mostFee: Int64 { self == .bitcoin ? 10_000_000 : 0 }

  /// What the network takes of a withdrawal: what was sent, in the smallest unit or, below one, in whole coins.
  func fee(_ sent: Decimal?) throws(APIError) -> Amount {
    guard let sent else { return Amount(rawValue: leastFee) }
    guard let fee = sent > .zero && sent < 1 ? sent.scaled(to: currency.decimals) : sent.wholeNumber,
      (leastFee...mostFee).contains(fee)
    else { throw .invalidFee }
    return Amount(rawValue: fee)
  }

  /// An address that nobody can take for one of the real network.
  func address(of account: AccountID) -> String { "apus-paper-\(rawValue)-account-\(account.rawValue)" }

  var row: NetworkRow {
    NetworkRow(
      network: rawValue, name: self == .bitcoin ? "Bitcoin on paper" : "Ethereum on paper",
      currency: self == .bitcoin ? "XBt" : "Gwei", networkSymbol: rawValue)
  }

  /// The currencies with the networks that carry them.
  static let assets: [AssetRow] = allCases.map { network in
    let currency = network.currency
    var row = AssetRow(
      asset: currency.name.description, currency: currency.symbol.description,
      name: currency == .xbt ? "Bitcoin" : "Tether USD", scale: Int64(currency.decimals))
    row.networks = [
      JSONObject([
        JSONObject.Member("asset", .string(network.rawValue)), JSONObject.Member("tokenAddress", .null),
        JSONObject.Member("depositEnabled", .bool(false)), JSONObject.Member("withdrawalEnabled", .bool(true)),
        JSONObject.Member("withdrawalFee", .number("\(network.leastFee)")),
        JSONObject.Member("minFee", .number("\(network.leastFee)")),
        JSONObject.Member("maxFee", .number("\(network.mostFee)")),
      ])
    ]
    return row
  }
}

extension Currency {
  /// The names of their smallest units.
  fileprivate static var words: [String] { allCases.map(\.symbol.description) }

  /// The currency of that name of its smallest unit.
  init?(word: String) {
    guard let currency = Self.allCases.first(where: { $0.symbol.description == word }) else { return nil }
    self = currency
  }
}

extension WalletSummaryRow {
  /// One row for each kind of change and contract, one for what is open, and the sum.
  static func rows(_ margin: MarginRow, _ sums: [WalletSum]) -> [Self] {
    func row(_ type: String, _ symbol: String?) -> WalletSummaryRow {
      var row = WalletSummaryRow(account: margin.account, currency: margin.currency, transactType: type)
      row.symbol = symbol
      return row
    }
    let changes = sums.filter { $0.currency == margin.currency }.map { sum in
      var change = row(sum.type, sum.symbol)
      change.amount = sum.amount
      if sum.type == "RealisedPNL" { change.realisedPnl = sum.amount }
      return change
    }
    var open = row("UnrealisedPNL", nil)
    open.unrealisedPnl = margin.unrealisedPnl
    var total = row("Total", nil)
    total.amount = margin.walletBalance
    total.realisedPnl = margin.realisedPnl
    total.walletBalance = margin.walletBalance
    total.unrealisedPnl = margin.unrealisedPnl
    total.marginBalance = margin.marginBalance
    return changes + [open, total]
  }
}
