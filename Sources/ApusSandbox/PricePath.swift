public import ApusModel

/// What kind of stretch a price goes through.
public enum Weather: UInt8, Hashable, Sendable, BitwiseCopyable {
  /// No direction.
  case calm
  /// A steady drift, up or down.
  case trend
  /// Half a second in which the price leaps.
  case jump
  /// A fall of a few per cent in under a minute, in wild moves.
  case crash
}

/// The outside price of the underlying: a seeded walk through calm, trends, jumps and crashes.
///
/// It moves in strides of a tenth of a second, so where it is depends on seed and time alone, never on how often it is
/// asked. Its volatility wanders around that of the recorded tape (1.25 basis points in a second) and returns to it.
public struct PricePath: Hashable, Sendable {
  /// The length of one move, in milliseconds.
  public static let stride: Int64 = 100
  /// One in the unit of moves: a billionth of the price.
  static let unit: Int64 = 1_000_000_000
  /// The usual deviation of one move, in billionths: 0.4 basis points.
  static let usualVolatility: Int64 = 39_500

  /// The price now.
  public private(set) var price: Price
  /// Up to when it has moved.
  public private(set) var time: Timestamp
  /// The stretch it is in.
  public private(set) var weather = Weather.calm
  /// The deviation of one move in billionths of the price, before the weather stirs it.
  public private(set) var volatility = Self.usualVolatility

  private let anchor: Price
  private var random: SeededRandom
  private var drift: Int64 = 0
  private var movesLeft: Int64 = 0

  /// A path that starts at a price and a time; the price is positive.
  public init(seed: UInt64, from price: Price, at time: Timestamp) {
    precondition(price > .zero, "a path from \(price.rawValue)")
    self.price = price
    self.time = time
    anchor = price
    random = SeededRandom(seed: seed)
  }

  /// Moves on to a time; earlier times change nothing.
  public mutating func advance(to later: Timestamp) {
    while later.rawValue - time.rawValue >= Self.stride {
      time += Timestamp(rawValue: Self.stride)
      move()
    }
  }

  private mutating func move() {
    if movesLeft == 0 { turn() }
    movesLeft -= 1
    wander()
    let stir: Int64 = weather == .crash ? 4 : 1
    let step = drift + pull + random.normal(deviation: volatility * stir)
    let change = Whole64.multiply(price.rawValue, step, dividedBy: Self.unit, rounding: .towardZero)
    price = max(price + Price(rawValue: change), Price(rawValue: anchor.rawValue / 100))
  }

  /// Volatility returns to its usual level within some minutes and is knocked off it meanwhile.
  private mutating func wander() {
    volatility += (Self.usualVolatility - volatility) / 2_000 + random.normal(deviation: volatility / 100)
    volatility = min(max(volatility, Self.usualVolatility / 4), Self.usualVolatility * 4)
  }

  /// A weak pull home, half gone in about a week, so that months of running stay in a sensible range.
  private var pull: Int64 {
    Whole64.multiply(anchor.rawValue - price.rawValue, 170, dividedBy: anchor.rawValue, rounding: .towardZero)
  }

  private mutating func turn() {
    switch weather {
    case .crash:
      // The way back up: part of the fall over some minutes.
      begin(.trend, moves: 3_000, drift: 8_000)
    case .trend, .jump:
      begin(.calm, moves: random.within(200...1_800), drift: 0)
    case .calm:
      leaveCalm()
    }
  }

  private mutating func leaveCalm() {
    let direction: Int64 = random.happens(1, of: 2) ? 1 : -1
    switch random.below(1_000) {
    case 0..<650: begin(.trend, moves: random.within(300...3_000), drift: direction * random.within(500...2_500))
    case 650..<750: begin(.jump, moves: 5, drift: direction * random.within(150_000...800_000))
    case 750..<753: begin(.crash, moves: random.within(200...500), drift: -random.within(70_000...110_000))
    default: begin(.calm, moves: random.within(200...1_800), drift: 0)
    }
  }

  private mutating func begin(_ next: Weather, moves: Int64, drift step: Int64) {
    weather = next
    movesLeft = moves
    drift = step
  }
}
