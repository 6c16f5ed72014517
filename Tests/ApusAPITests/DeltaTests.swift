import ApusAPI
import Testing

/// A client's copy of one row, kept as the realtime guide tells: a partial replaces, an update overwrites.
private struct ClientCopy {
  private(set) var columns: [String: JSONValue] = [:]

  mutating func take(_ frame: [UInt8]) throws {
    guard case .object(let message) = try JSONReader.read(frame), case .array(let rows)? = message["data"],
      case .object(let row)? = rows.first
    else { throw APIError.malformedOperation }
    if message["action"] == .string("partial") { columns = [:] }
    for member in row.members { columns[member.name] = member.value }
  }
}

/// A generator that repeats itself.
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

@Suite("A partial and its updates are as good as a fresh partial")
struct DeltaTests {
  private var orderColumns: [PartialKeyPath<OrderRow>] {
    [
      \.clOrdID, \.clOrdLinkID, \.account, \.symbol, \.side, \.orderQty, \.price, \.displayQty, \.stopPx,
      \.pegOffsetValue, \.pegPriceType, \.currency, \.settlCurrency, \.ordType, \.timeInForce, \.execInst,
      \.contingencyType, \.ordStatus, \.triggered, \.workingIndicator, \.ordRejReason, \.leavesQty, \.cumQty, \.avgPx,
      \.text, \.transactTime, \.timestamp,
    ]
  }

  private var positionColumns: [PartialKeyPath<PositionRow>] {
    [
      \.strategy, \.currency, \.underlying, \.quoteCurrency, \.commission, \.initMarginReq, \.maintMarginReq,
      \.riskLimit,
      \.leverage, \.crossMargin, \.deleveragePercentile, \.rebalancedPnl, \.prevRealisedPnl, \.prevUnrealisedPnl,
      \.openingQty, \.openOrderBuyQty, \.openOrderBuyCost, \.openOrderBuyPremium, \.openOrderSellQty,
      \.openOrderSellCost,
      \.openOrderSellPremium, \.currentQty, \.currentCost, \.currentComm, \.realisedCost, \.unrealisedCost,
      \.grossOpenPremium, \.isOpen, \.markPrice, \.markValue, \.riskValue, \.homeNotional, \.foreignNotional,
      \.posState,
      \.posCost, \.posCross, \.posComm, \.posLoss, \.posMargin, \.posMaint, \.initMargin, \.maintMargin, \.realisedPnl,
      \.unrealisedPnl, \.unrealisedPnlPcnt, \.unrealisedRoePcnt, \.avgCostPrice, \.avgEntryPrice, \.breakEvenPrice,
      \.marginCallPrice, \.liquidationPrice, \.bankruptPrice, \.timestamp,
    ]
  }

  private var marginColumns: [PartialKeyPath<MarginRow>] {
    [
      \.riskLimit, \.state, \.amount, \.prevRealisedPnl, \.grossComm, \.grossOpenCost, \.grossOpenPremium,
      \.grossExecCost, \.grossMarkValue, \.riskValue, \.initMargin, \.maintMargin, \.targetExcessMargin, \.realisedPnl,
      \.unrealisedPnl, \.walletBalance, \.marginBalance, \.marginLeverage, \.marginUsedPcnt, \.excessMargin,
      \.availableMargin, \.withdrawableMargin, \.makerFeeDiscount, \.takerFeeDiscount, \.timestamp,
    ]
  }

  private var walletColumns: [PartialKeyPath<WalletRow>] {
    [
      \.deposited, \.withdrawn, \.transferIn, \.transferOut, \.amount, \.pendingCredit, \.pendingDebit,
      \.confirmedDebit,
      \.timestamp,
    ]
  }

  private var orderBookColumns: [PartialKeyPath<OrderBookRow>] {
    [\.size, \.price, \.timestamp, \.transactTime]
  }

  private var orderBook10Columns: [PartialKeyPath<OrderBook10Row>] {
    [\.bids, \.asks, \.timestamp]
  }

  private var instrumentColumns: [PartialKeyPath<InstrumentRow>] {
    [
      \.rootSymbol, \.state, \.typ, \.listing, \.front, \.expiry, \.settle, \.listedSettle,
      \.relistInterval, \.optionStrikePcnt, \.optionStrikeRound, \.optionStrikePrice, \.optionMultiplier,
      \.optionUnderlyingPrice, \.positionCurrency, \.capped,
      \.underlying, \.quoteCurrency, \.underlyingSymbol, \.reference, \.referenceSymbol, \.calcInterval,
      \.publishInterval, \.publishTime, \.maxOrderQty, \.maxPrice, \.lotSize, \.tickSize, \.multiplier, \.settlCurrency,
      \.underlyingToPositionMultiplier, \.underlyingToSettleMultiplier, \.quoteToSettleMultiplier, \.isQuanto,
      \.isInverse, \.initMargin, \.maintMargin, \.riskLimit, \.riskStep, \.limit, \.taxed, \.deleverage, \.makerFee,
      \.takerFee, \.settlementFee, \.fundingBaseSymbol, \.fundingQuoteSymbol, \.fundingPremiumSymbol,
      \.fundingTimestamp,
      \.fundingInterval, \.fundingRate, \.indicativeFundingRate, \.rebalanceTimestamp, \.rebalanceInterval,
      \.prevClosePrice, \.limitDownPrice, \.limitUpPrice, \.totalVolume, \.volume, \.volume24h, \.prevTotalTurnover,
      \.totalTurnover, \.turnover, \.turnover24h, \.homeNotional24h, \.foreignNotional24h, \.prevPrice24h, \.vwap,
      \.highPrice, \.lowPrice, \.lastPrice, \.lastPriceProtected, \.lastTickDirection, \.lastChangePcnt, \.bidPrice,
      \.midPrice, \.askPrice, \.impactBidPrice, \.impactMidPrice, \.impactAskPrice, \.hasLiquidity, \.openInterest,
      \.openValue, \.fairMethod, \.fairBasisRate, \.fairBasis, \.fairPrice, \.markMethod, \.markPrice,
      \.indicativeSettlePrice, \.settledPriceAdjustmentRate, \.settledPrice, \.instantPnl, \.minTick, \.timestamp,
    ]
  }

  private var transactionColumns: [PartialKeyPath<TransactionRow>] {
    [
      \.account, \.currency, \.network, \.transactType, \.amount, \.fee, \.transactStatus, \.address, \.tx, \.text,
      \.transactTime, \.timestamp, \.walletBalance,
    ]
  }

  @Test("Orders")
  func orders() throws {
    let row = OrderRow(orderID: PublicID(.order, 1), account: 3, symbol: "XBTUSD")
    try follow(row, OrderRow.schema, orderColumns.filter { $0 != \.account && $0 != \.symbol })
  }

  @Test("Positions")
  func positions() throws {
    try follow(PositionRow(account: 3, symbol: "XBTUSD"), PositionRow.schema, positionColumns)
  }

  @Test("Margins")
  func margins() throws {
    try follow(MarginRow(account: 3, currency: "XBt"), MarginRow.schema, marginColumns)
  }

  @Test("Wallets")
  func wallets() throws {
    try follow(WalletRow(account: 3, currency: "XBt"), WalletRow.schema, walletColumns)
  }

  @Test("Transactions")
  func transactions() throws {
    let row = TransactionRow(transactID: PublicID(.transaction, 1), account: 3, currency: "XBt")
    try follow(row, TransactionRow.schema, transactionColumns)
  }

  @Test("Book levels")
  func levels() throws {
    let row = OrderBookRow(symbol: "XBTUSD", id: 7, side: "Buy")
    try follow(row, OrderBookRow.schema, orderBookColumns)
    try follow(row, OrderBookRow.schemaOf25, orderBookColumns)
  }

  @Test("Short books")
  func shortBooks() throws {
    try follow(OrderBook10Row(symbol: "XBTUSD"), OrderBook10Row.schema, orderBook10Columns)
  }

  @Test("Instruments")
  func instruments() throws {
    try follow(InstrumentRow(symbol: "XBTUSD"), InstrumentRow.schema, instrumentColumns)
  }

  /// Changes a row at random and compares a copy kept by updates with a fresh one, after every change.
  private func follow<Row: TableRow>(
    _ first: Row, _ schema: TableSchema<Row>, _ paths: [PartialKeyPath<Row>]
  ) throws {
    var dice = Dice(state: 17)
    var row = first
    var copy = ClientCopy()
    try copy.take(partial(row, schema))
    #expect(copy.columns.count == schema.columns.count)
    for round in 0..<200 {
      let old = row
      for _ in 0...Int.random(in: 0...3, using: &dice) {
        let path = try #require(paths.randomElement(using: &dice))
        #expect(row.change(path, using: &dice), "no random value for \(path)")
      }
      var frame = JSONWriter()
      frame.appendChanges(schema, [.update(old: old, new: row)])
      guard old != row else { continue }
      try copy.take(frame.bytes)
      var fresh = ClientCopy()
      try fresh.take(partial(row, schema))
      #expect(copy.columns == fresh.columns, "\(schema.name) differs after \(round) changes")
    }
  }

  private func partial<Row>(_ row: Row, _ schema: TableSchema<Row>) -> [UInt8] {
    var writer = JSONWriter()
    writer.appendPartial(schema, [row], filter: PartialFilter())
    return writer.bytes
  }
}

extension TableRow {
  /// Puts a random value into a column, or none where the column may lack one; false for a type without values here.
  fileprivate mutating func change(_ path: PartialKeyPath<Self>, using dice: inout Dice) -> Bool {
    let number = Int64.random(in: -2...2, using: &dice)
    let isKnown = Bool.random(using: &dice)
    let text = ["New", "Filled", "line\nbreak \"quoted\""].randomElement(using: &dice)
    let levels = [PriceLevel(price: Decimal(number, scale: 1), size: number)]
    switch path {
    case let path as WritableKeyPath<Self, Int64>: self[keyPath: path] = number
    case let path as WritableKeyPath<Self, Int64?>: self[keyPath: path] = isKnown ? number : nil
    case let path as WritableKeyPath<Self, Decimal>: self[keyPath: path] = Decimal(number, scale: 2)
    case let path as WritableKeyPath<Self, Decimal?>: self[keyPath: path] = isKnown ? Decimal(number, scale: 2) : nil
    case let path as WritableKeyPath<Self, String>: self[keyPath: path] = text ?? ""
    case let path as WritableKeyPath<Self, String?>: self[keyPath: path] = isKnown ? text : nil
    case let path as WritableKeyPath<Self, Bool>: self[keyPath: path] = isKnown
    case let path as WritableKeyPath<Self, Bool?>: self[keyPath: path] = number == 0 ? nil : isKnown
    case let path as WritableKeyPath<Self, [PriceLevel]>: self[keyPath: path] = isKnown ? levels : []
    default: return false
    }
    return true
  }
}
