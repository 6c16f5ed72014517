// Every table of the contract, with a row of each that knows as little as a row can.

extension Model {
  /// A contract or an index.
  public static let instrument = Model(
    "Instrument", "A contract or an index: its terms, and its prices now.", InstrumentRow.schema,
    blank: InstrumentRow(symbol: ""))
  /// What an index is made of.
  public static let indexComposite = Model(
    "IndexComposite", "One source of an index, or the index itself.", IndexCompositeRow.schema,
    blank: IndexCompositeRow(timestamp: 0, indexSymbol: ""))
  /// A level of an order book.
  public static let orderBookL2 = Model(
    "OrderBookL2", "The contracts that rest at one price on one side.", OrderBookRow.schema,
    blank: OrderBookRow(symbol: "", id: 0, side: ""))
  /// The touch of a market.
  public static let quote = Model(
    "Quote", "The best prices on both sides and what rests there.", QuoteRow.schema,
    blank: QuoteRow(timestamp: 0, symbol: ""))
  /// A match.
  public static let trade = Model(
    "Trade", "One match of a maker and a taker.", TradeRow.schema, blank: TradeRow(timestamp: 0, symbol: ""))
  /// A bin of trades.
  public static let tradeBin = Model(
    "TradeBin", "What was traded within a length of time; its timestamp is the end of that.", TradeBinRow.schema,
    blank: TradeBinRow(timestamp: 0, symbol: ""))
  /// A funding.
  public static let funding = Model(
    "Funding", "The rate that longs paid to shorts at one funding time.", FundingRow.schema,
    blank: FundingRow(timestamp: 0, symbol: ""))
  /// A settlement.
  public static let settlement = Model(
    "Settlement", "The price at which a contract was paid out or struck.", SettlementRow.schema,
    blank: SettlementRow(symbol: "", timestamp: 0))
  /// The insurance fund.
  public static let insurance = Model(
    "Insurance", "What the insurance fund held at one moment.", InsuranceRow.schema,
    blank: InsuranceRow(currency: "", timestamp: 0))
  /// An open liquidation.
  public static let liquidation = Model(
    "Liquidation", "An order of the liquidation engine that is open.", LiquidationRow.schema,
    blank: LiquidationRow(orderID: PublicID(.order, 0), symbol: ""))
}

extension Model {
  /// An order.
  public static let order = Model(
    "Order", "An order and where it stands.", OrderRow.schema,
    blank: OrderRow(orderID: PublicID(.order, 0), account: 0, symbol: ""))
  /// An execution.
  public static let execution = Model(
    "Execution", "One thing that happened to an order or a position.", ExecutionRow.schema,
    blank: {
      var row = ExecutionRow(execID: PublicID(.execution, 0), account: 0, symbol: "")
      row.timestamp = 0
      return row
    }())
  /// A position.
  public static let position = Model(
    "Position", "What an account holds in one contract, and what it is worth.", PositionRow.schema,
    blank: PositionRow(account: 0, symbol: ""))
  /// Margin.
  public static let margin = Model(
    "Margin", "What an account has in one currency and how much of it is tied up.", MarginRow.schema,
    blank: MarginRow(account: 0, currency: ""))
  /// A wallet.
  public static let wallet = Model(
    "Wallet", "What an account deposited, withdrew and transferred in one currency.", WalletRow.schema,
    blank: WalletRow(account: 0, currency: ""))
  /// A change of a wallet.
  public static let transaction = Model(
    "Transaction", "One change of a wallet.", TransactionRow.schema,
    blank: TransactionRow(transactID: PublicID(.transaction, 0), account: 0, currency: ""))
  /// Leverage interest.
  public static let interest = Model(
    "Interest", "The interest charged on one position for one day.", InterestRow.schema,
    blank: InterestRow(execID: PublicID(.execution, 0), account: 0, symbol: "", timestamp: 0))
}

extension Model {
  /// What was traded in a series.
  public static let stats = Model(
    "Stats", "What was traded in a series of contracts in a day, and what is held.", StatsRow.schema,
    blank: StatsRow(rootSymbol: "", currency: nil))
  /// A currency.
  public static let assetsConfig = Model(
    "AssetsConfig", "A currency that wallets hold.", AssetRow.schema,
    blank: AssetRow(asset: "", currency: "", name: "", scale: 0))
  /// An account's owner.
  public static let user = Model(
    "User", "Who an account belongs to.", UserRow.schema, blank: UserRow(id: 0, username: ""))
  /// The fees of a contract.
  public static let commission = Model(
    "UserCommission", "The rates of fees of one contract for an account.", CommissionRow.schema,
    blank: CommissionRow(makerFee: .zero, takerFee: .zero, settlementFee: .zero))
}

extension Model {
  /// Series and terms.
  public static let instrumentInterval = Model(
    "InstrumentInterval", "The series and terms that symbols can be named by, and the contract each means now.",
    InstrumentIntervalRow.schema, blank: InstrumentIntervalRow(intervals: [], symbols: []))
}
