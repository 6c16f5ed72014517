import ApusAPI
import ApusModel

/// A position with what its fills say and its sums do not.
struct PositionRecord: Sendable {
  var position: Position
  /// The average price of what is held, to the price of the fills where all had one.
  var entry = Price.zero
  /// What an isolated position has besides its initial margin.
  var isolated = IsolatedMargin.none
  /// Lights lit in the queue for deleveraging, 1 to 5; 0 while unknown.
  var lights: UInt8 = 0
  /// What was told of its profit before.
  var session = Session()
  /// When the position or its orders last changed.
  var changed: Timestamp
  /// The quantity and the profit taken after the last fill or funding, ahead of the position itself.
  var held = Contracts.zero
  var taken = Taken()
  /// Its place in the market's list of holders; −1 while flat.
  var place: Int32 = -1
  /// The row as last published.
  var row: PositionRow?

  init(_ position: Position, at time: Timestamp) {
    self.position = position
    held = position.quantity
    taken = Taken(profit: position.realised, commission: position.fees)
    changed = time
  }

  /// The profit that the next noon tells.
  var untold: Amount { session.untold(taken) }

  /// Follows the entry price through a fill.
  mutating func follow(_ fill: Fill, _ contract: Contract) {
    let traded = fill.quantity * fill.side.sign
    let after = held + traded
    let opens = held == .zero || held.sign == -after.sign
    taken.profit += fill.profit
    if held != .zero && opens { session.close(at: taken) }
    if opens { session.open(at: taken) }
    if after == .zero {
      entry = .zero
    } else if opens {
      entry = fill.price
    } else if held.sign == traded.sign, fill.price != entry {
      entry = contract.mean(held.magnitude, at: entry, with: fill.quantity, at: fill.price)
    }
    held = after
    taken.profit -= fill.fee
    taken.commission += fill.fee
    if after == .zero { session.close(at: taken) }
  }

  /// Counts a funding payment, which is part of the position's profit and commission.
  mutating func follow(_ funding: FundingPaid) {
    taken.profit -= funding.amount
    taken.commission += funding.amount
    taken.funding += funding.amount
  }

  /// Takes the position as stated.
  mutating func take(_ stated: Position, at time: Timestamp) {
    let isClosed = held != .zero && stated.quantity == .zero
    position = stated
    held = stated.quantity
    taken.profit = stated.realised
    taken.commission = stated.fees + taken.funding
    if isClosed { session.close(at: taken) }
    changed = time
  }
}

extension Contract {
  /// The price at which two lots of contracts are together worth what they are apart, rounded to 10⁻⁴ as published.
  func mean(_ left: Contracts, at first: Price, with right: Contracts, at second: Price) -> Price {
    let a = Int128(left.rawValue)
    let b = Int128(right.rawValue)
    // Prices above 100 are shortened by four of their ten decimals, so that three factors fit 128 bits.
    let grain: Int64 = first.rawValue > 1_000_000_000_000 ? 10_000 : 1
    let p = Int128(first.rawValue / grain)
    let q = Int128(second.rawValue / grain)
    guard terms.kind == .inverse else {
      return Price(rawValue: Whole64.divideWide(a * p + b * q, by: a + b, rounding: .halfUp) * grain)
    }
    return Price(rawValue: Whole64.divideWide((a + b) * p * q, by: a * q + b * p, rounding: .halfUp) * grain)
  }
}

/// What a position ties up and is worth at the mark.
struct PositionValue: Sendable {
  var margin = PositionMargin.none
  var orderMargin: Amount
  var openingValue: Amount
  var markValue = Amount.zero
  var unrealised = Amount.zero

  init(_ position: Position, _ isolated: IsolatedMargin, at mark: Price, of terms: Instrument) {
    orderMargin = position.orderMargin(of: terms)
    openingValue = position.openingValue
    guard position.quantity != .zero, mark > .zero else { return }
    margin = position.margin(at: mark, isolated: isolated, of: terms)
    markValue = terms.value(of: position.quantity, at: mark)
    unrealised = position.unrealised(at: mark, of: terms)
  }
}
