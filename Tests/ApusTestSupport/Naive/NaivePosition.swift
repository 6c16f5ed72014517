import ApusModel

/// One side of one match as the twin remembers it.
struct NaiveFill {
  let side: Side
  let quantity: Int128
  let value: Int128
  let fee: Int128
  let profit: Int128
}

/// What an account holds in one market: always worked out anew from all of its fills.
struct NaivePosition {
  /// +1 long, −1 short, 0 flat.
  private(set) var direction: Int128 = 0
  private(set) var size: Int128 = 0
  /// What the open contracts were worth when they were opened, never negative.
  private(set) var basis: Int128 = 0
  private(set) var realised: Int128 = 0
  private(set) var fees: Int128 = 0

  init(_ fills: [NaiveFill], of contract: NaiveContract) {
    for fill in fills {
      _ = trade(fill.side, fill.quantity, worth: fill.value, of: contract)
      realised += fill.profit - fill.fee
      fees += fill.fee
    }
  }

  /// Adds a trade and answers the profit it takes, before commission.
  mutating func trade(_ side: Side, _ quantity: Int128, worth value: Int128, of contract: NaiveContract) -> Int128 {
    let way: Int128 = side == .buy ? 1 : -1
    if size == 0 || way == direction {
      direction = way
      size += quantity
      basis += value
      return 0
    }
    let gain = contract.gain(of: direction)
    if quantity < size {
      // Average cost: each contract leaves with an equal share of what all of them cost.
      let released = Ratio(basis * quantity, over: size).truncated
      size -= quantity
      basis -= released
      return gain * (value - released)
    }
    // All of it closes; what is left of the trade opens the other way at its own value.
    let closing = value * size / quantity
    let profit = gain * (closing - basis)
    size = quantity - size
    basis = value - closing
    direction = size == 0 ? 0 : way
    return profit
  }

  var quantity: Int128 { direction * size }

  /// What is paid for the position, in the venue's signs: negative for an inverse long.
  func cost(of contract: NaiveContract) -> Int128 { contract.gain(of: direction) * basis }

  func unrealised(at mark: Int128, of contract: NaiveContract) -> Int128 {
    contract.gain(of: direction) * (contract.value(size, at: mark) - basis)
  }

  /// Contracts an order of that side could close.
  func closable(by side: Side) -> Int128 {
    side == .buy ? max(0, -quantity) : max(0, quantity)
  }

  /// Everything the position ties up at a mark (rule 3.1).
  func margin(at mark: Int128, _ choice: NaiveChoice, of contract: NaiveContract) -> Int128 {
    if size == 0 { return 0 }
    let initial = contract.held(contract.initialRate(choice.leverage, steps: choice.steps), of: basis)
    let cross = choice.leverage == 0 ? max(0, -unrealised(at: mark, of: contract)) : choice.added
    let closingValue = Ratio(basis + initial + cross, over: size).ceiling * size
    return initial + cross + contract.held(contract.closingFee, of: closingValue) - choice.lost
  }
}
