import ApusModel

/// Holds as many dollars short as its coins are worth, so that it does not care where the price goes.
struct Hedger: Trader {
  var desk: Desk
  let stake: Amount
  let leverage = Leverage.cross
  var exposure: Amount { stake * 2 }
  private var random: SeededRandom
  private var due: Timestamp

  /// A hedger whose first order is due at a time.
  init(desk: Desk, random: SeededRandom, stake: Amount, due: Timestamp) {
    self.desk = desk
    self.random = random
    self.stake = stake
    self.due = due
  }

  mutating func act(in market: MarketView) -> Intentions {
    var intentions = Intentions()
    guard market.now >= due, let balance = desk.balance, balance > .zero else { return intentions }
    due = market.now + Timestamp(rawValue: random.within(5...30) * Timestamp.minute)
    // Most is sold once; then it follows what it gains and loses, when that is a tenth of the whole.
    let lots = balance.rawValue / desk.terms.value(ofOneLotAt: market.index).rawValue
    let gap = -(desk.terms.lot * lots) - desk.position
    guard gap.magnitude.rawValue * 10 > desk.terms.lot.rawValue * lots else { return intentions }
    let clip = min(gap.magnitude, Contracts(rawValue: random.within(200...600) * 1_000))
    let whole = desk.terms.lot * (clip.rawValue / desk.terms.lot.rawValue)
    intentions.orders.append(desk.take(gap > .zero ? .buy : .sell, whole))
    return intentions
  }
}
