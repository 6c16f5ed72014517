import ApusAPI
import ApusEngine
import ApusModel
import ApusTables
import Testing

/// What a trader reads after what a trader did.
struct RowStories {
  @Test func anOrderThatRestsIsNewAndCountsInTheBook() throws {
    var floor = Floor()
    let changes = floor.place(.alice, .buy, 100, at: Price(units: 3_990))
    guard case .insert(let order) = try #require(changes.order.first) else { return #expect(Bool(false)) }
    #expect(order.ordStatus == "New" && order.workingIndicator == true && order.leavesQty == 100 && order.cumQty == 0)
    #expect(order.ordType == "Limit" && order.timeInForce == "GoodTillCancel" && order.execInst == nil)
    #expect(order.clOrdID == nil && order.avgPx == nil && order.ordRejReason == nil)
    #expect(order.currency == "USD" && order.settlCurrency == "XBt" && order.text == "Submitted via API.")
    let execution = try #require(changes.execution.first).row
    #expect(execution.execType == "New" && execution.lastQty == nil && execution.lastLiquidityInd == nil)
    guard case .insert(let level) = try #require(changes.orderBookL2.first) else { return #expect(Bool(false)) }
    #expect(level.id == 8_800_000_000 - 399_000 && level.size == 100 && level.side == "Buy" && level.price == 3_990)
    #expect(level.timestamp == floor.now.rawValue && level.transactTime == floor.now.rawValue)
    // One-sided books are not quoted.
    #expect(changes.quote.isEmpty)
  }

  @Test func aFillTellsBothSidesWithTheirSigns() throws {
    var floor = Floor()
    _ = floor.place(.alice, .sell, 400, at: Price(units: 4_000))
    let changes = floor.place(.bob, .buy, 400, at: Price(units: 4_001))
    let fills = changes.execution.map(\.row).filter { $0.execType == "Trade" }
    let maker = try #require(fills.first { $0.account == 1 })
    let taker = try #require(fills.first { $0.account == 2 })
    #expect(maker.lastLiquidityInd == "AddedLiquidity" && taker.lastLiquidityInd == "RemovedLiquidity")
    #expect(maker.trdMatchID == taker.trdMatchID && maker.execID != taker.execID)
    #expect(taker.execCost == -10_000_000 && maker.execCost == 10_000_000)
    #expect(taker.execComm == 7_500 && maker.execComm == -2_500)
    #expect(taker.commission == Decimal(75, scale: 5) && maker.commission == Decimal(-25, scale: 5))
    #expect(taker.homeNotional == Decimal(1, scale: 1) && taker.foreignNotional == -400)
    #expect(maker.homeNotional == Decimal(-1, scale: 1) && maker.foreignNotional == 400)
    #expect(taker.lastPx == 4_000 && taker.avgPx == 4_000 && taker.ordStatus == "Filled" && taker.leavesQty == 0)
    let trade = try #require(changes.trade.first).row
    #expect(trade.side == "Buy" && trade.size == 400 && trade.grossValue == 10_000_000 && trade.trdType == "Regular")
    #expect(trade.homeNotional == Decimal(1, scale: 1) && trade.foreignNotional == 400)
  }

  @Test func anOrderThatTakesAndRestsNeverShowsInTheBookBeforeItRests() throws {
    var floor = Floor()
    _ = floor.place(.alice, .sell, 30, at: Price(units: 4_000))
    let changes = floor.place(.bob, .buy, 50, at: Price(units: 4_000))
    #expect(changes.orderBookL2.map(\.action) == [.delete, .insert])
    #expect(changes.orderBookL2.map { $0.row.side } == ["Sell", "Buy"])
    #expect(changes.orderBookL2.last?.row.size == 20)
    let resting = floor.tables.openOrders(of: .bob)
    let order = try #require(resting.first)
    #expect(order.ordStatus == "PartiallyFilled" && order.cumQty == 30 && order.leavesQty == 20)
  }

  @Test func anIcebergShowsAPartAtATimeAndPaysLikeATakerWhileItHides() throws {
    var floor = Floor()
    var conditions = Conditions()
    conditions.isHidden = true
    conditions.displayed = Contracts(400)
    let order = PlaceOrder(
      account: .alice, instrument: .first, side: .sell, price: Price(units: 4_000), quantity: Contracts(1_000))
    let placed = floor.run([.placeConditional(PlaceConditional(order: order, conditions: conditions))])
    #expect(placed.orderBookL2.map(\.row.size) == [400])
    #expect(placed.order.first?.row.displayQty == 400 && placed.order.first?.row.leavesQty == 1_000)
    let first = floor.place(.bob, .buy, 100, at: Price(units: 4_000))
    #expect(first.orderBookL2.map(\.row.size) == [300])
    let fills = first.execution.map(\.row).filter { $0.execType == "Trade" && $0.account == 1 }
    #expect(fills.first?.execComm == 1_875 && fills.first?.commission == Decimal(75, scale: 5))
    let second = floor.place(.bob, .buy, 600, at: Price(units: 4_000))
    #expect(second.orderBookL2.map(\.row.size) == [100], "300 of the first part, and 300 of the next")
    let last = floor.place(.bob, .buy, 300, at: Price(units: 4_000))
    let made = last.execution.map(\.row).filter { $0.execType == "Trade" && $0.account == 1 }
    #expect(made.map(\.execComm) == [1_875, -1_250] && made.allSatisfy { $0.lastLiquidityInd == "AddedLiquidity" })
    #expect(last.orderBookL2.map(\.action) == [.delete])
  }

  @Test func aHiddenOrderIsSeenByItsOwnerAlone() throws {
    var floor = Floor()
    var conditions = Conditions()
    conditions.isHidden = true
    let order = PlaceOrder(
      account: .alice, instrument: .first, side: .buy, price: Price(units: 3_990), quantity: Contracts(100))
    let changes = floor.run([.placeConditional(PlaceConditional(order: order, conditions: conditions))])
    #expect(changes.orderBookL2.isEmpty)
    #expect(changes.order.first?.row.displayQty == 0 && changes.order.first?.row.workingIndicator == true)
  }

  @Test func aPostOnlyOrderThatWouldTakeIsCanceledAndSaysWhy() throws {
    var floor = Floor()
    _ = floor.place(.alice, .sell, 30, at: Price(units: 4_000))
    let changes = floor.place(.bob, .buy, 50, at: Price(units: 4_000), instructions: .postOnly)
    guard case .insert(let order) = try #require(changes.order.first) else { return #expect(Bool(false)) }
    #expect(order.ordStatus == "Canceled" && order.ordRejReason == nil && order.leavesQty == 0)
    #expect(order.execInst == "ParticipateDoNotInitiate" && order.workingIndicator == false)
    #expect(order.text == "Canceled: Order had execInst of ParticipateDoNotInitiate\nSubmitted via API.")
    #expect(changes.execution.map { $0.row.execType } == ["New", "Canceled"])
    #expect(changes.orderBookL2.isEmpty && changes.quote.isEmpty && changes.position.isEmpty)
  }

  @Test func anAmendmentAndACancelLeaveTheirNotes() throws {
    var floor = Floor()
    let placed = floor.place(.alice, .buy, 100, at: Price(units: 3_990)).order[0].row
    let id = OrderID(rawValue: placed.orderID.number)
    let amended = floor.run([
      .amendOrder(
        AmendOrder(account: .alice, order: .id(id), price: Price(units: 3_991), quantity: Contracts(rawValue: 50)))
    ])
    guard case .update(let old, let new) = try #require(amended.order.first) else { return #expect(Bool(false)) }
    #expect(old == placed && new.price == 3_991 && new.orderQty == 50)
    #expect(new.text == "Amended orderQty price: Amended via API.\nSubmitted via API.")
    #expect(amended.execution.map { $0.row.execType } == ["Replaced"])
    #expect(amended.orderBookL2.map(\.action) == [.delete, .insert])
    let canceled = floor.run([.cancelOrder(CancelOrder(account: .alice, order: .id(id)))]).order[0].row
    #expect(canceled.ordStatus == "Canceled" && canceled.leavesQty == 0 && canceled.orderQty == 50)
    #expect(canceled.text?.hasPrefix("Canceled: Canceled via API.\nAmended") == true)
  }

  @Test func aMarketOrderHasThePriceItMet() throws {
    var floor = Floor()
    _ = floor.place(.alice, .sell, 30, at: Price(units: 4_000))
    let changes = floor.run([
      .placeOrder(
        PlaceOrder(
          account: .bob, instrument: .first, side: .buy, type: .market, quantity: Contracts(rawValue: 10)))
    ])
    let order = try #require(changes.order.map(\.row).first { $0.account == 2 })
    #expect(order.ordType == "Market" && order.timeInForce == "ImmediateOrCancel" && order.price == 4_000)
  }

  @Test func quotesFollowEveryTouchBetweenGroupsAndAreNeverOneSided() throws {
    var floor = Floor()
    _ = floor.place(.alice, .sell, 30, at: Price(units: 4_000))
    let next = floor.engine.sequence + 1
    let order = { (side: Side, quantity: Int64, price: Int64) -> Command in
      .placeOrder(
        PlaceOrder(
          account: .alice, instrument: .first, side: side, price: Price(units: price),
          quantity: Contracts(rawValue: quantity)))
    }
    // Three groups in one batch: the first of two orders makes one quote, the second none, the third one.
    let changes = floor.run(
      [order(.buy, 10, 3_990), order(.buy, 10, 3_991), order(.buy, 10, 3_000), order(.buy, 5, 3_991)],
      groups: [next + 1, next + 2, next + 3])
    let quotes = changes.quote.map(\.row)
    #expect(quotes.map(\.bidPrice) == [3_991, 3_991] && quotes.map(\.bidSize) == [10, 15])
    #expect(quotes.allSatisfy { $0.askPrice == 4_000 && $0.askSize == 30 })
    let emptied = floor.run([.cancelOrders(CancelOrders(account: .alice, side: .buy))])
    #expect(emptied.quote.isEmpty)
    let quoted = floor.tables.quotes(.first, latest: 1)
    #expect(quoted.first?.bidPrice == 3_991)
    let row = floor.tables.row(of: .first)
    #expect(row.bidPrice == nil && row.midPrice == nil)
  }

  @Test func theFirstPositionOfASymbolIsAnInsert() {
    var floor = Floor()
    #expect(floor.place(.alice, .buy, 10, at: Price(units: 3_990)).position.map(\.action) == [.insert])
    #expect(floor.place(.alice, .buy, 10, at: Price(units: 3_990)).position.map(\.action) == [.update])
  }

  @Test func theShortBooksHoldTheBestLevels() {
    var floor = Floor()
    for step in 0..<40 {
      _ = floor.place(.alice, .buy, 1, at: Price(units: 3_990 - Int64(step)))
      _ = floor.place(.alice, .sell, 1, at: Price(units: 4_000 + Int64(step)))
    }
    let all = floor.tables.orderBookL2(.first)
    #expect(all.count == 80)
    let best = floor.tables.orderBookL2(.first, depth: 3)
    #expect(best.map(\.price) == [4_002, 4_001, 4_000, 3_990, 3_989, 3_988])
    let top = floor.tables.orderBookL2Top(.first)
    #expect(top.count == 50)
    let ten = floor.tables.orderBook10(.first)
    #expect(ten.bids.map(\.price) == (0..<10).map { Decimal(3_990 - $0) })
    #expect(ten.asks.map(\.price) == (0..<10).map { Decimal(4_000 + $0) })
    // Far from the touch only the full book hears of it; a new best level pushes the last of 25 out.
    let far = floor.place(.alice, .buy, 1, at: Price(units: 3_000))
    #expect(far.orderBookL2.count == 1 && far.orderBookL2Top.isEmpty && far.orderBook10.isEmpty)
    let near = floor.place(.alice, .buy, 1, at: Price(units: 3_991))
    #expect(near.orderBookL2Top.map(\.action) == [.delete, .insert])
    #expect(near.orderBook10.count == 1)
  }
}
