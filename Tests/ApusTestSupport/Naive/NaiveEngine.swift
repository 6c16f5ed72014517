public import ApusEngine
public import ApusModel

/// A second exchange written from the rules alone, as slow and as plain as can be: lists sorted on demand, positions
/// worked out anew from all fills, balances from all transfers, fractions of 128 bits.
///
/// It promises the same events in the same order as `Engine`; where the two differ, one of them has the rule wrong.
public final class NaiveEngine {
  /// A position's key: whose, and in which market.
  struct Key: Hashable {
    let account: AccountID
    let market: Int
  }

  final class Market {
    var contract: NaiveContract
    var index: Int128?
    var mark: Int128?
    var last: Int128?
    var isIndexValid = true
    var basis: Int128 = 0
    var basisRate: Int128 = 0
    var impactBid: Int128 = 0
    var impactAsk: Int128 = 0
    var hasLiquidity = false
    /// When funding is next, the rate then and the estimate for the time after.
    var next: Int64?
    var rate: Int128 = 0
    var indicative: Int128 = 0
    /// The premiums of this interval's minutes, the last one of any, and the mean of the interval before.
    var premiums: [Int128] = []
    var premium: Int128 = 0
    var closed: Int128 = 0
    /// The market's step of leverage interest.
    var step: Int128 = 0

    /// How far a price came while stops were due, until all of those have triggered.
    var reached: [NaiveList: Int128] = [:]
    /// When trailing stops follow next, where they do so by the clock, and whether they do now.
    var followsAt: Int64?
    var follows = false
    var state = InstrumentState.open
    var trading = TradingState.open
    var settlement: NaiveSettlement?
    /// When the next contract of the series is listed; nil once it was.
    var successorDue: Timestamp?

    init(_ terms: Instrument) { contract = NaiveContract(terms: terms) }

    /// The mean premium to six decimals.
    var meanPremium: Int128? {
      premiums.isEmpty ? nil : Ratio(premiums.reduce(0, +), over: Int128(premiums.count) * 100).nearest * 100
    }
  }

  let limits: EngineLimits
  var markets: [Market] = []
  var indices: [NaiveIndex] = []
  /// The next minute that is sampled, the next midnight that charges interest, and the next market to charge then.
  var minute: Int64?
  /// The next half minute at which books are measured that are measured twice a minute.
  var half: Int64?
  /// The midnight at which those who send spam are looked at again, and who was already.
  var nextReview: Int64?
  var reviewed = 0
  var midnight: Int64?
  var charging = 0
  var round: NaiveRound?
  var fundingPaid: [Key: Int128] = [:]
  /// Leverage interest below a whole unit, in units of 1 ÷ (365 × 10⁸).
  var carried: [Key: Int128] = [:]
  var orders: [NaiveOrder] = []
  var stops: [NaiveStop] = []
  /// By market, plain orders that were filled, and when; none once it lives again.
  var filled: [Int: [(order: NaiveOrder?, at: Int64)]] = [:]
  var accounts = 0
  var deadlines: [AccountID: Timestamp] = [:]
  var choices: [Key: NaiveChoice] = [:]
  var trading = TradingState.open
  var standings: [AccountID: NaiveStanding] = [:]
  var fills: [Key: [NaiveFill]] = [:]
  /// Positions that take up room: one for every account that ever placed an order or chose a leverage in a market.
  var held: Set<Key> = []
  var transfers: [Transfer] = []
  var withdrawals: [NaiveWithdrawal] = []
  var names: NaiveNames
  var arrivals = 0
  var executions: UInt64 = 0
  var trades: UInt64 = 0
  var touched: [Key] = []
  var happenings: [Happening] = []
  let liquidations = NaiveLiquidations()
  var entry = Entry(0, at: .zero, .tick)

  /// An empty exchange with these limits.
  public init(limits: EngineLimits) {
    self.limits = limits
    names = NaiveNames(
      orders: Int(limits.ordersPerMarket + limits.stopsPerMarket), remembered: Int(limits.rememberedNames))
  }

  /// Applies the next entry and answers what happened.
  public func apply(_ entry: Entry) -> [Happening] {
    self.entry = entry
    happenings = []
    touched = []
    perform(entry.command)
    if isToBeJudged(since: 0) { judge() }
    let told = happenings.count
    fireTriggers()
    if isToBeJudged(since: told) {
      judge()
      fireTriggers()
    }
    answerForDebts(since: 0)
    stateTouched()
    return happenings
  }

  /// States every position that changed, in the order they did.
  func stateTouched() {
    for key in touched { state(.positionChanged(position(key))) }
    touched = []
  }

  /// What a wallet holds: the sum of everything it ever received and paid.
  public func balance(of account: AccountID, in currency: Currency) -> Amount {
    Amount(rawValue: Int64(sum(of: account == .venue ? .insurance : .wallet(account), in: currency)))
  }

  private func perform(_ command: Command) {
    switch command {
    case .listInstrument(let command): list(command.terms)
    case .openAccount(let command): open(command)
    case .deposit(let command): deposit(command)
    case .placeOrder(let command): place(command)
    case .placeConditional(let command): placeConditional(command)
    case .amendOrder(let command): amend(command)
    case .cancelOrder(let command): cancel(command)
    case .cancelOrders(let command): cancel(command)
    case .cancelAllAfter(let command): setDeadline(command)
    case .setLeverage(let command): setLeverage(command)
    case .setRiskLimit(let command): setRiskLimit(command)
    case .transferMargin(let command): transferMargin(command)
    case .indexPrice(let command): moveIndex(command)
    case .tick:
      passTime()
      attendLiquidations()
    case .listIndex(let command): listIndex(command.terms)
    case .sourcePrice(let command): sourcePrice(command)
    case .setInterestStep(let command): setInterestStep(command)
    case .withdraw(let command): withdraw(command)
    case .transferWallet(let command): transfer(command)
    case .restrictAccount(let command): restrict(command)
    case .setStanding(let command): setStanding(command)
    case .setTradingState(let command): setTradingState(command)
    case .updateInstrument(let command): update(command)
    case .requestWithdrawal(let command): requestWithdrawal(command)
    case .resolveWithdrawal(let command): resolveWithdrawal(command)
    case .remark(let command):
      if exists(command.account) { state(.remarked(command)) } else { reject(command.account, .unknownAccount) }
    }
  }
}

// MARK: What the rest is written in

extension NaiveEngine {
  func state(_ event: Event) {
    happenings.append(Happening(sequence: entry.sequence, time: entry.time, event: event))
  }

  func reject(_ account: AccountID, _ reason: Rejection, _ detail: Int128 = 0, order: OrderID? = nil) {
    state(.rejected(Rejected(account: account, reason: reason, detail: Int64(detail), order: order)))
  }

  func exists(_ account: AccountID) -> Bool { (1...max(1, accounts)).contains(Int(account.rawValue)) && accounts > 0 }

  func touch(_ key: Key) {
    if !touched.contains(key) { touched.append(key) }
  }

  func nextExecution() -> ExecutionID {
    executions += 1
    return ExecutionID(rawValue: executions)
  }

  func key(_ order: NaiveOrder) -> Key { Key(account: order.account, market: order.market) }

  func holding(_ key: Key) -> NaivePosition {
    NaivePosition(fills[key, default: []], of: markets[key.market].contract)
  }

  /// An account's resting orders in a market, newest first.
  func ownOrders(_ key: Key) -> [NaiveOrder] {
    orders.filter { $0.account == key.account && $0.market == key.market }.sorted { $0.id > $1.id }
  }

  /// The resting orders of one side of a market, the first to trade first.
  func queue(_ market: Int, _ side: Side) -> [NaiveOrder] {
    orders.filter { $0.market == market && $0.side == side }.sorted { $0.isAhead(of: $1) }
  }

  func openSum(_ key: Key, _ side: Side) -> (quantity: Int128, value: Int128) {
    let contract = markets[key.market].contract
    let own = ownOrders(key).filter { $0.side == side }
    return (
      own.reduce(0) { $0 + $1.leaves },
      own.reduce(0) { $0 + contract.lotValue($1.price) * ($1.leaves / contract.lot) }
    )
  }

  func position(_ key: Key) -> Position {
    if key.account == .venue { return venuePosition(key.market) }
    let holding = holding(key)
    var position = Position(account: key.account, instrument: InstrumentID(rawValue: UInt16(key.market)))
    position.quantity = Contracts(rawValue: Int64(holding.quantity))
    position.cost = Amount(rawValue: Int64(holding.cost(of: markets[key.market].contract)))
    let lost = fundingPaid[key, default: 0] + liquidations.forfeited[key, default: 0]
    position.realised = Amount(rawValue: Int64(holding.realised - lost))
    position.fees = Amount(rawValue: Int64(holding.fees))
    position.leverage = Leverage(rawValue: Int64(choice(key).leverage))
    position.riskSteps = UInt16(choice(key).steps)
    for side in Side.allCases {
      let sum = openSum(key, side)
      position[side] = OpenOrders(
        quantity: Contracts(rawValue: Int64(sum.quantity)), value: Amount(rawValue: Int64(sum.value)))
    }
    let reducing = ownOrders(key).count { $0.mayOnlyReduce }
    position.reduceOnlyOrders = .init(reducing)
    position.premium = Amount(rawValue: Int64(heldPremium(key)))
    return position
  }
}
