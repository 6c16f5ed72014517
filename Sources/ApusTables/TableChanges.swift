public import ApusAPI
public import ApusModel

/// What one batch changed in every table, each row at most once.
///
/// Rows of one topic lie together: those of public tables by symbol, those of private ones by account. An update always
/// carries a row that reads differently.
public struct TableChanges: Sendable {
  /// The number of the batch.
  public var batch: UInt64 = 0
  /// The last entry in it.
  public var sequence: UInt64 = 0
  /// The time of that entry.
  public var time = Timestamp.zero

  /// What changed in each table, under its public name.
  public var order: [RowChange<OrderRow>] = []
  public var execution: [RowChange<ExecutionRow>] = []
  public var position: [RowChange<PositionRow>] = []
  public var margin: [RowChange<MarginRow>] = []
  public var wallet: [RowChange<WalletRow>] = []
  public var transact: [RowChange<TransactionRow>] = []
  public var trade: [RowChange<TradeRow>] = []
  public var orderBookL2: [RowChange<OrderBookRow>] = []
  /// Table `orderBookL2_25`.
  public var orderBookL2Top: [RowChange<OrderBookRow>] = []
  public var orderBook10: [RowChange<OrderBook10Row>] = []
  public var quote: [RowChange<QuoteRow>] = []
  /// Tables `tradeBin1m`, `5m`, `1h` and `1d`.
  public var tradeBin = BySize<[RowChange<TradeBinRow>]> { _ in [] }
  /// Tables `quoteBin1m`, `5m`, `1h` and `1d`.
  public var quoteBin = BySize<[RowChange<QuoteRow>]> { _ in [] }
  public var instrument: [RowChange<InstrumentRow>] = []
  public var funding: [RowChange<FundingRow>] = []
  public var settlement: [RowChange<SettlementRow>] = []
  /// Leverage interest, which is no topic.
  public var interest: [RowChange<InterestRow>] = []
  public var liquidation: [RowChange<LiquidationRow>] = []
  public var insurance: [RowChange<InsuranceRow>] = []

  /// No changes.
  public init() {}

  /// True when no table changed.
  public var isEmpty: Bool {
    order.isEmpty && execution.isEmpty && position.isEmpty && margin.isEmpty && wallet.isEmpty && transact.isEmpty
      && trade.isEmpty && orderBookL2.isEmpty && orderBookL2Top.isEmpty && orderBook10.isEmpty && quote.isEmpty
      && instrument.isEmpty && funding.isEmpty && settlement.isEmpty && interest.isEmpty && liquidation.isEmpty
      && insurance.isEmpty && tradeBin.all.allSatisfy(\.isEmpty) && quoteBin.all.allSatisfy(\.isEmpty)
  }
}
