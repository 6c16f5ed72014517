/// The margin rates asked for at a risk step, as fractions of value.
@frozen public struct MarginRates: Hashable, Sendable, BitwiseCopyable {
  /// What opening asks for.
  public var initial: Rate
  /// What holding asks for.
  public var maintenance: Rate

  /// Two rates.
  @inlinable public init(initial: Rate, maintenance: Rate) {
    self.initial = initial
    self.maintenance = maintenance
  }

  /// The rates so many risk steps up: each step adds the base maintenance rate to both (`risk-2019-xbtusd-tier0` to
  /// `risk-2021-xbtusd-tier3`).
  @inlinable public func raised(by steps: Int64) -> MarginRates {
    let added = maintenance * steps
    return MarginRates(initial: initial + added, maintenance: maintenance + added)
  }

  /// The highest leverage these rates allow, in hundredths, rounded down: 66.66 at an initial margin of 1.5 %.
  public var highestLeverage: Leverage {
    Leverage(rawValue: Whole64.divide(Rate.scale * 100, by: initial.rawValue, rounding: .down))
  }
}

extension RiskLimit {
  /// False where a contract has no risk limit: upside and downside contracts.
  @inlinable public var exists: Bool { base > .zero }

  /// The risk steps a value needs, `max(0, ⌈(value − base) ÷ step⌉)`; zero without a limit (`risk-2019-example-230`).
  ///
  /// A value of exactly the limit still fits.
  public func steps(for value: Amount) -> Int64 {
    guard step > .zero, value > base else { return 0 }
    return Whole64.divide((value - base).rawValue, by: step.rawValue, rounding: .up)
  }

  /// The limit so many steps up, in the settlement unit: `base + steps × step`.
  @inlinable public func limit(at steps: Int64) -> Amount { base + step * steps }

  /// The number of steps of a limit, or nil when it is not one of the grid.
  public func steps(of limit: Amount) -> Int64? {
    guard limit >= base, exists else { return nil }
    guard step > .zero else { return limit == base ? 0 : nil }
    let (steps, remainder) = (limit - base).rawValue.quotientAndRemainder(dividingBy: step.rawValue)
    return remainder == 0 ? steps : nil
  }
}

extension Instrument {
  /// The highest risk step there is: at the next one the initial margin would exceed the value, or the limit 2⁵⁹ units.
  public var mostRiskSteps: UInt16 {
    guard riskLimit.exists, riskLimit.step > .zero else { return 0 }
    var most = (Int64(1) << 59 - riskLimit.base.rawValue) / riskLimit.step.rawValue
    if maintenanceMargin > .zero {
      most = min(most, (Rate.scale - initialMargin.rawValue) / maintenanceMargin.rawValue)
    }
    return UInt16(min(max(0, most), Int64(UInt16.max)))
  }

  /// The limit a position may have at so many steps, in the settlement unit; more than anybody holds where a contract
  /// has none.
  public func riskLimit(at steps: UInt16) -> Amount {
    riskLimit.exists ? riskLimit.limit(at: Int64(steps)) : .unaffordable
  }

  /// The margin rates at a risk step, as fractions of value (`risk-2019-altfut-120`).
  @inlinable public func marginRates(at steps: Int64) -> MarginRates {
    MarginRates(initial: initialMargin, maintenance: maintenanceMargin).raised(by: steps)
  }
}

extension Position {
  /// What is held against the risk limit, in the settlement unit: the value at the mark and the open orders of the
  /// side that can enlarge it most (`risk-usage-value-worst-side`).
  @inlinable public func riskValue(worth marked: Amount) -> Amount { marked.magnitude + openingValue }
}
