/// The margin a position ties up, part by part, in the settlement unit.
public struct PositionMargin: Hashable, Sendable, BitwiseCopyable {
  /// Initial margin on the entry value.
  public var initial: Amount
  /// In cross margin, the unrealised loss; in isolated margin, what was added by hand.
  public var cross: Amount
  /// Set aside for the closing commission at the bankruptcy value.
  public var commission: Amount
  /// Paid out of an isolated position's margin.
  public var loss: Amount = .zero

  /// Nothing tied up.
  @inlinable public static var none: PositionMargin {
    PositionMargin(initial: .zero, cross: .zero, commission: .zero)
  }

  /// These parts.
  @inlinable public init(initial: Amount, cross: Amount, commission: Amount) {
    self.initial = initial
    self.cross = cross
    self.commission = commission
  }

  /// The margin of a position by its parts: its cost as a positive value, what was added to it or, in cross margin, its
  /// loss, and the rates.
  ///
  /// `initial = ceil(cost × rate)`, `commission = ceil(fee × q × ceil((cost + initial + cross) ÷ q))`.
  @inlinable @inline(__always)
  public init(cost: Amount, quantity: Contracts, cross: Amount, rate: Rate, commission: Rate) {
    initial = rate.margin(on: cost)
    self.cross = cross
    let contracts = quantity.magnitude.rawValue
    let each = Whole64.divide((cost + initial + cross).rawValue, by: contracts, rounding: .up)
    self.commission = commission.margin(on: Amount(rawValue: each * contracts))
  }

  /// All parts together.
  @inlinable public var total: Amount { initial + cross + commission - loss }

  /// What of the wallet is kept for the position: never less than nothing, since a profit that answers for what the
  /// wallet owes is not to be spent elsewhere.
  @inlinable @inline(__always) public var kept: Amount { max(.zero, total) }
}

extension Instrument {
  /// The initial margin rate asked of a position at a leverage: that of its risk step, or 1 ÷ leverage if that is more.
  public func initialMargin(at leverage: Leverage, steps: UInt16 = 0) -> Rate {
    let base = marginRates(at: Int64(steps)).initial
    return leverage == .cross ? base : max(base, leverage.initialMargin)
  }
}

extension Position {
  /// The margin tied up at a mark.
  ///
  /// `initial = ceil(|cost| × rate)`, `cross = max(0, −unrealised)` in cross margin, and
  /// `commission = ceil(fee × q × ceil((|cost| + initial + cross) ÷ q))` (captures of 2019, `pos-*`).
  public func margin(
    at mark: Price, isolated: IsolatedMargin = .none, of instrument: Instrument
  ) -> PositionMargin {
    margin(
      unrealised: unrealised(at: mark, of: instrument),
      rate: instrument.initialMargin(at: leverage, steps: riskSteps), commission: instrument.commission,
      isolated: isolated)
  }

  /// The margin tied up, the unrealised profit and the rates being known.
  @inlinable @inline(__always)
  public func margin(
    unrealised: Amount, rate: Rate, commission: Rate, isolated: IsolatedMargin = .none
  ) -> PositionMargin {
    guard quantity != .zero else { return .none }
    let cross = leverage == .cross ? max(.zero, -unrealised) : isolated.added
    var margin = PositionMargin(
      cost: cost.magnitude, quantity: quantity, cross: cross, rate: rate, commission: commission)
    margin.loss = isolated.lost
    return margin
  }

  /// The value of the open orders that would open a position, on the worse of the two sides.
  ///
  /// Orders against the position close it first and are free as far as they close (`order-reversal-netting`).
  @inlinable @inline(__always) public var openingValue: Amount { openingValue(of: buys, sells) }

  /// The same as if orders were added on one side.
  @inlinable @inline(__always)
  public func openingValue(adding contracts: Contracts, worth value: Amount, on side: Side) -> Amount {
    var more = self
    more.add(contracts, worth: value, on: side)
    return openingValue(of: more.buys, more.sells)
  }

  // Which side closes is chosen, not branched on: nobody, least of all a processor, can guess which way accounts stand.
  @inlinable @inline(__always) func openingValue(of buys: OpenOrders, _ sells: OpenOrders) -> Amount {
    let isLong = quantity.rawValue > 0
    let opening = isLong ? buys.value : sells.value
    let quantityAgainst = isLong ? sells.quantity : buys.quantity
    let valueAgainst = isLong ? sells.value : buys.value
    let closing = quantity.magnitude
    if closing.rawValue == 0 { return max(opening, valueAgainst) }
    guard quantityAgainst > closing else { return max(opening, .zero) }
    let beyond = Whole64.multiply(
      valueAgainst.rawValue, (quantityAgainst - closing).rawValue, dividedBy: quantityAgainst.rawValue, rounding: .up)
    return max(opening, Amount(rawValue: beyond))
  }

  /// What is reserved for open orders: entry margin, entry fee, the exit fee at the bankruptcy value, and the premium.
  ///
  /// `ceil(value × (m + f + f × (1 + m)))` (`order-initmargin-20200412` and two more), and what orders priced through
  /// the mark would lose at once.
  public func orderMargin(of instrument: Instrument) -> Amount {
    orderMargin(rate: instrument.orderMarginRate(at: leverage, steps: riskSteps))
  }

  /// The margin reserved for open orders, the rate being known.
  @inlinable @inline(__always) public func orderMargin(rate: Rate) -> Amount {
    rate.margin(on: openingValue) + premium
  }
}

extension Instrument {
  /// What an opening order reserves as a fraction of its value, rounded up to 10⁻⁸.
  public func orderMarginRate(at leverage: Leverage, steps: UInt16 = 0) -> Rate {
    let margin = initialMargin(at: leverage, steps: steps)
    // The position will set aside the dearest fee for its closing; in the captures that is the taker fee.
    let exit = Whole64.multiply(commission.rawValue, Rate.scale + margin.rawValue, dividedBy: Rate.scale, rounding: .up)
    return Rate(rawValue: margin.rawValue + takerFee.rawValue + exit)
  }
}

extension Position {
  /// What the venue's exchange guide charges: offers, and bids less offers, each less what closes the position.
  ///
  /// Not what the venue did: a recorded position shows the dearer side alone (`openingValue`). Kept to show the guide's
  /// own example (`order-margin-two-sides`).
  public var chargedByGuide: (bids: Contracts, offers: Contracts) {
    let offers = max(.zero, sells.quantity - max(.zero, quantity))
    let bids = max(.zero, buys.quantity - max(.zero, -quantity))
    return (max(.zero, bids - offers), offers)
  }
}
