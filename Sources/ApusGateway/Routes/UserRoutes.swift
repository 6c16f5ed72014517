import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// What an account has.
  static let user: [Route] = [
    .get(
      "/user/margin", .read,
      Operation(
        "User.getMargin", "What the account has in one currency and how much of it is tied up.",
        takes: [.currency], answers: .row(.margin))
    ) { call throws(APIError) in
      try money(call, { $0.margins(of: $1) }, { $0.currency }, { MarginRow(account: $0, currency: $1) })
    },
    .get(
      "/user/wallet", .read,
      Operation(
        "User.getWallet", "What the account deposited, withdrew and transferred in one currency.",
        takes: [.currency], answers: .row(.wallet))
    ) { call throws(APIError) in
      try money(call, { $0.wallets(of: $1) }, { $0.currency }, { WalletRow(account: $0, currency: $1) })
    },
    .get(
      "/user/commission", .read,
      Operation("User.getCommission", "The account's fees in each contract.", answers: .rowsByName(.commission))
    ) { call throws(APIError) in commissions(call) },
  ]

  /// One row for the currency that is asked for, or all of them in a list.
  private static func money<Row: TableRow>(
    _ call: Call, _ rows: (borrowing Tables, AccountID) -> [Row], _ currency: (Row) -> String,
    _ empty: (Int64, String) -> Row
  ) throws(APIError) -> [UInt8] {
    let query = try CurrencyQuery(call.parameters)
    let account = call.account
    let found = call.venue.exchange.read { rows($0, account) }
    var writer = JSONWriter(capacity: 1_024)
    guard let wanted = query.currency else {
      writer.beginArray()
      for row in found { writer.append(row, Row.schema) }
      writer.endArray()
      return writer.bytes
    }
    guard Currency.allCases.contains(where: { $0.symbol.description == wanted }) else { throw .invalidCurrency }
    let row = found.first { currency($0) == wanted } ?? empty(Int64(account.rawValue), wanted)
    writer.append(row, Row.schema)
    return writer.bytes
  }

  private static func commissions(_ call: Call) -> [UInt8] {
    let account = call.account
    let (terms, tier) = call.venue.exchange.read { tables in
      let all = (0..<tables.instrumentCount).map { tables.terms(of: InstrumentID(rawValue: UInt16($0))) }
      return (all, tables.standing(of: account)?.plan.feeTier ?? 0)
    }
    var writer = JSONWriter(capacity: 256)
    writer.beginObject()
    for contract in terms {
      let fees = contract.fees(at: tier)
      writer.name(contract.symbol.description)
      let row = CommissionRow(
        makerFee: Decimal(fees.maker.rawValue, scale: 8), takerFee: Decimal(fees.taker.rawValue, scale: 8),
        settlementFee: Decimal(contract.settlementFee.rawValue, scale: 8))
      writer.append(row, CommissionRow.schema)
    }
    writer.endObject()
    return writer.bytes
  }
}

extension TransactionRow {
  /// What is open, which is no change of the wallet yet and so happened at no time.
  init(unrealised margin: MarginRow) {
    let number = TransactionNumber(
      unrealisedOf: margin.account, currency: margin.currency == CurrencyQuery.usual ? 0 : 1)
    self.init(transactID: PublicID(.transaction, number.rawValue), account: margin.account, currency: margin.currency)
    transactType = "UnrealisedPNL"
    transactStatus = "Pending"
    amount = margin.unrealisedPnl
    fee = 0
    walletBalance = margin.walletBalance
  }
}
