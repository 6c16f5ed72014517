import ApusAPI
import ApusModel
import ApusStore
import ApusTables

/// What was traded in dollars: the turnover of each day at that day's close of XBTUSD, a tether counted as a dollar.
struct DollarTurnover {
  /// One row a contract, those listed now first.
  private(set) var byContract: [UsdVolumeRow] = []
  private let present: PresentTurnover

  /// The sums of the days that are over and of the day that runs.
  init(_ present: PresentTurnover, _ days: [DaySum]) {
    self.present = present
    let coin = DollarPrice(days, now: present.coin)
    var rows = present.contracts.map { UsdVolumeRow(symbol: $0.symbol) }
    var places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.symbol, $0) })
    func add(_ turnover: Int64, _ symbol: String, at end: Int64) {
      let place = places[symbol] ?? rows.endIndex
      if place == rows.endIndex {
        places[symbol] = place
        rows.append(UsdVolumeRow(symbol: symbol))
      }
      let dollars = coin.dollars(turnover, present.series[symbol]?.settlement ?? .xbt, at: end)
      rows[place].turnover += dollars
      if end > present.now - 30 * BinSize.day.milliseconds { rows[place].turnover30d += dollars }
      if end > present.now - 365 * BinSize.day.milliseconds { rows[place].turnover365d += dollars }
    }
    for day in days { add(day.turnover, day.symbol, at: day.end) }
    for contract in present.contracts {
      if let running = contract.running { add(running.turnover, contract.symbol, at: running.timestamp) }
      let place = places[contract.symbol] ?? 0
      rows[place].turnover24h = coin.dollars(contract.turnover24h, contract.settlement, at: present.now)
    }
    byContract = rows
  }

  /// One row a series, and the sum of all under the name `Total`.
  var bySeries: [StatsUSDRow] {
    var rows: [StatsUSDRow] = []
    var total = StatsUSDRow(rootSymbol: "Total")
    for row in byContract {
      let root = present.series[row.symbol]?.root ?? row.symbol
      let place = rows.firstIndex { $0.rootSymbol == root } ?? rows.endIndex
      if place == rows.endIndex { rows.append(StatsUSDRow(rootSymbol: root)) }
      rows[place].add(row)
      total.add(row)
    }
    return rows + [total]
  }
}

/// What is known of turnover besides the days that are over.
struct PresentTurnover: Sendable {
  /// The time of the venue in milliseconds since 1970, and what a coin costs.
  let now: Int64
  let coin: Decimal
  /// The contracts that are listed.
  let contracts: [(symbol: String, settlement: Currency, turnover24h: Int64, running: TradeBinRow?)]
  /// The series and the currency of every contract there ever was.
  let series: [String: (root: String, settlement: Currency)]

  init(_ tables: borrowing Tables) {
    now = tables.time.rawValue
    coin = DollarPrice.now(tables)
    var contracts: [(symbol: String, settlement: Currency, turnover24h: Int64, running: TradeBinRow?)] = []
    for number in 0..<tables.instrumentCount {
      let id = InstrumentID(UInt16(number))
      let terms = tables.terms(of: id)
      contracts.append(
        (
          terms.symbol.description, terms.settlement, tables.row(of: id).turnover24h ?? 0,
          tables.runningTradeBin(id, .day)
        ))
    }
    self.contracts = contracts
    series = Dictionary(tables.everyTerms.map { ($0.symbol.description, ($0.root.description, $0.settlement)) }) { $1 }
  }
}

extension StatsUSDRow {
  fileprivate mutating func add(_ row: UsdVolumeRow) {
    turnover24h += row.turnover24h
    turnover30d += row.turnover30d
    turnover365d += row.turnover365d
    turnover += row.turnover
  }
}

/// What a coin cost in dollars, day by day.
struct DollarPrice {
  private var closes: [Int64: Decimal] = [:]
  private let now: Decimal
  private static let perpetual = "XBTUSD"

  /// The closes of the days that are over, and the price of now.
  init(_ days: [DaySum], now: Decimal) {
    self.now = now
    for day in days where day.symbol == Self.perpetual { closes[day.end] = day.close }
  }

  /// What a coin costs now.
  static func now(_ tables: borrowing Tables) -> Decimal {
    guard let perpetual = tables.instrument(named: perpetual) else { return .zero }
    let row = tables.row(of: perpetual)
    return row.markPrice ?? row.indicativeSettlePrice ?? .zero
  }

  /// Whole dollars of money in the smallest unit of its currency, on the day that ends at a time or now.
  func dollars(_ money: Int64, _ currency: Currency, at time: Int64) -> Int64 {
    guard currency == .xbt else { return money / 1_000_000 }
    let price = closes[time] ?? now
    var scale = Int128(100_000_000)
    for _ in 0..<price.scale { scale *= 10 }
    return Int64(clamping: Int128(money) * Int128(price.mantissa) / scale)
  }
}
