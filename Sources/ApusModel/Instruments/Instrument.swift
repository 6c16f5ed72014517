/// A contract's terms as of a time; every number here is data, so that each year's rules replay exactly.
public struct Instrument: Hashable, Sendable, BitwiseCopyable {
  /// The public name, such as `XBTUSD`.
  public var symbol: Symbol
  /// The series, such as `XBT`.
  public var root: Symbol
  /// What the contract is written on, such as `XBT`.
  public var underlying: Symbol
  /// What its price is counted in, such as `USD`.
  public var quoteCurrency: Symbol
  /// The index it follows, such as `.BXBT`.
  public var reference: Symbol
  /// What profit, margin and fees are paid in.
  public var settlement: Currency
  /// How value follows price.
  public var kind: ContractKind
  /// Value multiplier without its sign, in settlement units: XBTUSD 10⁸.
  public var multiplier: Int64
  /// The smallest order and the unit of all orders, in contracts. Values are rounded per lot.
  public var lot: Contracts
  /// The distance of two price levels.
  public var tickSize: Price
  /// The largest order, in contracts; at most 2³¹ − 1 lots.
  public var maximumQuantity: Contracts
  /// The highest price an order may name.
  public var maximumPrice: Price
  /// Initial margin at the first risk step, a fraction of value.
  public var initialMargin: Rate
  /// Maintenance margin at the first risk step, a fraction of value.
  public var maintenanceMargin: Rate
  /// Fee of the resting side; negative is a rebate.
  public var makerFee: Rate
  /// Fee of the side that takes.
  public var takerFee: Rate
  /// Fee on expiry.
  public var settlementFee: Rate
  /// Margin steps by position value.
  public var riskLimit: RiskLimit
  /// When it was first listed.
  public var listed: Timestamp
  // What follows is read where time and prices work, never on the way of a plain order.
  /// Perpetual, future or profit contract.
  public var type = InstrumentType.perpetual
  /// When it expires and is settled; zero when never.
  public var expiry: Timestamp = .zero
  /// How its mark is found.
  public var marking = MarkMethod.index
  /// The decimals of its mark, such as 2: what fair basis and mark are rounded to.
  public var markDecimals: UInt8 = 2
  /// How the series goes on.
  public var relisting = Relisting.never
  /// Funding between longs and shorts.
  public var funding = FundingTerms()
  /// What leverage costs.
  public var interest = LeverageInterestTerms()
  /// Strike and barrier of a profit contract.
  public var option = OptionTerms()
  /// Bounds on orders.
  public var protection = OrderProtection()
  /// The value an impact price is measured over, in the settlement unit; zero measures the touch.
  public var impactValue: Amount = .zero
  /// Milliseconds between two looks at the book for impact prices and fair basis: a minute, under the last rules half of one.
  public var measuring: Int64 = Timestamp.minute
  /// Contracts for one unit of the underlying, of linear contracts whose multiplier counts less than one unit: TRXUSDT 10.
  public var positionMultiplier: Int64 = 1
  /// How fees fall with an account's tier.
  public var feeSchedule = FeeSchedule.none
  /// What the position is counted in, such as `USD`.
  public var positionCurrency: Symbol = .none
  /// The highest price as the venue states it, where the book ends below it; zero where it does not.
  public var statedMaximumPrice: Price = .zero

  /// An instrument of these terms.
  public init(
    symbol: Symbol, root: Symbol, underlying: Symbol, quoteCurrency: Symbol, reference: Symbol, settlement: Currency,
    kind: ContractKind, multiplier: Int64, lot: Contracts, tickSize: Price, maximumQuantity: Contracts,
    maximumPrice: Price, initialMargin: Rate, maintenanceMargin: Rate, makerFee: Rate, takerFee: Rate,
    settlementFee: Rate, riskLimit: RiskLimit, listed: Timestamp
  ) {
    self.symbol = symbol
    self.root = root
    self.underlying = underlying
    self.quoteCurrency = quoteCurrency
    self.reference = reference
    self.settlement = settlement
    self.kind = kind
    self.multiplier = multiplier
    self.lot = lot
    self.tickSize = tickSize
    self.maximumQuantity = maximumQuantity
    self.maximumPrice = maximumPrice
    self.initialMargin = initialMargin
    self.maintenanceMargin = maintenanceMargin
    self.makerFee = makerFee
    self.takerFee = takerFee
    self.settlementFee = settlementFee
    self.riskLimit = riskLimit
    self.listed = listed
  }
}

extension Instrument {
  /// The commission set aside for closing: the dearest of maker, taker and settlement fee.
  @inlinable public var commission: Rate { max(max(makerFee, takerFee), settlementFee) }

  /// The number of price levels from zero to the highest price.
  public var ticks: Int64 { maximumPrice.rawValue / tickSize.rawValue }

  /// The level of a price, or nil when it is off the tick, not positive or above the highest price.
  @inlinable public func tick(of price: Price) -> Tick? {
    guard price > .zero, price <= maximumPrice else { return nil }
    let (tick, remainder) = price.rawValue.quotientAndRemainder(dividingBy: tickSize.rawValue)
    return remainder == 0 ? Tick(tick) : nil
  }

  /// The price of a level.
  @inlinable public func price(of tick: Tick) -> Price { Price(rawValue: Int64(tick) * tickSize.rawValue) }

  /// Whole lots in a positive number of contracts, or nil when it is no multiple of the lot.
  @inlinable public func lots(of contracts: Contracts) -> Int64? {
    let (lots, remainder) = contracts.rawValue.quotientAndRemainder(dividingBy: lot.rawValue)
    return remainder == 0 ? lots : nil
  }

  /// True when the terms can be traded without any sum overflowing; anything else is refused at listing.
  public var isSound: Bool {
    guard multiplier > 0, lot > .zero, tickSize > .zero, maximumQuantity >= lot else { return false }
    guard maximumPrice >= tickSize, maximumPrice.rawValue % tickSize.rawValue == 0, ticks < 1 << 26 else {
      return false
    }
    guard maximumQuantity.rawValue / lot.rawValue < 1 << 31, lots(of: maximumQuantity) != nil else { return false }
    let whole = Rate(rawValue: Rate.scale)
    guard initialMargin > .zero, initialMargin <= whole, maintenanceMargin >= .zero, maintenanceMargin <= whole else {
      return false
    }
    let tenth = Rate(rawValue: Rate.scale / 10)
    guard [makerFee, takerFee, settlementFee].allSatisfy({ $0 > -tenth && $0 < tenth }) else { return false }
    guard riskLimit.base >= .zero, riskLimit.step >= .zero, !symbol.isEmpty, hasSoundLife else { return false }
    guard riskLimit.base <= .limit * 16, riskLimit.step <= .limit * 16 else { return false }
    // The largest order at the dearest price must leave room for its margin at a leverage of a hundredth.
    let dearest = kind == .inverse ? tickSize : maximumPrice
    guard let value = widestLotValue(at: dearest), value > 0, value < Instrument.widestValue else { return false }
    guard value * Int128(maximumQuantity.rawValue / lot.rawValue) < Instrument.widestValue else { return false }
    return maximumQuantity <= maximumHolding && hasSoundPrices
  }

  /// True when a dated contract has a date, and a profit contract a way to be struck.
  private var hasSoundLife: Bool {
    guard statedMaximumPrice >= .zero, positionMultiplier > 0, impactValue >= .zero else { return false }
    switch type {
    case .perpetual: return expiry == .zero && relisting == .never
    case .future: return expiry > listed && relisting != .weekly
    case .upside, .downside:
      // Its price is a part of what it is written on, and it pays out no more than the highest price.
      let isStruck = option.strike >= .zero && option.barrier >= .zero && option.barrier <= option.strike
      let canBeStruck = option.strikeShare > .zero && option.strikeShare < Rate(rawValue: 100 * Rate.scale)
      return expiry > listed && relisting != .quarterly && kind == .linear && isStruck && canBeStruck
        && option.strikeStep > .zero && maximumPrice <= Price(units: 1)
    }
  }

  /// What an order may be worth at most, in the settlement unit.
  private static var widestValue: Int128 { Int128(1) << 55 }

  /// The value of one lot, rounded down, or nil when it leaves 128 bits on the way.
  private func widestLotValue(at price: Price) -> Int128? {
    let size = Int128(multiplier) * Int128(lot.rawValue)
    let isInverse = kind == .inverse
    let (product, overflow) = size.multipliedReportingOverflow(by: Int128(isInverse ? Price.scale : price.rawValue))
    return overflow ? nil : product / Int128(isInverse ? price.rawValue : Price.scale)
  }
}
