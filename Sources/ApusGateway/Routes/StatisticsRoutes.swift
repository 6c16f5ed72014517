import ApusAPI
import ApusExchange
import ApusModel
import ApusStore
import ApusTables

extension Routes {
  /// What was traded, and who made most of it.
  static let statistics: [Route] = [
    .get(
      "/stats", .open,
      Operation("Stats.get", "What was traded in each series of contracts, and what is held.", answers: .rows(.stats))
    ) { call throws(APIError) in list(stats(call)) },
    .list(
      "/stats/history", .open,
      Operation(
        "Stats.history", "What was traded in each series, day by day; all days unless a page is asked for.",
        takes: [.count, .start, .reverse, .startTime, .endTime], answers: .rows(.statsHistory))
    ) { call throws(APIError) in
      let page = try TablePage<StatsHistoryRow>(try TableQuery(call.parameters, usually: 1_000_000, most: 1_000_000))
      let present = call.venue.exchange.read { PresentTurnover($0) }
      return HistoryReading { (store) throws(HistoryFailure) in page.json(history(try store.days(), present)) }
    },
    .list(
      "/stats/historyUSD", .open,
      Operation("Stats.historyUSD", "What was traded in each series, in dollars.", answers: .rows(.statsUSD))
    ) { call throws(APIError) in
      let present = call.venue.exchange.read { PresentTurnover($0) }
      return HistoryReading { (store) throws(HistoryFailure) in
        list(DollarTurnover(present, try store.days()).bySeries)
      }
    },
    .list(
      "/instrument/usdVolume", .open,
      Operation(
        "Instrument.getUsdVolume", "What was traded in each contract, in dollars.",
        takes: [.symbol, .columns], answers: .rows(.statsUSDBySymbol))
    ) { call throws(APIError) in
      let query = try TableQuery(call.parameters, usually: 500)
      let page = try TablePage<UsdVolumeRow>(query)
      let names = query.symbol.map { call.venue.contracts($0).map(\.symbol) }
      let present = call.venue.exchange.read { PresentTurnover($0) }
      return HistoryReading { (store) throws(HistoryFailure) in
        let rows = DollarTurnover(present, try store.days()).byContract
        let listed = Set(present.contracts.map(\.symbol))
        return page.json(rows.filter { names?.contains($0.symbol) ?? listed.contains($0.symbol) })
      }
    },
    .get(
      "/leaderboard", .open,
      Operation(
        "Leaderboard.get", "The accounts that made most, under names that say nothing of their owners.",
        takes: [
          Parameter(
            "method", .text, "By profit or by its share of what was deposited.", usual: "notional",
            choices: Ranking.allCases.map(\.rawValue))
        ], answers: .rows(.leaderboard))
    ) { call throws(APIError) in
      let query = try WordQuery(
        call.parameters, "method", of: Ranking.allCases.map(\.rawValue), else: .invalidMethod)
      return list(leaders(call, query.word.flatMap(Ranking.init) ?? .notional))
    },
    .get(
      "/leaderboard/name", .read,
      Operation(
        "Leaderboard.getName", "What the account is called on the leaderboard.", answers: .row(.leaderboardName))
    ) { call throws(APIError) in
      var writer = JSONWriter(capacity: 64)
      writer.append(LeaderNameRow(name: call.account.publicName), LeaderNameRow.schema)
      return writer.bytes
    },
  ]

  /// Rows as JSON.
  static func list<Row: TableRow>(_ rows: [Row]) -> [UInt8] {
    var writer = JSONWriter(capacity: 64 + rows.count * 128)
    writer.append(rows)
    return writer.bytes
  }

  private static func stats(_ call: Call) -> [StatsRow] {
    let rows = call.venue.exchange.read { tables in Array(tables.instruments.prefix(tables.instrumentCount)) }
    var stats: [StatsRow] = []
    for row in rows {
      let root = row.rootSymbol ?? row.symbol
      let place = stats.firstIndex { $0.rootSymbol == root } ?? stats.endIndex
      if place == stats.endIndex { stats.append(StatsRow(rootSymbol: root, currency: row.settlCurrency)) }
      stats[place].volume24h += row.volume24h ?? 0
      stats[place].turnover24h += row.turnover24h ?? 0
      stats[place].openInterest += row.openInterest ?? 0
      stats[place].openValue += row.openValue ?? 0
    }
    return stats
  }

  /// The days that are over, one row for each series.
  private static func history(_ days: [DaySum], _ present: PresentTurnover) -> [StatsHistoryRow] {
    let rooted = days.map { (root: present.series[$0.symbol]?.root ?? $0.symbol, day: $0) }
    var rows: [StatsHistoryRow] = []
    for (root, day) in rooted.sorted(by: { ($0.day.end, $0.root) < ($1.day.end, $1.root) }) {
      let date = day.end - BinSize.day.milliseconds
      if rows.last?.date != date || rows.last?.rootSymbol != root {
        rows.append(StatsHistoryRow(date: date, rootSymbol: root))
      }
      rows[rows.count - 1].currency = present.series[day.symbol]?.settlement.symbol.description
      rows[rows.count - 1].volume += day.volume
      rows[rows.count - 1].turnover += day.turnover
    }
    return rows
  }

  /// What the leaderboard goes by.
  private enum Ranking: String, CaseIterable {
    case notional
    case returnOnEquity = "ROE"
  }

  /// The first 25 in bitcoin.
  private static func leaders(_ call: Call, _ ranking: Ranking) -> [LeaderRow] {
    let profits = call.venue.exchange.read { $0.profits(in: .xbt) }
    let rows = profits.filter { $0.profit > .zero }.compactMap { account, profit, deposited -> LeaderRow? in
      switch ranking {
      case .notional: LeaderRow(name: account.publicName, profit: Decimal(profit.rawValue))
      case .returnOnEquity:
        Decimal(profit.rawValue, dividedBy: deposited.rawValue, places: 4).map {
          LeaderRow(name: account.publicName, profit: $0)
        }
      }
    }
    return Array(rows.sorted { $0.profit > $1.profit }.prefix(25))
  }
}

extension AccountID {
  /// What an account is called where everybody can see it.
  fileprivate var publicName: String { "Trader-\(rawValue)" }
}
