/// Bounds on prices and counts of orders, as of a time; all zero where the dated rules have none (dossier section 8.5).
public struct OrderProtection: Hashable, Sendable, BitwiseCopyable {
  /// How far through the better of touch and mark an order may be priced: 5 % since 2021-02-16.
  public var fatFinger: Rate = .zero
  /// How far from the mark a limit price may be: 10 % under the last rules.
  public var band: Rate = .zero
  /// The most open orders of an account in the market, stops apart: 200.
  public var openOrders: UInt16 = 0
  /// The most waiting stops of an account in the market: 10.
  public var stops: UInt16 = 0
  /// Whether linked orders (one cancels, one triggers the other) are taken.
  public var takesLinkedOrders = false
  /// Milliseconds between two moves of a trailing stop: a second under the last rules; zero follows its price at once.
  public var trailInterval: Int64 = 0
  /// How far its price must have moved since, as a fraction: 0.1 % under the last rules.
  public var trailStep: Rate = .zero
  /// An order worth less is small, in the settlement unit: 0.0025 XBT in 2019, 0.01 XBT since 2020-06-05; zero without the
  /// spam rule.
  public var smallValue: Amount = .zero
  /// How many small orders an account may have open in the market and not be labelled: 100.
  public var smallOrders: UInt16 = 0

  /// No bounds.
  public init() {}

  /// Whether small orders are counted.
  public var countsSmallOrders: Bool { smallOrders > 0 && smallValue > .zero }

  /// True when fractions are below the whole, a trailing stop moves once an hour at least, and a small value is one.
  var isSound: Bool {
    let whole = Rate(rawValue: Rate.scale)
    return (0...Timestamp.hour).contains(trailInterval) && trailStep >= .zero && trailStep <= whole
      && smallValue >= .zero && smallValue <= .limit
  }
}

extension OrderProtection {
  /// How many small orders in one contract are too many; the venue never said.
  public static let tooManySmallOrders: UInt16 = 100

  /// What an order settled in bitcoin must be worth at a date not to be small, in satoshi; without a date in March 2019. Zero
  /// before the rule. When 0.005 XBT gave way to 0.0025 is not known: it is the first of 2018 here (dossier section 8.5).
  public static func smallValue(on date: Timestamp?) -> Amount {
    guard let date else { return Amount(250_000) }
    let steps: [(CalendarDay, Int64)] = [
      (CalendarDay(year: 2020, month: 6, day: 5), 1_000_000), (CalendarDay(year: 2018, month: 1, day: 1), 250_000),
      (CalendarDay(year: 2017, month: 6, day: 10), 500_000), (CalendarDay(year: 2016, month: 6, day: 10), 1_000_000),
    ]
    return Amount(steps.first { $0.0.start <= date }?.1 ?? 0)
  }
}
