import ApusModel

/// Takes one side with borrowed money and waits: it leaves with a profit, or the venue takes the position away.
///
/// After a loss it comes back with what is left, as long as something is.
struct Punter: Trader {
  /// How it bets.
  struct Style: Hashable, Sendable {
    /// Chances in a hundred that it buys.
    var bullish: Int64
    /// Part of what its leverage allows that it takes, in hundredths.
    var share: Int64
    /// What it leverages a cross position to, in hundredths; an isolated one uses its leverage.
    var reach: Int64
    /// The gain at which it leaves, in thousandths of the price.
    var target: Int64
    /// Between so many minutes after one bet it makes the next.
    var patience: ClosedRange<Int64>

    /// A way of betting.
    init(bullish: Int64, share: Int64, reach: Int64, target: Int64, patience: ClosedRange<Int64>) {
      self.bullish = bullish
      self.share = share
      self.reach = reach
      self.target = target
      self.patience = patience
    }
  }

  var desk: Desk
  let stake: Amount
  let leverage: Leverage
  /// Half as much again as it means to hold, for it is valued at the mark.
  var exposure: Amount { stake.part(style.reach * style.share * 3 / 2, of: 10_000) }
  private let style: Style
  private var random: SeededRandom
  private var due: Timestamp
  private var entry: Tick = 0
  private var held = false

  /// A punter whose first bet is due at a time.
  init(desk: Desk, random: SeededRandom, stake: Amount, leverage: Leverage, style: Style, due: Timestamp) {
    self.desk = desk
    self.random = random
    self.stake = stake
    self.leverage = leverage
    self.style = style
    self.due = due
  }

  mutating func act(in market: MarketView) -> Intentions {
    var intentions = Intentions()
    if desk.position == .zero {
      if held { rest(after: market.now) }
      if market.now >= due { bet(in: market, &intentions) }
    } else {
      held = true
      if gain(in: market) >= style.target { leave(&intentions) }
    }
    return intentions
  }

  /// Its bet is over: the next one comes after a while.
  private mutating func rest(after now: Timestamp) {
    held = false
    due = now + Timestamp(rawValue: random.within(style.patience) * Timestamp.minute)
  }

  private mutating func bet(in market: MarketView, _ intentions: inout Intentions) {
    rest(after: market.now)
    // A tenth of what it brought is the least it plays with.
    guard let balance = desk.balance, balance.rawValue * 10 > stake.rawValue else { return }
    let lots = Whole64.multiply(
      balance.rawValue, style.reach * style.share,
      dividedBy: 10_000 * desk.terms.value(ofOneLotAt: market.index).rawValue,
      rounding: .down)
    // What falls is worth more coins: a fifth of the risk limit is kept free.
    let bearable = riskLimit.rawValue / 5 * 4 / desk.terms.value(ofOneLotAt: market.index).rawValue
    let most = min(bearable, desk.terms.maximumQuantity.rawValue / desk.terms.lot.rawValue)
    guard min(lots, most) > 0 else { return }
    entry = market.touch
    let side: Side = random.happens(style.bullish, of: 100) ? .buy : .sell
    intentions.orders.append(desk.take(side, desk.terms.lot * min(lots, most)))
  }

  private mutating func leave(_ intentions: inout Intentions) {
    intentions.orders.append(desk.take(desk.position > .zero ? .sell : .buy, desk.position.magnitude, .reduceOnly))
  }

  /// How far the price went its way, in thousandths.
  private func gain(in market: MarketView) -> Int64 {
    (Int64(market.touch) - Int64(entry)) * 1_000 * desk.position.sign / max(Int64(entry), 1)
  }
}

extension Amount {
  /// So many parts of another number of parts of this, rounded down.
  fileprivate func part(_ parts: Int64, of whole: Int64) -> Amount {
    Amount(rawValue: Whole64.multiply(rawValue, parts, dividedBy: whole, rounding: .down))
  }
}
