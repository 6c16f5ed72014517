import ApusModel

/// Keeps books of what is told and of nothing else, and compares: who believes every event must end with the same
/// wallets, positions and orders as the exchange.
///
/// After every command it holds M1, M2 (of each wallet), M5, M6, M14 and B1 to B6 as far as events show them, B10 and R6,
/// at a cost of a few additions an event; the engine's own audit recomputes the rest.
struct Bookkeeper: Sendable {
  /// What is known of one account in one market.
  struct Holding: Sendable {
    var quantity = Contracts.zero
    /// When the funding and the interest it paid last were due.
    var funded = Timestamp(rawValue: .min)
    var charged = Timestamp(rawValue: .min)
    /// What it is worth at its entry, by what was told last.
    var cost = Amount.zero
    /// All interest of its life: what was earned exactly, in units of 1 ÷ (365 × 10⁸), and what was charged.
    var interestEarned: Int128 = 0
    var interestCharged = Amount.zero
  }

  /// What is known of one market.
  struct Market: Sendable {
    var settlement: Currency
    /// Contracts of all accounts, which sum to zero after every command.
    var sum = Contracts.zero
    var funding: FundingDue?
    /// What was paid less what was received at that funding, and by how many.
    var paid = Amount.zero
    var payers: Int64 = 0
  }

  /// What did not hold since it was last forgotten.
  private(set) var findings: [String] = []
  /// The least a customer's wallet held after a command, in its settlement unit.
  private(set) var worstWallet = Amount.zero
  var wallets: [[Amount]]
  var holdings: [[Holding]]
  var markets: [Market] = []
  var orders = OpenBook()
  /// What moved for each reason, by currency.
  var flows = [Flows(), Flows()]
  /// Whether every day's interest of every position is told, so that its exact sum can be proved.
  let provesInterest: Bool
  /// What the fund was last said to hold within this command, by currency.
  private var fund: [Amount?] = [nil, nil]
  /// Customers whose wallet went below zero within this command.
  private var short: [(account: Int, currency: Int)] = []

  /// Books for accounts up to a number.
  init(accounts: Int, provesInterest: Bool = false) {
    self.provesInterest = provesInterest
    wallets = Array(repeating: [.zero, .zero], count: accounts + 1)
    holdings = Array(repeating: [], count: accounts + 1)
  }

  /// Begins the books of a market.
  mutating func list(_ instrument: InstrumentID, settledIn currency: Currency) {
    let number = Int(instrument.rawValue)
    if number < markets.count { markets[number] = Market(settlement: currency) }
    while markets.count <= number { markets.append(Market(settlement: currency)) }
    for account in holdings.indices {
      while holdings[account].count <= number { holdings[account].append(Holding()) }
      holdings[account][number] = Holding()
    }
  }

  /// Forgets what did not hold.
  mutating func forgetFindings() { findings.removeAll(keepingCapacity: true) }

  /// Notes what does not hold.
  mutating func find(_ finding: String) { findings.append(finding) }

  /// Enters something that happened.
  mutating func enter(_ event: Event) {
    switch event {
    case .orderPlaced(let placed): orders.stand(placed.order)
    case .orderTriggered(let triggered): orders.stand(triggered.order)
    case .orderAmended(let amended): orders.stand(amended.order)
    case .orderCanceled(let canceled): findings += orders.cancel(canceled)
    case .filled(let fill): enter(fill)
    case .positionChanged(let position): compare(position)
    case .walletChanged(let changed):
      flows[Int(changed.currency.rawValue)].transfers += changed.amount
      credit(changed.account, changed.currency, changed.amount, balance: changed.balance, "a transfer")
      // What the fund lacks for it comes from what rounding left over, of which nothing is told.
      let column = Int(changed.currency.rawValue)
      if changed.reason == .insurance { wallets[0][column] = max(.zero, wallets[0][column] - changed.amount) }
    case .fundingDue(let due): enter(due)
    case .fundingPaid(let paid): enter(paid)
    case .interestCharged(let charged): enter(charged)
    case .liquidationOrder(let order): orders.stand(order)
    case .insuranceChanged(let changed):
      credit(AccountID(rawValue: 0), changed.currency, .zero, balance: changed.balance, "a change of the fund")
    default: break
    }
  }

  private mutating func enter(_ fill: Fill) {
    if fill.kind == .trade { findings += orders.fill(fill) }
    let number = Int(fill.instrument.rawValue)
    holdings[Int(fill.account.rawValue)][number].quantity += fill.quantity * fill.side.sign
    // A settlement has no other side: everybody is paid by clearing, and the last one leaves nothing there.
    if fill.kind != .settlement { markets[number].sum += fill.quantity * fill.side.sign }
    flows[Int(markets[number].settlement.rawValue)].profits += fill.profit
    flows[Int(markets[number].settlement.rawValue)].fees += fill.fee
    let profit = fill.profit - fill.fee
    if fill.kind == .takeover && fill.account.rawValue != 0 { forfeit(fill, leaving: profit) }
    credit(fill.account, markets[number].settlement, profit, balance: fill.balance, "a \(fill.kind)")
  }

  /// What a position that is taken over had left goes to the fund; it is never less than nothing.
  private mutating func forfeit(_ fill: Fill, leaving profit: Amount) {
    let column = Int(markets[Int(fill.instrument.rawValue)].settlement.rawValue)
    let rest = wallets[Int(fill.account.rawValue)][column] + profit - fill.balance
    if rest < .zero { find("M4: a takeover gives account \(fill.account.rawValue) \(-rest.rawValue)") }
    wallets[Int(fill.account.rawValue)][column] -= rest
    wallets[0][column] += rest
  }

  /// Money comes into the fund from outside.
  mutating func payIn(_ amount: Amount, in currency: Currency) {
    wallets[0][Int(currency.rawValue)] += amount
    flows[Int(currency.rawValue)].transfers += amount
  }

  private mutating func compare(_ position: Position) {
    let number = Int(position.instrument.rawValue)
    holdings[Int(position.account.rawValue)][number].cost = position.cost
    let known = holdings[Int(position.account.rawValue)][number].quantity
    if position.quantity != known {
      find(
        "M14: account \(position.account.rawValue) holds \(position.quantity.rawValue), by its fills \(known.rawValue)")
    }
  }

  /// Adds to a wallet and compares with what the exchange says it holds then.
  mutating func credit(
    _ account: AccountID, _ currency: Currency, _ amount: Amount, balance: Amount, _ what: String
  ) {
    let row = Int(account.rawValue)
    let column = Int(currency.rawValue)
    wallets[row][column] += amount
    // Two positions the venue took over may close each other: both sides then state what it holds after both.
    if row == 0 { return fund[column] = balance }
    if wallets[row][column] != balance {
      let known = wallets[row][column].rawValue
      find("M2: after \(what) account \(row) holds \(balance.rawValue), by what it was told \(known)")
      wallets[row][column] = balance
    }
    if balance < .zero { short.append((row, column)) }
  }

  /// Ends a command: what may be open only within one must be even now.
  mutating func close() {
    findings += orders.close()
    for market in markets.indices where markets[market].sum != .zero {
      find("M1: contracts of market \(market) sum to \(markets[market].sum.rawValue)")
    }
    for currency in Currency.allCases { closeFund(in: currency) }
    guard !short.isEmpty else { return }
    for (account, currency) in short where wallets[account][currency] < .zero {
      worstWallet = min(worstWallet, wallets[account][currency])
    }
    short.removeAll(keepingCapacity: true)
  }

  /// M2 and M5 of the insurance fund.
  private mutating func closeFund(in currency: Currency) {
    let column = Int(currency.rawValue)
    guard let balance = fund[column] else { return }
    fund[column] = nil
    if balance < .zero { find("M5: the fund holds \(balance.rawValue)") }
    if wallets[0][column] != balance {
      find("M2: the fund holds \(balance.rawValue), by what was told \(wallets[0][column].rawValue)")
      wallets[0][column] = balance
    }
  }
}
