public import ApusModel

/// What every trader can see of the market: the outside price, where the makers gather, how busy it is, where it heads.
public struct MarketView: Sendable {
  /// Contracts of about a hundred dollars: the unit of sizes here, as on the recorded tape.
  public static let unit: Int64 = 100

  /// The market's number.
  public let instrument: InstrumentID
  /// The market's terms.
  public let terms: Instrument
  /// The time.
  public private(set) var now: Timestamp
  /// Milliseconds since the step before.
  public private(set) var elapsed: Int64 = 0
  /// The price of the underlying outside.
  public private(set) var index: Price
  /// The level the makers bid at; they ask one level higher.
  public private(set) var touch: Tick
  /// How busy the market is, a thousand being usual.
  public private(set) var heat: Int64 = 1_000
  /// How far the last seconds' price is above that of the last minute, in millionths.
  public private(set) var trend: Int64 = 0

  /// How far the outside price has run away from that of the last ten minutes, in millionths, without sign.
  public private(set) var strain: Int64 = 0
  /// How far trades move the market.
  public let impact: Impact

  /// How far the flow of orders has pushed the market above the outside price, in units of price.
  private var push: Int64 = 0
  private var recent: Int64
  private var usual: Int64
  private var settled: Int64
  private var heatDue: Timestamp

  /// A market at rest.
  public init(
    instrument: InstrumentID, terms: Instrument, index: Price, now: Timestamp, impact: Impact = Impact()
  ) {
    self.instrument = instrument
    self.terms = terms
    self.index = index
    self.now = now
    self.impact = impact
    touch = 1
    recent = index.rawValue
    usual = index.rawValue
    settled = index.rawValue
    heatDue = now
    touch = level(of: index)
  }

  /// Goes on to a time at which the outside price is `outside`.
  public mutating func move(to later: Timestamp, outside: Price, random: inout SeededRandom) {
    elapsed = max(later - now, .zero).rawValue
    now = max(now, later)
    index = outside
    push -= push * min(elapsed, impact.fading) / impact.fading
    regather()
    let price = terms.price(of: touch).rawValue
    recent += (price - recent) * min(elapsed, 5_000) / 5_000
    usual += (price - usual) * min(elapsed, 60_000) / 60_000
    trend = (recent - usual) / (usual / 1_000_000)
    settled += (index.rawValue - settled) * min(elapsed, 600_000) / 600_000
    strain = abs(index.rawValue - settled) / (settled / 1_000_000)
    while heatDue <= now { warm(&random) }
  }

  /// Takes in a trade or a takeover: who takes pushes the market his way, and so does what the venue will have to sell or
  /// buy.
  public mutating func see(_ event: Event) {
    guard case .filled(let fill) = event, fill.instrument == instrument else { return }
    let pushes = fill.kind == .trade ? !fill.isMaker : fill.kind == .takeover && fill.account.rawValue != 0
    guard pushes else { return }
    let pushed = index.rawValue / 1_000_000_000 * impact.strength * fill.quantity.rawValue / Self.unit
    let most = index.rawValue / 1_000 * impact.most
    push = min(max(push + fill.side.sign * pushed, -most), most)
  }

  /// The best level a patient order of this side has.
  public func best(_ side: Side) -> Tick { side == .buy ? touch : touch + 1 }

  /// The level `distance` levels behind the best one of a side, within the contract's range.
  public func level(_ side: Side, behind distance: Int64) -> Tick {
    let level = Int64(best(side)) - side.sign * distance
    return Tick(min(max(level, 1), terms.ticks))
  }

  /// How many levels a move of so many millionths of the price spans, at least one.
  public func levels(millionths: Int64) -> Int64 { max(Int64(touch) * millionths / 1_000_000, 1) }

  /// Contracts of about so many units: whole lots, and uneven where the lot is smaller than a unit.
  public func contracts(_ units: Int64, _ random: inout SeededRandom) -> Contracts {
    guard terms.lot.rawValue < Self.unit else { return terms.lot * max(units * Self.unit / terms.lot.rawValue, 1) }
    let most = units * Self.unit / terms.lot.rawValue
    return terms.lot * max(most - random.below(Self.unit / terms.lot.rawValue), 1)
  }

  /// The makers stay where they are while the fair price is near, then all go to it.
  private mutating func regather() {
    let fair = level(of: Price(rawValue: index.rawValue + push))
    let slack = Int64(touch) * 60 / 1_000_000
    if abs(Int64(fair) - Int64(touch)) > slack { touch = fair }
  }

  private func level(of price: Price) -> Tick {
    Tick(min(max(price.rawValue / terms.tickSize.rawValue, 1), terms.ticks - 1))
  }

  /// Trading comes in bursts: now and then it heats up and cools down within half a minute.
  private mutating func warm(_ random: inout SeededRandom) {
    heatDue += Timestamp(rawValue: 1_000)
    heat += (150 - heat) / 6
    if random.happens(1, of: 30) { heat = random.within(2_500...9_000) }
  }
}
