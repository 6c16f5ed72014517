public import ApusModel

extension Engine {
  /// The exchange a snapshot describes.
  ///
  /// Throws when the bytes are not a snapshot of this version, or describe more than the limits hold.
  public init(limits: EngineLimits, snapshot bytes: [UInt8]) throws(CodecError) {
    self.init(limits: limits)
    var reader = ByteReader(bytes)
    let version = try reader.read(UInt8.self)
    guard version == Engine.snapshotVersion else { throw .unknown("snapshot version", UInt64(version)) }
    sequence = try reader.read()
    time = try reader.read()
    trading = try reader.read(code: TradingState.self)
    try restoreMarkets(from: &reader)
    try accounts.restore(from: &reader, markets: markets, limits: limits)
    try restorePrices(from: &reader)
    for market in 0..<markets.count {
      try restoreOrders(of: market, from: &reader)
      try restoreStops(of: market, from: &reader)
    }
    findDayEnd()
    findTrail()
    try accounts.restoreFinishedNames(from: &reader)
    for market in 0..<markets.count { try restoreFilled(in: market, from: &reader) }
    try restoreLiquidations(from: &reader)
    try reader.finish()
  }

  private mutating func restoreMarkets(from reader: inout ByteReader) throws(CodecError) {
    let count = Int(try reader.read(UInt16.self))
    guard count <= markets.capacity else { throw .unknown("number of instruments", UInt64(count)) }
    for number in 0..<count {
      let terms = try reader.readInstrument()
      guard terms.isSound else { throw .unknown("terms of instrument", UInt64(number)) }
      markets.append(Market(InstrumentID(rawValue: UInt16(number)), terms, limits: limits))
      accounts.closing[UInt32(number)] = ClosingTerms(terms)
      let index = try reader.read(Price.self)
      let mark = try reader.read(Price.self)
      if try reader.readFlag() {
        guard mark >= terms.tickSize, index > .zero else {
          throw .unknown("mark of instrument", UInt64(number))
        }
        markets[number].setPrices(index: index, mark: mark)
      }
      markets[number].life = try reader.readLife()
      setGate(of: number)
    }
    planLives()
  }

  private mutating func restoreOrders(of market: Int, from reader: inout ByteReader) throws(CodecError) {
    let count = try reader.read(UInt32.self)
    guard count <= markets[market].book.capacity else { throw .unknown("number of orders", UInt64(count)) }
    var slots: [(id: UInt64, slot: Slot)] = []
    for _ in 0..<count {
      let order = try reader.readOrder(in: markets[market].id)
      let premium = try reader.read(Amount.self)
      var flags = order.instructions.reduces ? OrderFlag.reduceOnly : 0
      if try reader.readFlag() {
        let conditional = try readConditional(in: market, isWaiting: false, from: &reader)
        guard conditional.id == order.id else { throw .unknown("conditions of order", order.id.rawValue) }
        _ = markets[market].stops.insert(conditional)
        flags |= conditional.flags
      }
      slots.append((order.id.rawValue, try restore(order, premium: premium, flags: flags, in: market)))
    }
    // The owner's list runs from the newest order, whatever its price.
    slots.sort { $0.id < $1.id }
    for (_, slot) in slots {
      let account = AccountID(rawValue: markets[market].book[slot].account)
      let owner = accounts.slot(account, in: markets[market].id)
      markets[market].link(slot, to: owner, accounts: &accounts)
      if account == .venue { markets[market].offers += 1 }
    }
  }

  private mutating func restoreStops(of market: Int, from reader: inout ByteReader) throws(CodecError) {
    for list in 0..<TriggerList.count {
      markets[market].stops.restore(reached: try reader.read(), of: TriggerList(index: list))
    }
    let followsAt = try reader.read(Timestamp.self)
    let follows = try reader.readFlag()
    let count = try reader.read(UInt32.self)
    for _ in 0..<count {
      var order = try readConditional(in: market, isWaiting: true, from: &reader)
      if order.order.isNamed {
        guard !accounts.names.isFull else { throw .unknown("number of names", UInt64(count)) }
        order.name = accounts.names.insert(order.order.clientID, of: order.order.account, for: order.id)
      }
      let owner = accounts.slot(order.order.account, in: markets[market].id)
      _ = markets[market].wait(order, owner: owner, accounts: &accounts)
    }
    markets[market].stops.restore(followsAt: followsAt, follows: follows)
    if markets[market].stops.count > 0 { markets[market].noteAll(accounts: &accounts) }
  }

  private mutating func restoreFilled(in market: Int, from reader: inout ByteReader) throws(CodecError) {
    let count = try reader.read(UInt32.self)
    guard count <= limits.filledOrders else { throw .unknown("number of filled orders", UInt64(count)) }
    for _ in 0..<count {
      var record = FilledOrders.Record(
        id: OrderID(rawValue: try reader.read()), filled: try reader.read(), placed: try reader.read(),
        value: try reader.read(), account: AccountID(rawValue: try reader.read()), tick: try reader.read(),
        lots: try reader.read(), name: noSlot, side: .buy, instructions: [])
      let name = try reader.readClientID()
      if !name.isEmpty { record.name = accounts.names.find(name, of: record.account) }
      record.side = try reader.read(code: Side.self)
      record.instructions = try reader.readInstructions()
      guard record.tick < markets[market].book.ticks else { throw .unknown("filled order", record.id.rawValue) }
      markets[market].filled.append(record)
    }
  }

  private func readConditional(
    in market: Int, isWaiting: Bool, from reader: inout ByteReader
  ) throws(CodecError) -> ConditionalOrder {
    let id = OrderID(rawValue: try reader.read())
    let order = try reader.readPlaceOrder()
    let conditions = try reader.readConditions()
    let placed = try reader.read(Timestamp.self)
    guard !markets[market].stops.isFull, accounts.contains(order.account), order.instrument == markets[market].id,
      accounts.slot(order.account, in: markets[market].id) != noSlot, markets[market].stops.find(id) == noSlot
    else { throw .unknown("waiting order", id.rawValue) }
    var conditional = ConditionalOrder(
      id: id, order: order, conditions: conditions, placed: placed, name: noSlot, isWaiting: isWaiting)
    conditional.extreme = try reader.read()
    conditional.shown = try reader.read()
    conditional.isHeld = try reader.readFlag()
    conditional.fate = try reader.read(code: LinkFate.self)
    return conditional
  }

  private mutating func restoreLiquidations(from reader: inout ByteReader) throws(CodecError) {
    liquidations.isUnfinished = try reader.readFlag()
    liquidations.orders = try reader.read()
    liquidations.nextOffer = try reader.read()
    liquidations.nextRanking = try reader.read()
    liquidations.rankedMarket = try reader.read()
    try restoreRanking(from: &reader)
    for currency in Currency.allCases { liquidations.stated[Int(currency.rawValue)] = try reader.read() }
  }

  private mutating func restore(
    _ order: Order, premium: Amount, flags: UInt32, in market: Int
  ) throws(CodecError) -> Slot {
    let terms = markets[market].terms
    guard let tick = terms.tick(of: order.price), let lots = terms.lots(of: order.quantity),
      let done = terms.lots(of: order.filled), lots > done, lots < 1 << 31, done >= 0,
      accounts.contains(order.account) || order.account == .venue,
      accounts.slot(order.account, in: markets[market].id) != noSlot
    else { throw .unknown("order", order.id.rawValue) }
    var name = noSlot
    if !order.clientID.isEmpty {
      guard !accounts.names.isFull else { throw .unknown("number of names", UInt64(lots)) }
      name = accounts.names.insert(order.clientID, of: order.account, for: order.id)
    }
    let slot = markets[market].book.rest(
      order.id.rawValue, BookSide(order.side), tick: tick, leaves: UInt32(lots - done),
      account: order.account.rawValue, flags: flags)
    markets[market].details[slot] = OrderDetail(
      lotValue: markets[market].lotValue(at: tick), premium: premium, filledValue: order.filledValue,
      placed: order.placed,
      lots: UInt32(lots), name: name, type: order.type, timeInForce: order.timeInForce,
      instructions: order.instructions)
    return slot
  }
}

extension Accounts {
  fileprivate mutating func restore(
    from reader: inout ByteReader, markets: borrowing Shelf<Market>, limits: EngineLimits
  ) throws(CodecError) {
    executions = try reader.read()
    trades = try reader.read()
    nextDeadline = try reader.read()
    for currency in Currency.allCases {
      ledger.restore(
        Ledger.House(
          clearing: try reader.read(), fees: try reader.read(), outside: try reader.read(),
          interest: try reader.read(), fundingDust: try reader.read(), withdrawals: try reader.read()), in: currency)
      ledger.restore(try reader.read(), of: AccountID(rawValue: 0), in: currency)
      retiredFees[Int(currency.rawValue)] = try reader.read()
      self[.venue].deposited[Int(currency.rawValue)] = try reader.read()
    }
    let count = try reader.read(UInt32.self)
    guard count <= limits.accounts else { throw .unknown("number of accounts", UInt64(count)) }
    for number in 0...count {
      let account = AccountID(rawValue: number)
      if number > 0 {
        open()
        try restore(account, from: &reader)
      }
      for index in 0..<markets.count { try restorePosition(account, in: index, of: markets, from: &reader) }
    }
  }

  private mutating func restore(_ account: AccountID, from reader: inout ByteReader) throws(CodecError) {
    self[account].deadline = try reader.read()
    self[account].plan = AccountPlan(feeTier: try reader.read(), interestDiscount: try reader.read())
    self[account].role = try reader.read(code: Role.self)
    self[account].sendsSpam = try reader.readFlag()
    if self[account].sendsSpam { labelled += 1 }
    self[account].restriction = try reader.read(code: Restriction.self)
    self[account].reason = try reader.read(code: RestrictionReason.self)
    for currency in Currency.allCases {
      ledger.restore(try reader.read(), of: account, in: currency)
      self[account].deposited[Int(currency.rawValue)] = try reader.read()
      let withdrawal = try reader.readOptional { (r: inout ByteReader) throws(CodecError) in
        PendingWithdrawal(
          number: try r.read(), requested: try r.read(), amount: try r.read(), fee: try r.read())
      }
      if let withdrawal { setWithdrawal(withdrawal, of: account, in: currency) }
    }
  }

  private mutating func restorePosition(
    _ account: AccountID, in index: Int, of markets: borrowing Shelf<Market>, from reader: inout ByteReader
  ) throws(CodecError) {
    guard try reader.readFlag() else { return }
    var position = Position(account: account, instrument: InstrumentID(rawValue: UInt16(index)))
    position.quantity = try reader.read()
    position.cost = try reader.read()
    position.realised = try reader.read()
    position.fees = try reader.read()
    let leverage = try reader.read(Leverage.self)
    guard leverage >= .cross, leverage <= .highest else {
      throw .unknown("leverage", UInt64(bitPattern: leverage.rawValue))
    }
    position.leverage = leverage
    position.riskSteps = try reader.read()
    guard position.riskSteps <= markets[index].terms.mostRiskSteps else {
      throw .unknown("risk limit", UInt64(position.riskSteps))
    }
    let lights = try reader.read(UInt8.self)
    let isolated = IsolatedMargin(added: try reader.read(), lost: try reader.read())
    for side in Side.allCases {
      position[side] = OpenOrders(quantity: try reader.read(), value: try reader.read())
    }
    position.premium = try reader.read()
    position.reduceOnlyOrders = try reader.read()
    let slot = claim(account, in: index, of: markets)
    guard slot != noSlot else {
      throw .unknown("position of account", UInt64(account.rawValue))
    }
    positions[slot] = PositionRecord(position, terms: markets[index].terms)
    positions[slot].hasIsolatedMargin = isolated != .none
    self.isolated[slot] = isolated
    positions[slot].gate = gate(of: account)
    positions[slot].feeTier = feeTier(of: account)
    risk[slot].lights = lights
    // The ladders are no part of a snapshot: everybody is looked at when a mark moves next.
    disturb(slot)
  }

  fileprivate mutating func restoreFinishedNames(from reader: inout ByteReader) throws(CodecError) {
    let count = try reader.read(UInt32.self)
    for _ in 0..<count {
      let account = AccountID(rawValue: try reader.read())
      let order = OrderID(rawValue: try reader.read())
      let text = try reader.readClientID()
      guard !names.isFull else { throw .unknown("number of names", UInt64(count)) }
      names.finish(names.insert(text, of: account, for: order))
    }
  }
}

extension ByteReader {
  fileprivate mutating func readLife() throws(CodecError) -> MarketLife {
    var life = MarketLife()
    life.state = try read(code: InstrumentState.self)
    life.trading = try read(code: TradingState.self)
    life.settling = try read(code: SettlementStep.self)
    life.account = try read()
    life.due = try read()
    life.price = try read()
    life.underlying = try read()
    life.successorDue = try read()
    return life
  }
}
