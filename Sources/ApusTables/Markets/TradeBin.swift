import ApusAPI
import ApusModel

/// What was traded within a length of time; without a trade its price stands still.
struct TradeBin: Hashable, Sendable, BitwiseCopyable {
  var open: Price
  var high: Price
  var low: Price
  var close: Price
  var trades: Int64 = 0
  var volume = Contracts.zero
  var turnover = Amount.zero
  var lastSize = Contracts.zero
  /// The sum over its trades, of a quanto contract.
  var notional = QuantoNotional.zero

  /// A bin that begins at a price, the close of the one before.
  init(at price: Price) {
    open = price
    high = price
    low = price
    close = price
  }

  /// Counts a match and its notional, of a quanto contract.
  mutating func add(_ fill: Fill, _ notional: QuantoNotional) {
    high = max(high, fill.price)
    low = min(low, fill.price)
    close = fill.price
    trades += 1
    volume += fill.quantity
    turnover += fill.value
    lastSize = fill.quantity
    self.notional += notional
  }

  /// Goes on with the bin that follows it.
  mutating func add(_ next: TradeBin) {
    high = max(high, next.high)
    low = min(low, next.low)
    close = next.close
    trades += next.trades
    volume += next.volume
    turnover += next.turnover
    notional += next.notional
    if next.trades > 0 { lastSize = next.lastSize }
  }
}

/// A bin with its end.
struct TradeBinRecord: Hashable, Sendable, BitwiseCopyable {
  /// The minute it ends with, counted from 1970.
  var end: Int64
  var bin: TradeBin

  /// The row of the bin, whose numbers are never unknown.
  func row(_ contract: Contract) -> TradeBinRow {
    var row = TradeBinRow(timestamp: end * 60_000, symbol: contract.symbol)
    row.open = Decimal(bin.open)
    row.high = Decimal(bin.high)
    row.low = Decimal(bin.low)
    row.close = Decimal(bin.close)
    row.trades = bin.trades
    row.volume = bin.volume.rawValue
    row.vwap = Decimal(contract.terms.averagePrice(of: bin.volume, worth: bin.turnover) ?? bin.close)
    row.lastSize = bin.lastSize.rawValue
    row.turnover = bin.turnover.rawValue
    let notionals = contract.notionals(of: bin.volume, worth: bin.turnover, bin.notional)
    row.homeNotional = notionals.home ?? .zero
    row.foreignNotional = notionals.foreign ?? .zero
    return row
  }
}
