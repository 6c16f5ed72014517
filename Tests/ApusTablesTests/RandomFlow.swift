import ApusModel

/// Commands of a busy market, decided by a seed.
struct RandomFlow: RandomNumberGenerator {
  private var state: UInt64
  var names: UInt64 = 0
  /// Numbers of orders seen, to be amended and canceled, done ones among them.
  var orders: [(OrderID, AccountID)] = []
  /// Withdrawals that wait.
  var withdrawals: [WithdrawalChanged] = []
  let accounts: UInt32
  let terms: Instrument

  init(seed: UInt64, accounts: UInt32, _ terms: Instrument) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    self.accounts = accounts
    self.terms = terms
  }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  mutating func note(_ events: borrowing EventBuffer) {
    for happening in events.happenings {
      if case .orderPlaced(let event) = happening.event { orders.append((event.order.id, event.order.account)) }
      if case .withdrawalChanged(let event) = happening.event {
        withdrawals.removeAll { $0.number == event.number }
        if event.status == .pending { withdrawals.append(event) }
      }
    }
    if orders.count > 200 { orders.removeFirst(orders.count - 200) }
  }

  mutating func command() -> Command {
    let account = AccountID(rawValue: UInt32.random(in: 1...accounts, using: &self))
    switch Int.random(in: 0..<100, using: &self) {
    case 0..<55: return .placeOrder(place(account))
    case 55..<66: return amend(account)
    case 66..<70: return remark(account)
    case 70..<85: return cancel(account)
    case 85..<87: return .cancelOrders(CancelOrders(account: account))
    case 87..<91:
      let leverage: Int64 = [0, 100, 500, 2_500, 10_000].randomElement(using: &self) ?? 0
      return .setLeverage(
        SetLeverage(account: account, instrument: InstrumentID(rawValue: 0), leverage: Leverage(rawValue: leverage)))
    case 91..<97:
      let index = Price(units: 4_000 + Int64.random(in: -20...20, using: &self))
      return .indexPrice(IndexPrice(instrument: InstrumentID(rawValue: 0), price: index))
    case 97: return money(account)
    case 98:
      return .cancelAllAfter(CancelAllAfter(account: account, timeout: Int64.random(in: 0...3_000, using: &self)))
    default: return .tick
    }
  }

  private mutating func remark(_ account: AccountID) -> Command {
    let text = String(repeating: "ö", count: Int.random(in: 1...48, using: &self))
    return Remark.saying(text, by: account).first.map { .remark($0) } ?? .tick
  }

  private mutating func money(_ account: AccountID) -> Command {
    let amount = Amount(rawValue: 5_000_000)
    if let withdrawal = withdrawals.randomElement(using: &self), Bool.random(using: &self) {
      return .resolveWithdrawal(
        ResolveWithdrawal(
          account: withdrawal.account, withdrawal: withdrawal.number, isConfirmed: Bool.random(using: &self)))
    }
    guard Bool.random(using: &self) else {
      return .deposit(Deposit(account: account, currency: .xbt, amount: amount))
    }
    return .requestWithdrawal(
      RequestWithdrawal(account: account, currency: .xbt, amount: amount, fee: Amount(rawValue: 10_000)))
  }

  private mutating func place(_ account: AccountID) -> PlaceOrder {
    let side: Side = Bool.random(using: &self) ? .buy : .sell
    let away = Int64.random(in: -6...40, using: &self) * -side.sign
    var order = PlaceOrder(
      account: account, instrument: InstrumentID(rawValue: 0), side: side,
      price: Price(rawValue: Price(units: 4_000).rawValue + away * terms.tickSize.rawValue),
      quantity: terms.lot * Int64.random(in: 1...60, using: &self))
    switch Int.random(in: 0..<12, using: &self) {
    case 0: order.type = .market
    case 1: order.timeInForce = .immediateOrCancel
    case 2: order.timeInForce = .fillOrKill
    case 3: order.instructions = .postOnly
    case 4: order.instructions = .reduceOnly
    case 5:
      names += 1
      order.clientID = ClientOrderID("order-\(names)") ?? .none
    default: break
    }
    return order
  }

  private mutating func amend(_ account: AccountID) -> Command {
    guard let (order, owner) = orders.randomElement(using: &self) else { return .tick }
    var change = AmendOrder(account: owner, order: .id(order))
    if Bool.random(using: &self) {
      let away = Int64.random(in: -30...30, using: &self)
      change.price = Price(rawValue: Price(units: 4_000).rawValue + away * terms.tickSize.rawValue)
    }
    if Bool.random(using: &self) { change.quantity = terms.lot * Int64.random(in: 1...60, using: &self) }
    return .amendOrder(change)
  }

  private mutating func cancel(_ account: AccountID) -> Command {
    guard let (order, owner) = orders.randomElement(using: &self) else { return .tick }
    return .cancelOrder(CancelOrder(account: owner, order: .id(order)))
  }
}
