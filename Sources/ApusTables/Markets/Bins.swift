import ApusAPI
import ApusModel

/// A contract's trades and quotes by the minute, by five, by the hour and by the day, each stamped at its end.
///
/// They begin with the contract's first price, in a bin that ended just before, so that there is always a last one.
struct Bins: Sendable {
  /// The minute that runs; nil while there was no price.
  private(set) var minute: TradeBin?
  /// What longer bins hold from the minutes before it.
  private(set) var passed = BySize<TradeBin?> { _ in nil }
  /// The touch that was quoted last; nil before.
  private(set) var touch: Touch?
  /// The bins that ended.
  private(set) var trades: BySize<Recent<TradeBinRecord>>
  private(set) var quotes: BySize<Recent<QuoteRecord>>
  /// Those that ended since the last batch.
  private(set) var newTrades = BySize<[TradeBinRecord]> { _ in [] }
  private(set) var newQuotes = BySize<[QuoteRecord]> { _ in [] }
  private(set) var areNews = false

  /// After a jump of the clock no more than so many bins of each length are made, the last ones; the others are left out.
  static let longestGap: Int64 = 1_440

  init(_ limits: TablesLimits) {
    trades = BySize { Recent(capacity: $0 == .day ? limits.dayBins : limits.bins) }
    quotes = BySize { Recent(capacity: $0 == .day ? limits.dayBins : limits.bins) }
  }

  /// Takes a contract's price in a minute; only the first one counts.
  mutating func begin(at price: Price, in number: Int64, isNews: Bool) {
    guard minute == nil, price > .zero else { return }
    minute = TradeBin(at: price)
    for size in BinSize.allCases {
      end(TradeBinRecord(end: size.start(of: number), bin: TradeBin(at: price)), size, isNews: isNews)
    }
  }

  /// Counts a match in a minute, with its notional of a quanto contract.
  mutating func trade(_ fill: Fill, _ notional: QuantoNotional, in number: Int64, isNews: Bool) {
    begin(at: fill.price, in: number, isNews: isNews)
    minute?.add(fill, notional)
  }

  /// Takes the touch quoted in a minute.
  mutating func quote(_ new: Touch, in number: Int64, isNews: Bool) {
    let isFirst = touch == nil && quotes[.minute].isEmpty
    touch = new
    guard isFirst else { return }
    for size in BinSize.allCases { end(QuoteRecord(end: size.start(of: number), touch: new), size, isNews: isNews) }
  }

  /// Forgets the touch, whose ticks are others from now on.
  mutating func forgetTouch() { touch = nil }

  /// Lets minutes pass; a market that `isOver` has no more bins than those that saw a trade.
  mutating func advance(from last: Int64, to now: Int64, isOver: Bool, isNews: Bool) {
    guard let running = minute else { return }
    for size in BinSize.allCases { close(size, running, from: last, to: now, isOver: isOver, isNews: isNews) }
    minute = TradeBin(at: running.close)
  }

  /// The bin of a length that runs in a minute; nil while there was no price.
  func running(_ size: BinSize, in number: Int64) -> TradeBinRecord? {
    guard let minute else { return nil }
    return TradeBinRecord(end: size.start(of: number) + size.minutes, bin: passed[size].extended(by: minute))
  }

  /// The bins that ended were told.
  mutating func forgetNews() {
    areNews = false
    for size in BinSize.allCases {
      newTrades[size].removeAll(keepingCapacity: true)
      newQuotes[size].removeAll(keepingCapacity: true)
    }
  }

  private mutating func close(
    _ size: BinSize, _ running: TradeBin, from last: Int64, to now: Int64, isOver: Bool, isNews: Bool
  ) {
    let bin = passed[size].extended(by: running)
    let first = size.start(of: last) + size.minutes
    guard first <= now else {
      passed[size] = bin
      return
    }
    passed[size] = nil
    if bin.trades > 0 || !isOver { end(TradeBinRecord(end: first, bin: bin), size, isNews: isNews) }
    guard !isOver else { return }
    let step = size.minutes
    let oldest = max(first + step, size.start(of: now) - (Self.longestGap - 1) * step)
    for end in stride(from: oldest, through: now, by: Int(step)) {
      self.end(TradeBinRecord(end: end, bin: TradeBin(at: bin.close)), size, isNews: isNews)
    }
    guard let touch else { return }
    for end in [first] + Array(stride(from: oldest, through: now, by: Int(step))) {
      self.end(QuoteRecord(end: end, touch: touch), size, isNews: isNews)
    }
  }

  private mutating func end(_ record: TradeBinRecord, _ size: BinSize, isNews: Bool) {
    trades[size].append(record)
    guard isNews else { return }
    newTrades[size].append(record)
    areNews = true
  }

  private mutating func end(_ record: QuoteRecord, _ size: BinSize, isNews: Bool) {
    quotes[size].append(record)
    guard isNews else { return }
    newQuotes[size].append(record)
    areNews = true
  }
}

extension Bins {
  /// The state of another moment, as a snapshot holds it.
  mutating func restore(_ minute: TradeBin?, _ passed: BySize<TradeBin?>, _ touch: Touch?) {
    self.minute = minute
    self.passed = passed
    self.touch = touch
  }

  mutating func restore(_ record: TradeBinRecord, _ size: BinSize) { trades[size].append(record) }
  mutating func restore(_ record: QuoteRecord, _ size: BinSize) { quotes[size].append(record) }
}

extension QuoteRecord {
  /// The touch at the end of a minute.
  init(end: Int64, touch: Touch) { self.init(time: Timestamp(rawValue: end * 60_000), touch: touch) }
}

extension BinSize {
  /// The minute with which the bin begins that a minute is in.
  func start(of minute: Int64) -> Int64 { minute - minute % minutes }
}

extension TradeBin? {
  /// What was before, and what followed it.
  fileprivate func extended(by next: TradeBin) -> TradeBin {
    guard var bin = self else { return next }
    bin.add(next)
    return bin
  }
}
