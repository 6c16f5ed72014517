import ApusAPI
import ApusModel
import ApusTables
import Testing

/// Positions the venue published, to the last unit.
struct PositionVectors {
  /// Tables in which one account holds a position at a mark.
  private func position(
    _ quantity: Int64, cost: Int64, leverage: Int64, entry: Price, mark: Price, balance: Int64
  ) throws -> (PositionRow, MarginRow) {
    var events = EventBuffer()
    var tables = Tables()
    let id = InstrumentID(rawValue: 0)
    let side: Side = quantity > 0 ? .buy : .sell
    events.begin(1, at: Timestamp(rawValue: 1))
    events.append(listing: .xbtusd2019, as: id)
    events.append(.priceChanged(PriceChanged(instrument: id, index: mark, mark: mark)))
    events.append(.accountOpened(.alice))
    events.append(
      .walletChanged(
        WalletChanged(
          account: .alice, currency: .xbt, reason: .deposit, amount: Amount(rawValue: balance),
          balance: Amount(rawValue: balance), deposited: Amount(rawValue: balance))))
    let order = Order(
      id: OrderID(rawValue: 9), account: .alice, instrument: id, side: side, type: .limit,
      timeInForce: .goodTillCancel, instructions: [], price: entry, quantity: Contracts(rawValue: abs(quantity)),
      clientID: .none, placed: Timestamp(rawValue: 1))
    events.append(.orderPlaced(OrderPlaced(execution: ExecutionID(rawValue: 1), order: order)))
    let fee = Amount(rawValue: abs(cost) * 75 / 100_000)
    events.append(
      .filled(
        Fill(
          execution: ExecutionID(rawValue: 2), trade: TradeID(rawValue: 1), order: order.id, account: .alice,
          instrument: id, side: side, isMaker: false, price: entry, quantity: order.quantity,
          value: Amount(rawValue: abs(cost)), fee: fee, profit: .zero, leaves: .zero,
          balance: Amount(rawValue: balance) - fee)))
    var held = Position(account: .alice, instrument: id)
    held.quantity = Contracts(rawValue: quantity)
    held.cost = Amount(rawValue: cost)
    held.leverage = Leverage(rawValue: leverage)
    held.fees = fee
    held.realised = -fee
    events.append(.positionChanged(held))
    _ = tables.apply(events, through: 1, at: Timestamp(rawValue: 1))
    let position = tables.position(of: .alice, in: id)
    let margins = tables.margins(of: .alice)
    return (try #require(position), try #require(margins.first))
  }

  @Test("pos-20190720-short10-10x")
  func anIsolatedShort() throws {
    let (row, margin) = try position(
      -10, cost: 91_340, leverage: 1_000, entry: Price(units: 10_948), mark: Price(units: 1_099_509, over: 100),
      balance: 1_000_000)
    #expect(row.avgEntryPrice == 10_948 && row.markPrice == Decimal(1_099_509, scale: 2))
    #expect(row.posCost == 91_340 && row.markValue == 90_950 && row.unrealisedPnl == -390)
    #expect(row.posComm == 76 && row.posMargin == 9_210 && row.posMaint == 533 && row.maintMargin == 8_820)
    #expect(row.unrealisedPnlPcnt == Decimal(-43, scale: 4) && row.unrealisedRoePcnt == Decimal(-427, scale: 4))
    #expect(row.bankruptPrice == Decimal(121_635, scale: 1) && row.liquidationPrice == 12_096)
    #expect(row.breakEvenPrice == Decimal(109_395, scale: 1))
    #expect(row.realisedPnl == -68 && row.currentComm == 68 && row.realisedCost == 0 && row.isOpen)
    #expect(row.crossMargin == false && row.leverage == 10 && row.initMarginReq == Decimal(1, scale: 1))
    #expect(margin.walletBalance == 1_000_000 - 68 && margin.amount == 1_000_000 && margin.realisedPnl == -68)
    #expect(margin.marginBalance == margin.walletBalance - 390 && margin.maintMargin == 8_820)
    #expect(margin.availableMargin == margin.walletBalance - 9_210)
  }

  @Test("pos-20190812-long898-cross")
  func aLongInCrossMargin() throws {
    let (row, _) = try position(
      898, cost: -7_853_908, leverage: 0, entry: Price(units: 11_434), mark: Price(units: 1_142_699, over: 100),
      balance: 100_000_000)
    #expect(row.posCross == 4_490 && row.posComm == 5_954 && row.posMargin == 88_984 && row.maintMargin == 84_494)
    #expect(row.unrealisedPnl == -4_490 && row.markValue == -7_858_398)
    #expect(row.homeNotional == Decimal(7_858_398, scale: 8) && row.foreignNotional == -898)
    #expect(row.crossMargin == true && row.leverage == 100)
    #expect(row.unrealisedPnlPcnt == Decimal(-6, scale: 4) && row.unrealisedRoePcnt == Decimal(-572, scale: 4))
  }

  @Test func theEntryPriceOfTwoFillsIsWeightedByValue() throws {
    // 100 at 4000 and 100 at 5000 cost 4 500 000 satoshi: 4444.4444 (`avg-entry-two-fills`).
    var floor = Floor(accounts: 3)
    for price: Int64 in [4_000, 5_000] {
      _ = floor.run([.indexPrice(IndexPrice(instrument: .first, price: Price(units: price)))])
      _ = floor.place(.alice, .sell, 100, at: Price(units: price))
      _ = floor.place(.bob, .buy, 100, at: Price(units: price))
    }
    let held = floor.tables.position(of: .bob, in: .first)
    let row = try #require(held)
    #expect(row.posCost == -4_500_000 && row.avgEntryPrice == Decimal(44_444_444, scale: 4))
    // A reduction leaves the average as it is; a close forgets it.
    _ = floor.place(.alice, .buy, 50, at: Price(units: 5_000))
    _ = floor.place(.bob, .sell, 50, at: Price(units: 5_000))
    let reduced = floor.tables.position(of: .bob, in: .first)
    #expect(reduced?.avgEntryPrice == Decimal(44_444_444, scale: 4))
    _ = floor.place(.alice, .buy, 150, at: Price(units: 5_000))
    _ = floor.place(.bob, .sell, 150, at: Price(units: 5_000))
    let closed = floor.tables.position(of: .bob, in: .first)
    let flat = try #require(closed)
    #expect(!flat.isOpen && flat.avgEntryPrice == nil && flat.markPrice == nil && flat.liquidationPrice == nil)
  }
}
