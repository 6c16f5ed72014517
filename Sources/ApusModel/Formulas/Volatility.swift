/// The spread of returns over a period, as an index in percent: the sample deviation of log returns, scaled by the square
/// root of how many make the period.
///
/// A day of five-minute prices is 288 returns and 288 periods (.BVOL24H, `bvol24h-alternating`); thirty days of daily
/// averages are 30 returns and 365 periods (.BVOL, `bvol30-alternating`).
public struct Volatility: Hashable, Sendable, BitwiseCopyable {
  private var count: Int128 = 0
  private var sum: Int128 = 0
  private var squares: Int128 = 0

  /// Five-minute returns of a day.
  public static var fiveMinutesOfDay: Int64 { 288 }

  /// No returns.
  public init() {}

  /// Counts a return in.
  public mutating func add(_ value: LogReturn) {
    count += 1
    sum += Int128(value.rawValue)
    squares += Int128(value.rawValue) * Int128(value.rawValue)
  }

  /// Takes the oldest return out.
  public mutating func remove(_ value: LogReturn) {
    count -= 1
    sum -= Int128(value.rawValue)
    squares -= Int128(value.rawValue) * Int128(value.rawValue)
  }

  /// The volatility in percent over so many periods, to four decimals, halves up; nil below two returns.
  public func percent(periods: Int64) -> Price? {
    guard count > 1 else { return nil }
    let (whole, rest) = (count * squares - sum * sum).quotientAndRemainder(dividingBy: count * (count - 1))
    let variance = whole * Int128(periods) + rest * Int128(periods) / (count * (count - 1))
    let root = Whole64.squareRoot(of: variance)
    // A percent is 10¹² units of a return and 10¹⁰ of a price.
    return Price(rawValue: Whole64.share(Int128(root), over: 100, of: Price.scale / 10_000))
  }
}
