import ApusModel

/// All customers: wallets, positions, the names they give their orders, and the venue's running numbers.
struct Accounts: ~Copyable {
  var ledger: Ledger
  var names: ClientNames
  private var records: Slab<Account>
  /// Positions by slot.
  var positions: Pool<PositionRecord>
  private var table: Slab<Slot>
  private let instruments: UInt32
  private let limit: UInt32
  private var touched: Slab<Slot>
  private var touchedCount: UInt32 = 0
  private(set) var count: UInt32 = 0
  /// The earliest deadline of any dead man's switch, or a time that never comes.
  var nextDeadline = Timestamp(rawValue: .max)
  var executions: UInt64 = 0
  var trades: UInt64 = 0

  init(limits: EngineLimits) {
    ledger = Ledger(limits: limits)
    names = ClientNames(orders: limits.ordersPerMarket, remembered: limits.rememberedNames)
    records = Slab(count: limits.accounts + 1, repeating: Account())
    positions = Pool(capacity: limits.positions, touched: limits.touched)
    table = Slab(count: (limits.accounts + 1) * limits.instruments, repeating: noSlot)
    touched = Slab(unwritten: limits.positions + 1, touched: limits.touched)
    instruments = limits.instruments
    limit = limits.accounts
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

  /// The position's slot, made on first use; `noSlot` when there is no room for another.
  @inline(__always) mutating func claim(
    _ account: AccountID, in instrument: InstrumentID, terms: borrowing Instrument
  ) -> Slot {
    let place = account.rawValue * instruments + UInt32(instrument.rawValue)
    if table[place] != noSlot { return table[place] }
    let slot = positions.take()
    guard slot != noSlot else { return noSlot }
    positions[slot] = PositionRecord(Position(account: account, instrument: instrument), terms: terms)
    table[place] = slot
    return slot
  }

  /// Gives back the place of a position that was made for a command which was then refused.
  mutating func unclaim(_ slot: Slot) {
    let position = positions[slot].position
    table[position.account.rawValue * instruments + UInt32(position.instrument.rawValue)] = noSlot
    positions.give(back: slot)
  }

  /// Marks a position to be stated at the end of the command.
  @inline(__always) mutating func touch(_ slot: Slot) {
    if positions[slot].isTouched { return }
    positions[slot].isTouched = true
    touched[touchedCount] = slot
    touchedCount += 1
  }

  /// The positions touched by this command so far.
  var touchedPositions: UInt32 { touchedCount }
  func touchedPosition(_ index: UInt32) -> Slot { touched[index] }

  /// States every touched position, in the order they were touched.
  @inline(__always) mutating func stateTouched(into events: inout EventBuffer) {
    for index in 0..<touchedCount {
      let slot = touched[index]
      positions[slot].isTouched = false
      events.append(.positionChanged(positions[slot].position))
    }
    touchedCount = 0
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
