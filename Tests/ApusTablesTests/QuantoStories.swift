import ApusAPI
import ApusEngine
import ApusModel
import ApusTables
import Testing

/// What trades and positions in a quanto contract are in its own two currencies, by the price of bitcoin.
struct QuantoStories {
  /// ETHUSD at a mark, and the index of bitcoin, which XBTUSD names.
  private func floor(mark: Price, bitcoin: Price?) -> Floor {
    var floor = Floor(.ethusd2019)
    var commands: [Command] = []
    if let bitcoin {
      commands.append(.listInstrument(.xbtusd2019))
      commands.append(.indexPrice(IndexPrice(instrument: InstrumentID(1), price: bitcoin)))
    }
    commands.append(.indexPrice(IndexPrice(instrument: .first, price: mark)))
    _ = floor.run(commands)
    return floor
  }

  /// One contract at 1,811.6, as recorded on 2021-03-21: 0.0585137507 ether and 106.0035108 dollars.
  @Test func aRecordedTradeIsTheSameEtherAndDollarsAgain() throws {
    // A dollar is 1,708.8 satoshi, and counts as 1,709.
    var floor = floor(mark: Price(units: 18_116, over: 10), bitcoin: Price(units: 58_520))
    _ = floor.place(.alice, .sell, 1, at: Price(units: 18_116, over: 10))
    let changes = floor.place(.bob, .buy, 1, at: Price(units: 18_116, over: 10))
    let trade = try #require(changes.trade.first).row
    #expect(trade.grossValue == 181_160)
    #expect(trade.homeNotional == Decimal("0.058513750731"))
    #expect(trade.foreignNotional == Decimal("106.003510825044"))
    #expect(floor.tables.row(of: .first).quoteToSettleMultiplier == 1_709)
  }

  @Test func aLongHasEtherAndOwesDollarsAndAShortTheOtherWayRound() throws {
    var floor = floor(mark: Price(units: 2_000), bitcoin: Price(units: 50_000))
    _ = floor.place(.alice, .sell, 100, at: Price(units: 2_000))
    let changes = floor.place(.bob, .buy, 100, at: Price(units: 2_000))
    // 100 contracts at 2,000 are worth 0.2 bitcoin: 10,000 dollars or five ether.
    let fills = changes.execution.map(\.row).filter { $0.execType == "Trade" }
    let bought = try #require(fills.first { $0.account == 2 })
    #expect(bought.homeNotional == 5 && bought.foreignNotional == -10_000)
    let sold = try #require(fills.first { $0.account == 1 })
    #expect(sold.homeNotional == -5 && sold.foreignNotional == 10_000)
    let long = floor.tables.position(of: .bob, in: .first)
    #expect(long?.homeNotional == 5 && long?.foreignNotional == -10_000)
    let short = floor.tables.position(of: .alice, in: .first)
    #expect(short?.homeNotional == -5 && short?.foreignNotional == 10_000)
  }

  @Test func positionsFollowThePriceOfBitcoinAndTradesKeepTheirs() throws {
    var floor = floor(mark: Price(units: 2_000), bitcoin: Price(units: 50_000))
    _ = floor.place(.alice, .sell, 100, at: Price(units: 2_000))
    _ = floor.place(.bob, .buy, 100, at: Price(units: 2_000))
    let moved = floor.run([.indexPrice(IndexPrice(instrument: InstrumentID(1), price: Price(units: 40_000)))])
    let told = moved.position.map(\.row).filter { $0.account == 2 && $0.symbol == "ETHUSD" }
    #expect(told.map(\.homeNotional) == [4] && told.map(\.foreignNotional) == [-8_000])
    let row = floor.tables.row(of: .first)
    #expect(row.quoteToSettleMultiplier == 2_500 && row.homeNotional24h == 5 && row.foreignNotional24h == 10_000)
    _ = floor.place(.alice, .sell, 100, at: Price(units: 2_000))
    _ = floor.place(.bob, .buy, 100, at: Price(units: 2_000))
    #expect(floor.tables.trades(.first).map(\.homeNotional) == [5, 4])
    #expect(floor.tables.row(of: .first).homeNotional24h == 9)
    let found = floor.tables.runningTradeBin(.first, .day)
    let bin = try #require(found)
    #expect(bin.homeNotional == 9 && bin.foreignNotional == 18_000 && bin.volume == 200)
  }

  @Test func withoutAPriceOfBitcoinNothingIsTold() throws {
    var floor = floor(mark: Price(units: 2_000), bitcoin: nil)
    _ = floor.place(.alice, .sell, 100, at: Price(units: 2_000))
    let changes = floor.place(.bob, .buy, 100, at: Price(units: 2_000))
    let trade = try #require(changes.trade.first).row
    #expect(trade.homeNotional == nil && trade.foreignNotional == nil && trade.grossValue == 20_000_000)
    let position = floor.tables.position(of: .bob, in: .first)
    #expect(position?.homeNotional == nil && position?.foreignNotional == nil && position?.currentQty == 100)
    let row = floor.tables.row(of: .first)
    #expect(row.homeNotional24h == nil && row.quoteToSettleMultiplier == nil)
  }

  @Test func aSnapshotKeepsWhatEachTradeWas() throws {
    var floor = floor(mark: Price(units: 2_000), bitcoin: Price(units: 50_000))
    _ = floor.place(.alice, .sell, 100, at: Price(units: 2_000))
    _ = floor.place(.bob, .buy, 100, at: Price(units: 2_000))
    _ = floor.run([.indexPrice(IndexPrice(instrument: InstrumentID(1), price: Price(units: 40_000)))])
    var writer = ByteWriter()
    floor.tables.snapshot(into: &writer)
    var restored = try Tables(snapshot: writer.bytes)
    restored.resume()
    #expect(restored.trades(.first).map(\.homeNotional) == [5])
    #expect(restored.executions(of: .bob).map(\.homeNotional) == [nil, 5])
    let position = restored.position(of: .bob, in: .first)
    #expect(position?.homeNotional == 4 && position?.foreignNotional == -8_000)
    let row = restored.row(of: .first)
    #expect(row.homeNotional24h == 5 && row.foreignNotional24h == 10_000 && row.quoteToSettleMultiplier == 2_500)
    let bin = restored.runningTradeBin(.first, .hour)
    #expect(bin?.homeNotional == 5 && bin?.foreignNotional == 10_000)
  }
}
