import ApusModel

/// All customers: wallets, positions, the names they give their orders, and the venue's running numbers.
struct Accounts: ~Copyable {
  var ledger: Ledger
  var names: ClientNames
  private var records: Slab<Account>
  /// Positions by slot.
  var positions: Pool<PositionRecord>
  /// What positions owe by the day and the round, by slot.
  var dues: Slab<PositionDues>
  /// What isolated positions have besides their initial margin, by slot; known only where the record says so.
  var isolated: Slab<IsolatedMargin>
  /// Where positions hang on the risk ladders, by slot.
  var risk: Slab<RiskPlace>
  /// The slots whose places on the ladders are to be found anew.
  private(set) var unjudged: TickSet
  private(set) var table: Slab<Slot>
  /// The orders outside of the book, by the slot of their owner's position.
  var waiting: Slab<WaitingOrders>
  /// The withdrawals that wait, by account and currency.
  var withdrawals: Slab<PendingWithdrawal>
  let instruments: UInt32
  private let limit: UInt32
  private let positionLimit: UInt32
  /// Positions of the liquidation engine.
  private var ownPositions: UInt32 = 0
  private var touched: Slab<Slot>
  private var touchedCount: UInt32 = 0
  private(set) var count: UInt32 = 0
  /// The earliest deadline of any dead man's switch, or a time that never comes.
  var nextDeadline = Timestamp(rawValue: .max)
  /// How many accounts are labelled for too many small orders.
  var labelled: UInt32 = 0
  /// The midnight at which their labels are looked at again; never without one.
  var nextReview: Timestamp = .never
  /// Whether a fill of this entry left a wallet below nothing, and whose, by number.
  var areIndebted = false
  var debtors: TickSet
  /// What positions of each market set aside to be closed.
  var closing: Slab<ClosingTerms>
  /// Whether a price has reached orders that wait for it, in any market.
  var triggersAreDue = false
  /// Commissions of positions that were forgotten after their contract settled, by currency.
  var retiredFees: InlineArray<2, Amount> = [.zero, .zero]
  /// The time of the entry.
  var now = Timestamp.zero
  var executions: UInt64 = 0
  var trades: UInt64 = 0

  init(limits: EngineLimits) {
    ledger = Ledger(limits: limits)
    names = ClientNames(orders: limits.ordersPerMarket + limits.stopsPerMarket, remembered: limits.rememberedNames)
    records = Slab(count: limits.accounts + 1, repeating: Account())
    // The liquidation engine has room for a position in every market beside those of all customers.
    let most = limits.positions + limits.instruments
    positions = Pool(capacity: most, touched: limits.touched)
    positions[noSlot].gate = .unasked
    dues = Slab(unwritten: most + 1, touched: limits.touched)
    isolated = Slab(unwritten: most + 1, touched: limits.touched)
    waiting = Slab(unwritten: most + 1, touched: limits.touched)
    risk = Slab(unwritten: most + 1, touched: limits.touched)
    unjudged = TickSet(count: most + 1, touched: limits.touched)
    table = Slab(unwritten: (limits.accounts + 1) * limits.instruments, touched: limits.touched)
    touched = Slab(unwritten: most + 1, touched: limits.touched)
    withdrawals = Slab(unwritten: (limits.accounts + 1) * UInt32(Currency.allCases.count))
    debtors = TickSet(count: limits.accounts + 1)
    closing = Slab(count: limits.instruments, repeating: ClosingTerms())
    instruments = limits.instruments
    limit = limits.accounts
    positionLimit = limits.positions
  }

  // MARK: Customers

  var isFull: Bool { count == limit }

  @inline(__always) func contains(_ account: AccountID) -> Bool { account.rawValue != 0 && account.rawValue <= count }

  mutating func open() { count += 1 }
  subscript(account: AccountID) -> Account {
    _read { yield records[account.rawValue] }
    _modify { yield &records[account.rawValue] }
  }

  // MARK: Positions

  @inline(__always) func slot(_ account: AccountID, in instrument: InstrumentID) -> Slot {
    table[account.rawValue * instruments + UInt32(instrument.rawValue)]
  }

  /// Makes a position that an account does not have yet; `noSlot` when there is no room for another.
  @inline(never) mutating func open(
    _ account: AccountID, in instrument: InstrumentID, terms: borrowing Instrument
  ) -> Slot {
    if account == .venue { ownPositions += 1 } else if positions.count - ownPositions == positionLimit { return noSlot }
    let slot = positions.take()
    risk[slot] = RiskPlace()
    positions[slot] = PositionRecord(Position(account: account, instrument: instrument), terms: terms)
    dues[slot] = PositionDues()
    waiting[slot] = WaitingOrders()
    positions[slot].gate = gate(of: account)
    positions[slot].feeTier = feeTier(of: account)
    table[account.rawValue * instruments + UInt32(instrument.rawValue)] = slot
    return slot
  }

  /// The row of a market's fees an account pays by: its plan's, and the liquidation engine's own.
  func feeTier(of account: AccountID) -> UInt8 {
    account.rawValue == 0 ? AccountPlan.tiers : self[account].plan.feeTier
  }

  /// Lets an account's positions pay by its plan.
  mutating func setFeeTier(of account: AccountID) {
    let tier = feeTier(of: account)
    for instrument in 0..<instruments {
      let slot = slot(account, in: InstrumentID(rawValue: UInt16(instrument)))
      if slot != noSlot { positions[slot].feeTier = tier }
    }
  }

  /// Gives back the place of a position that was made for a command which was then refused.
  mutating func unclaim(_ slot: Slot) {
    let position = positions[slot].position
    settle(slot)
    if position.account == .venue { ownPositions -= 1 }
    table[position.account.rawValue * instruments + UInt32(position.instrument.rawValue)] = noSlot
    positions.give(back: slot)
  }

  /// Marks a position to be stated at the end of the command.
  @inline(__always) mutating func touch(_ slot: Slot) {
    let news = positions[slot].news
    if news == PositionNews.touched | PositionNews.unjudged { return }
    positions[slot].news = PositionNews.touched | PositionNews.unjudged
    if news & PositionNews.unjudged == 0 { noteUnjudged(slot) }
    if news & PositionNews.touched != 0 { return }
    touched[touchedCount] = slot
    touchedCount += 1
  }

  // Once for each position between two moves of a mark, which is rare for the busy ones.
  @inline(never) private mutating func noteUnjudged(_ slot: Slot) { unjudged.include(slot) }

  /// Notes that an account's money changed apart from its positions: what it can bear changed with it.
  mutating func disturb(_ account: AccountID) {
    for instrument in 0..<instruments { disturb(slot(account, in: InstrumentID(rawValue: UInt16(instrument)))) }
  }

  /// Notes that a position's place on its risk ladder is to be found anew.
  mutating func disturb(_ slot: Slot) {
    guard slot != noSlot, positions[slot].news & PositionNews.unjudged == 0 else { return }
    positions[slot].news |= PositionNews.unjudged
    unjudged.include(slot)
  }

  /// Notes that a position has its place on the ladder again.
  mutating func settle(_ slot: Slot) {
    guard positions[slot].news & PositionNews.unjudged != 0 else { return }
    positions[slot].news &= ~PositionNews.unjudged
    _ = unjudged.remove(slot)
  }

  /// The positions touched by this command so far.
  var touchedPositions: UInt32 { touchedCount }
  func touchedPosition(_ index: UInt32) -> Slot { touched[index] }

  /// States every touched position, in the order they were touched.
  @inline(__always) mutating func stateTouched(into events: inout EventBuffer) {
    for index in 0..<touchedCount {
      let slot = touched[index]
      positions[slot].news &= ~PositionNews.touched
      events.append(.positionChanged(positions[slot].position))
    }
    touchedCount = 0
  }

  /// Why an account may not give an order this name, or nothing.
  ///
  /// It stands apart from the way of the many orders without a name. It changes nothing; `mutating` lends it the
  /// accounts where they are, while a function that only reads would be given a copy.
  @inline(never) mutating func refusal(ofName text: ClientOrderID, of account: AccountID) -> Rejection? {
    if names.find(text, of: account) != noSlot { return .duplicateClientID }
    return names.isFull ? .tooManyOrders : nil
  }

  // MARK: Numbers

  @inline(__always) mutating func nextExecution() -> ExecutionID {
    executions += 1
    return ExecutionID(rawValue: executions)
  }

  @inline(__always) mutating func nextTrade() -> TradeID {
    trades += 1
    return TradeID(rawValue: trades)
  }
}
