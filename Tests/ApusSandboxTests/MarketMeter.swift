import ApusModel
import ApusSandbox

/// Measures a market's figures in the units of `Band`, from happenings alone.
struct MarketMeter {
  private(set) var book = NaiveBook()
  private let tick: Int64
  private let start: Timestamp
  private var sampleDue: Timestamp
  private var now: Timestamp
  private var quote: TapePlayer.Quote?
  private var quoteChanges: Int64 = 0
  private var spreads: [Int64] = []
  private var depths: [Int: [Int64]] = [:]
  private var busySeconds: Set<Int64> = []
  private var tradesSeen = 0
  /// Groups after which one side of the book was empty, since both first were not.
  private(set) var emptyMoments = 0

  init(tick: Price, at start: Timestamp) {
    self.tick = tick.rawValue
    self.start = start
    sampleDue = start + Timestamp(rawValue: 1_000)
    now = start
  }

  /// Takes in what one group caused.
  mutating func observe(_ happenings: [Happening], at time: Timestamp) {
    now = time
    book.observe(happenings)
    let before = quote
    quote = book.quote
    if quote != before { quoteChanges += 1 }
    if quote == nil && before != nil { emptyMoments += 1 }
    if book.trades.count > tradesSeen { busySeconds.insert((time - start).rawValue / 1_000) }
    tradesSeen = book.trades.count
  }

  /// Called once all groups of a moment are in.
  mutating func sample() {
    guard now >= sampleDue else { return }
    sampleDue += Timestamp(rawValue: 500)
    guard let quote else { return }
    spreads.append((quote.ask - quote.bid).rawValue / tick)
    for side in Side.allCases {
      let levels = book.depth(side, 25)
      for count in [1, 10, 25] {
        depths[count, default: []].append(levels.prefix(count).map(\.size).reduce(0, +) / MarketView.unit)
      }
    }
  }

  func figure(_ band: Band) -> Int64 {
    let seconds = (now - start).rawValue / 1_000
    let sizes = book.trades.map(\.quantity.rawValue).sorted()
    switch band {
    case .medianSpread: return share(50, of: spreads.sorted())
    case .wideSpread: return share(95, of: spreads.sorted())
    case .bestLevel: return share(50, of: depths[1, default: []].sorted())
    case .tenLevels: return share(50, of: depths[10, default: []].sorted())
    case .twentyFiveLevels: return share(50, of: depths[25, default: []].sorted())
    case .trades: return Int64(sizes.count) * 1_000 / seconds
    case .medianTrade: return (share(50, of: sizes) + MarketView.unit - 1) / MarketView.unit
    case .largeTrade: return share(90, of: sizes) / MarketView.unit
    case .meanTrade: return sizes.reduce(0, +) / max(Int64(sizes.count), 1) / MarketView.unit
    case .quoteChanges: return quoteChanges * 1_000 / seconds
    case .silence: return 100 - Int64(busySeconds.count) * 100 / seconds
    }
  }

  private func share(_ percent: Int, of sorted: [Int64]) -> Int64 {
    sorted.isEmpty ? 0 : sorted[min(sorted.count * percent / 100, sorted.count - 1)]
  }
}
