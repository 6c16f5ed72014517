public import ApusModel

/// A position somebody asks about.
public struct PositionQuestion: Sendable {
  /// The contract.
  public var instrument: Instrument
  /// Contracts held, negative for a short.
  public var quantity: Contracts
  /// The average entry, from which the cost follows.
  public var entry: Price
  /// The cost itself, when it is known: of several fills it is not the value at the average.
  public var cost: Amount?
  /// The mark, or nil when none is named.
  public var mark: Price?
  /// The leverage chosen; zero is cross.
  public var leverage: Leverage = .cross
  /// Risk steps above the first.
  public var steps: Int64 = 0
  /// The coming funding rate.
  public var funding: Rate = .zero
  /// Margin added by hand to an isolated position.
  public var added: Amount = .zero
  /// Margin of an isolated position that fundings took.
  public var lost: Amount = .zero
  /// What else of the account backs it in cross margin.
  public var available: Amount = .zero

  /// A position in cross margin at the first risk step.
  public init(instrument: Instrument, quantity: Contracts, entry: Price) {
    self.instrument = instrument
    self.quantity = quantity
    self.entry = entry
  }

  /// The position as the formulas see it.
  var position: Position {
    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    position.quantity = quantity
    position.cost = cost ?? instrument.value(of: quantity, at: entry)
    position.leverage = leverage
    position.riskSteps = UInt16(clamping: steps)
    return position
  }

  /// Its margin rates at its risk step, the initial one no less than 1 ÷ leverage asks.
  var rates: MarginRates {
    var rates = instrument.marginRates(at: steps)
    if leverage != .cross { rates.initial = max(rates.initial, leverage.initialMargin) }
    return rates
  }

  /// Its profit at the mark, zero without one.
  var unrealised: Amount { mark.map { position.unrealised(at: $0, of: instrument) } ?? .zero }

  /// Its margin, part by part.
  var margin: PositionMargin {
    let cross = leverage == .cross ? max(.zero, -unrealised) : added
    var margin = PositionMargin(
      cost: position.cost.magnitude, quantity: quantity, cross: cross, rate: rates.initial,
      commission: instrument.commission)
    if leverage != .cross { margin.loss = lost }
    return margin
  }

  /// Its maintenance margin, without the closing commission.
  var maintenance: Amount { rates.maintenance(of: position.cost, payable: position.payable(funding)) }

  /// Why it cannot be answered, or nil.
  public var refusal: String? {
    if quantity == .zero { return "a position has contracts" }
    if entry <= .zero || mark.map({ $0 <= .zero }) == true { return "prices are positive" }
    if instrument.lots(of: quantity.magnitude) == nil {
      return "the quantity is no multiple of the lot \(instrument.lot.rawValue)"
    }
    if quantity.magnitude > instrument.maximumHolding {
      return "nobody may hold more than \(instrument.maximumHolding.rawValue)"
    }
    let prices = [entry, mark ?? entry]
    if prices.contains(where: { $0 < instrument.tickSize || $0 > instrument.maximumPrice }) {
      return "prices lie between \(instrument.tickSize.text) and \(instrument.maximumPrice.text)"
    }
    if leverage < .zero || leverage > Leverage(10_000) { return "leverage is 0.01 to 100, or 0 for cross" }
    return (0...1_000).contains(steps) ? nil : "risk steps are 0 to 1000"
  }
}
