import ApusAPI
import ApusEngine
import ApusModel
import ApusTables
import Testing

/// Trades and quotes by the minute, the hour and the day.
struct BinStories {
  private static let minute = Timestamp.minute

  /// The floor opens on a whole minute; its first batch came a millisecond later.
  private func nextMinute(_ floor: borrowing Floor) -> Int64 { Self.minute - floor.now.rawValue % Self.minute }

  @Test func aMinuteOfTradesIsToldWhenItEnds() throws {
    var floor = Floor()
    _ = floor.place(.alice, .sell, 100, at: Price(units: 4_010))
    _ = floor.place(.alice, .sell, 300, at: Price(units: 4_020))
    let during = floor.place(.bob, .buy, 400, at: Price(units: 4_020))
    #expect(during.tradeBin[.minute].isEmpty)
    let after = floor.run([.tick], after: nextMinute(floor))
    let row = try #require(after.tradeBin[.minute].map(\.row).first)
    #expect(after.tradeBin[.minute].count == 1 && after.tradeBin[.hour].isEmpty)
    #expect(row.timestamp == floor.now.rawValue)
    // Before its first trade a contract stands at its mark.
    let mark = try #require(Decimal("4000.27"))
    #expect([row.open, row.high, row.low, row.close] == [mark, 4_020, mark, 4_020])
    #expect(row.trades == 2 && row.volume == 400 && row.lastSize == 300)
    // 100 at 4010 and 300 at 4020 are worth 2,493,800 and 7,462,800 satoshis, rounded by the contract.
    #expect(row.turnover == 9_956_600 && row.foreignNotional == 400)
    #expect(row.homeNotional == Decimal("0.099566"))
    #expect(row.vwap > 4_017 && row.vwap < 4_018)
  }

  @Test func aMinuteWithoutTradesRepeatsThePrice() {
    var floor = Floor()
    _ = floor.place(.alice, .sell, 100, at: Price(units: 4_010))
    _ = floor.place(.bob, .buy, 100, at: Price(units: 4_010))
    _ = floor.run([.tick], after: nextMinute(floor))
    let quiet = floor.run([.tick], after: 3 * Self.minute).tradeBin[.minute].map(\.row)
    #expect(quiet.count == 3)
    for row in quiet {
      #expect([row.open, row.high, row.low, row.close, row.vwap] == Array(repeating: 4_010, count: 5))
      #expect(row.trades == 0 && row.volume == 0 && row.lastSize == 0 && row.turnover == 0)
    }
    #expect(quiet.map(\.timestamp) == (0...2).map { floor.now.rawValue - (2 - $0) * Self.minute })
  }

  /// The floor opens twenty minutes before a full hour.
  @Test func longerBinsAreMadeOfMinutes() throws {
    var floor = Floor()
    var prices: [Int64] = []
    for minute in 0..<90 {
      let price = 4_000 + (minute * 7) % 30
      prices.append(Int64(price))
      _ = floor.place(.alice, .sell, 100, at: Price(units: Int64(price)))
      _ = floor.place(.bob, .buy, 100, at: Price(units: Int64(price)))
      _ = floor.run([.tick], after: nextMinute(floor))
    }
    let five = floor.tables.tradeBins(.first, .fiveMinutes, latest: 14)
    #expect(five.count == 14)
    for (place, row) in five.enumerated() {
      let own = prices[20 + place * 5..<25 + place * 5].map { Decimal($0) }
      let before = Decimal(prices[19 + place * 5])
      #expect(row.open == before && row.close == own.last)
      #expect(row.high == max(own.max() ?? 0, before) && row.low == min(own.min() ?? 0, before))
      #expect(row.trades == 5 && row.volume == 500)
    }
    let ended = floor.tables.tradeBins(.first, .hour).last
    let hour = try #require(ended)
    #expect(hour.trades == 60 && hour.timestamp % 3_600_000 == 0)
    let found = floor.tables.runningTradeBin(.first, .hour)
    let running = try #require(found)
    #expect(running.trades == 10 && running.timestamp == hour.timestamp + 3_600_000 && running.open == hour.close)
  }

  @Test func aFreshMarketHasALastBinOfEachLength() {
    let floor = Floor()
    let mark = floor.tables.row(of: .first).markPrice
    for size in BinSize.allCases {
      let rows = floor.tables.tradeBins(.first, size)
      #expect(rows.count == 1 && rows[0].close == mark && rows[0].timestamp <= floor.now.rawValue)
      #expect(rows[0].timestamp % size.milliseconds == 0)
      for column in TradeBinRow.schema.columns { #expect(column.value(rows[0]) != .null, "\(column.name)") }
    }
    #expect(floor.tables.quoteBins(.first, .minute).isEmpty)
  }

  @Test func aQuoteBinHoldsTheTouchAtItsEnd() throws {
    var floor = Floor()
    _ = floor.place(.alice, .buy, 100, at: Price(units: 3_990))
    _ = floor.place(.bob, .sell, 200, at: Price(units: 4_010))
    _ = floor.place(.bob, .sell, 50, at: Price(units: 4_005))
    let rows = floor.run([.tick], after: nextMinute(floor) + Self.minute).quoteBin[.minute].map(\.row)
    #expect(rows.count == 2 && rows.last?.timestamp == floor.now.rawValue)
    let row = try #require(rows.first)
    #expect(row.bidPrice == 3_990 && row.bidSize == 100 && row.askPrice == 4_005 && row.askSize == 50)
  }

  @Test func aLongPauseMakesABoundedNumberOfBins() {
    var floor = Floor()
    let changes = floor.run([.tick], after: 30 * Timestamp.day)
    #expect(changes.tradeBin[.minute].count == 1_441)
    #expect(changes.tradeBin[.minute].last?.row.timestamp == floor.now.wholeMinute.rawValue)
    #expect(changes.tradeBin[.fiveMinutes].count == 1_441)
    #expect(changes.tradeBin[.hour].count == 720 && changes.tradeBin[.day].count == 30)
  }

  @Test func binsAreTheSameWhetherToldOrRestored() {
    var floor = Floor(accounts: 6, deposit: 20_000_000)
    var alone = Tables()
    alone.restore(floor.events, through: floor.engine.sequence, at: floor.now)
    var flow = RandomFlow(seed: 5, accounts: 6, .xbtusd2019)
    for batch in 0..<60 {
      _ = floor.run((0..<8).map { _ in flow.command() }, after: batch % 5 == 0 ? 70_000 : 9_000)
      flow.note(floor.events)
      alone.restore(floor.events, through: floor.engine.sequence, at: floor.now)
    }
    #expect(floor.tables.tradeBins(.first, .minute).count > 10)
    for size in BinSize.allCases {
      #expect(alone.tradeBins(.first, size) == floor.tables.tradeBins(.first, size))
      #expect(alone.quoteBins(.first, size) == floor.tables.quoteBins(.first, size))
    }
  }
}
