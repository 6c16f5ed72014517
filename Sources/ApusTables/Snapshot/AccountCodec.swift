import ApusModel

extension ByteWriter {
  /// Writes an account; its open orders are written with all others.
  mutating func write(_ account: AccountState) {
    write(account.changed)
    write(account.firstDeposit) { $0.write($1) }
    write(account.firstTrade) { $0.write($1) }
    write(account.standing) { writer, standing in
      writer.write(standing.role.rawValue)
      writer.write(standing.plan.feeTier)
      writer.write(standing.plan.interestDiscount)
      writer.write(standing.restriction.rawValue)
      writer.write(standing.reason.rawValue)
      writer.write(standing.sendsSpam)
    }
    write(list: account.wallets) { writer, wallet in
      writer.write(wallet.currency.rawValue)
      writer.write(wallet.balance)
      writer.write(wallet.deposited)
      writer.write(wallet.withdrawn)
      writer.write(wallet.transferIn)
      writer.write(wallet.transferOut)
      writer.write(wallet.pending)
      writer.write(wallet.changed)
      writer.write(wallet.previous)
    }
    write(list: account.positions) { $0.write($1) }
    write(history: account.closed) { $0.write($1) }
    write(history: account.executions) { $0.write($1) }
    write(history: account.transactions) { $0.write($1) }
    write(history: account.interest) { $0.write($1) }
  }

  private mutating func write(_ record: PositionRecord) {
    let position = record.position
    write(position.instrument.rawValue)
    write(position.quantity)
    write(position.cost)
    write(position.realised)
    write(position.fees)
    for orders in [position.buys, position.sells] {
      write(orders.quantity)
      write(orders.value)
    }
    write(position.leverage)
    write(position.premium)
    write(position.reduceOnlyOrders)
    write(record.entry)
    write(position.riskSteps)
    write(record.isolated.added)
    write(record.isolated.lost)
    write(record.lights)
    for taken in [record.taken, record.session.swept, record.session.begun] {
      write(taken.profit)
      write(taken.commission)
      write(taken.funding)
    }
    write(record.session.rebalanced)
    write(record.session.previous)
    write(record.session.openingQuantity)
    write(record.session.unrealised)
    write(record.changed)
  }

  private mutating func write(_ record: TransactionRecord) {
    write(record.sequence)
    write(record.time)
    write(record.change.currency.rawValue)
    write(record.change.reason) { $0.write($1.rawValue) }
    write(record.change.amount)
    write(record.change.balance)
    write(record.change.deposited)
    write(record.number.rawValue)
    write(text: record.contract.utf8)
    write(record.status.rawValue)
    write(record.changed)
    write(record.fee)
    write(record.notes.remark) { $0.write(remark: $1) }
  }
}

extension ByteReader {
  mutating func readAccount(_ id: AccountID, _ limits: TablesLimits) throws(CodecError) -> AccountState {
    var account = AccountState(id, at: try read(), limits)
    account.firstDeposit = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.read() }
    account.firstTrade = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.read() }
    account.standing = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.readStanding(of: id) }
    account.wallets = try readList { (r: inout ByteReader) throws(CodecError) in try r.readWallet() }
    account.positions = try readList { (r: inout ByteReader) throws(CodecError) in try r.readPosition(id) }
    for record in try readList({ (r: inout ByteReader) throws(CodecError) in try r.readOrderRecord() }) {
      account.closed.append(record)
    }
    for record in try readList({ (r: inout ByteReader) throws(CodecError) in try r.readExecution() }) {
      account.executions.append(record)
    }
    for record in try readList({ (r: inout ByteReader) throws(CodecError) in try r.readTransaction(id) }) {
      account.transactions.append(record)
    }
    for record in try readList({ (r: inout ByteReader) throws(CodecError) in try r.readInterest(id) }) {
      account.interest.append(record)
    }
    return account
  }

  private mutating func readStanding(of account: AccountID) throws(CodecError) -> StandingChanged {
    StandingChanged(
      account: account, role: try read(code: Role.self),
      plan: AccountPlan(feeTier: try read(), interestDiscount: try read()),
      restriction: try read(code: Restriction.self), reason: try read(code: RestrictionReason.self),
      sendsSpam: try readFlag())
  }

  private mutating func readWallet() throws(CodecError) -> Wallet {
    let currency = try read(code: Currency.self)
    let balance: Amount = try read()
    let deposited: Amount = try read()
    let withdrawn: Amount = try read()
    let transferIn: Amount = try read()
    let transferOut: Amount = try read()
    let pending: Amount = try read()
    var wallet = Wallet(currency, at: try read())
    wallet.balance = balance
    wallet.deposited = deposited
    wallet.withdrawn = withdrawn
    wallet.transferIn = transferIn
    wallet.transferOut = transferOut
    wallet.pending = pending
    wallet.previous = try read()
    return wallet
  }

  private mutating func readPosition(_ account: AccountID) throws(CodecError) -> PositionRecord {
    var position = Position(account: account, instrument: InstrumentID(rawValue: try read()))
    position.quantity = try read()
    position.cost = try read()
    position.realised = try read()
    position.fees = try read()
    position.buys = OpenOrders(quantity: try read(), value: try read())
    position.sells = OpenOrders(quantity: try read(), value: try read())
    let leverage: Leverage = try read()
    guard leverage >= .cross, leverage <= .highest else {
      throw .unknown("leverage", UInt64(bitPattern: leverage.rawValue))
    }
    position.leverage = leverage
    position.premium = try read()
    position.reduceOnlyOrders = try read()
    let entry: Price = try read()
    position.riskSteps = try read()
    var record = PositionRecord(position, at: .zero)
    record.entry = entry
    record.isolated = IsolatedMargin(added: try read(), lost: try read())
    record.lights = try read()
    record.taken = try readTaken()
    record.session.swept = try readTaken()
    record.session.begun = try readTaken()
    record.session.rebalanced = try read()
    record.session.previous = try read()
    record.session.openingQuantity = try read()
    record.session.unrealised = try read()
    record.changed = try read()
    return record
  }

  private mutating func readTaken() throws(CodecError) -> Taken {
    Taken(profit: try read(), commission: try read(), funding: try read())
  }

  private mutating func readTransaction(_ account: AccountID) throws(CodecError) -> TransactionRecord {
    let sequence: UInt64 = try read()
    let time: Timestamp = try read()
    let currency = try read(code: Currency.self)
    let reason = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.read(code: TransferReason.self) }
    var record = TransactionRecord(
      sequence: sequence, time: time,
      change: WalletChanged(
        account: account, currency: currency, reason: reason, amount: try read(), balance: try read(),
        deposited: try read()), number: TransactionNumber(rawValue: try read()), contract: try readName())
    record.status = try read(code: WithdrawalStatus.self)
    record.changed = try read()
    record.fee = try read()
    record.notes = WithdrawalNotes(try readRemark())
    return record
  }
}
