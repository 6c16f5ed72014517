public import ApusModel

/// Those who are in the market when history comes: makers, hedgers, basis traders, trend followers, gamblers and many
/// who hold positions with borrowed money.
///
/// Like `World` it only answers what happened with commands; unlike there, nobody is given money a second time.
public struct Crowd: Sendable {
  /// What the traders see.
  public private(set) var market: MarketView
  private var traders: [any Trader]
  private var random: SeededRandom

  /// So many people, at least 20, on accounts from 1, at the first price of a stretch of history.
  public init(
    seed: UInt64, people: Int, instrument: InstrumentID, terms: Instrument, index: Price, at time: Timestamp
  ) {
    precondition(people >= 20, "a crowd of \(people)")
    random = SeededRandom(seed: seed)
    market = MarketView(instrument: instrument, terms: terms, index: index, now: time, impact: .distressed)
    var casting = Casting(random: random.branch(), at: time)
    traders = (0..<people).map { number in
      let account = AccountID(rawValue: UInt32(number) + 1)
      return casting.trader(number, of: people, desk: Desk(account: account, instrument: instrument, terms: terms))
    }
  }

  /// Opens and funds the accounts and chooses their leverage; before it the market has its first price.
  public var opening: [Command] {
    traders.flatMap { trader -> [Command] in
      let account = trader.desk.account
      let currency = market.terms.settlement
      return [
        .openAccount(OpenAccount(account: account)),
        .deposit(Deposit(account: account, currency: currency, amount: trader.stake)),
      ] + trader.choices
    }
  }

  /// Takes in what happened.
  public mutating func see(_ event: Event) {
    market.see(event)
    guard let owner = event.owner, owner.rawValue > 0, owner.rawValue <= traders.count else { return }
    traders[Int(owner.rawValue) - 1].desk.see(event)
  }

  /// Goes on to a time and returns what is asked for: the quotes first, in an order that never crosses, then the rest.
  public mutating func step(to time: Timestamp, outside: Price) -> [Command] {
    market.move(to: time, outside: outside, random: &random)
    var all = Intentions()
    for index in traders.indices {
      let wanted = traders[index].act(in: market)
      all.withdrawals += wanted.withdrawals
      all.quotes += wanted.quotes
      all.orders += wanted.orders
    }
    return all.withdrawals + all.quotes + shuffled(all.orders)
  }

  private mutating func shuffled(_ commands: [Command]) -> [Command] {
    var commands = commands
    for index in commands.indices.dropFirst() { commands.swapAt(index, Int(random.below(Int64(index) + 1))) }
    return commands
  }
}

extension Event {
  /// Whose affairs this is about, when it is one account's.
  var owner: AccountID? {
    switch self {
    case .orderPlaced(let placed): placed.order.account
    case .orderAmended(let amended): amended.order.account
    case .orderCanceled(let canceled): canceled.account
    case .orderTriggered(let triggered): triggered.order.account
    case .filled(let fill): fill.account
    case .positionChanged(let position): position.account
    case .walletChanged(let wallet): wallet.account
    case .fundingPaid(let paid): paid.account
    case .interestCharged(let charged): charged.account
    default: nil
    }
  }
}
