import ApusAPI
import ApusModel
import ApusTables

/// What was traded in dollars: the turnover of each day at that day's close of XBTUSD, a tether counted as a dollar.
struct DollarTurnover {
  /// One row a contract.
  private(set) var byContract: [UsdVolumeRow] = []
  /// The series of each contract.
  private var roots: [String] = []

  init(_ tables: borrowing Tables) {
    let coin = DollarPrice(tables)
    let now = tables.time.rawValue
    for number in 0..<tables.instrumentCount {
      let id = InstrumentID(UInt16(number))
      let terms = tables.terms(of: id)
      var row = UsdVolumeRow(symbol: terms.symbol.description)
      let bins = tables.tradeBins(id, .day) + (tables.runningTradeBin(id, .day).map { [$0] } ?? [])
      for bin in bins {
        let dollars = coin.dollars(bin.turnover, terms.settlement, at: bin.timestamp)
        row.turnover += dollars
        if bin.timestamp > now - 30 * BinSize.day.milliseconds { row.turnover30d += dollars }
        if bin.timestamp > now - 365 * BinSize.day.milliseconds { row.turnover365d += dollars }
      }
      row.turnover24h = coin.dollars(tables.row(of: id).turnover24h ?? 0, terms.settlement, at: now)
      byContract.append(row)
      roots.append(terms.root.description)
    }
  }

  /// One row a series, and the sum of all under the name `Total`.
  var bySeries: [StatsUSDRow] {
    var rows: [StatsUSDRow] = []
    for (root, row) in zip(roots, byContract) {
      let place = rows.firstIndex { $0.rootSymbol == root } ?? rows.endIndex
      if place == rows.endIndex { rows.append(StatsUSDRow(rootSymbol: root)) }
      rows[place].add(row)
    }
    var total = StatsUSDRow(rootSymbol: "Total")
    for row in byContract { total.add(row) }
    return rows + [total]
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
  private var now = Decimal.zero

  init(_ tables: borrowing Tables) {
    guard let perpetual = tables.instrument(named: "XBTUSD") else { return }
    for bin in tables.tradeBins(perpetual, .day) { closes[bin.timestamp] = bin.close }
    let row = tables.row(of: perpetual)
    now = row.markPrice ?? row.indicativeSettlePrice ?? .zero
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
