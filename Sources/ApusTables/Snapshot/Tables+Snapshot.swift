public import ApusModel

// Everything the tables know, in an order that does not depend on how it lies in memory: tables that took in the same
// entries write the same bytes. Of the quotes only the last one is in it.

extension Tables {
  static var snapshotVersion: UInt8 { 11 }

  /// Appends the state.
  public func snapshot(into writer: inout ByteWriter) {
    writer.write(Tables.snapshotVersion)
    writer.write(sequence)
    writer.write(time)
    writer.write(trading.rawValue)
    writer.write(list: contracts) { $0.write($1) }
    writer.write(list: markets) { $0.write($1) }
    writer.write(history: settlements) { $0.write($1) }
    writer.write(list: indices) { $0.write($1) }
    writer.write(list: accounts) { $0.write($1) }
    let records = orders.records
    for account in accounts {
      let open = account.open.map { records[Int($0)] }.sorted { $0.order.id < $1.order.id }
      writer.write(list: open) { $0.write($1) }
    }
    writer.write(list: deadlines.sorted { $0.key < $1.key }) { writer, deadline in
      writer.write(deadline.key.rawValue)
      writer.write(deadline.value)
    }
    write(liquidations, into: &writer)
  }

  private func write(_ liquidations: Liquidations, into writer: inout ByteWriter) {
    writer.write(list: liquidations.orders) { writer, record in
      writer.write(record.order.order.rawValue)
      writer.write(record.order.instrument.rawValue)
      writer.write(record.order.side.rawValue)
      writer.write(record.order.price)
      writer.write(record.order.leaves)
    }
    writer.write(list: liquidations.funds.sorted { $0.key.rawValue < $1.key.rawValue }) { writer, fund in
      writer.write(fund.key.rawValue)
      writer.write(fund.value)
    }
    writer.write(history: liquidations.history) { writer, record in
      writer.write(record.currency.rawValue)
      writer.write(record.time)
      writer.write(record.balance)
    }
    writer.write(liquidations.day)
  }

  /// Tables as a snapshot states them; further events may follow through `restore`, and `resume` makes them readable.
  public init(limits: TablesLimits = TablesLimits(), snapshot bytes: [UInt8]) throws(CodecError) {
    self.init(limits: limits)
    isTelling = false
    var reader = ByteReader(bytes)
    let version = try reader.read(UInt8.self)
    guard version == Tables.snapshotVersion else { throw .unknown("tables version", UInt64(version)) }
    let sequence: UInt64 = try reader.read()
    let time: Timestamp = try reader.read()
    trading = try reader.read(code: TradingState.self)
    for number in 0..<(try reader.read(UInt32.self)) { contracts.append(try reader.readContract(Int(number))) }
    let levels = try readMarkets(&reader)
    for record in try reader.readList({ (r: inout ByteReader) throws(CodecError) in try r.readSettlement() }) {
      guard record.contract < contracts.count else { throw .unknown("contract", UInt64(record.contract)) }
      settlements.append(record)
    }
    try readIndices(&reader)
    try readAccounts(&reader)
    for _ in accounts.indices {
      for record in try reader.readList({ (r: inout ByteReader) throws(CodecError) in try r.readOrderRecord() }) {
        guard Int(record.order.account.rawValue) <= accounts.count,
          Int(record.order.instrument.rawValue) < markets.count, record.contract < contracts.count
        else { throw .unknown("owner or market of order", record.order.id.rawValue) }
        _ = insert(record)
      }
    }
    try readDeadlines(&reader)
    try readLiquidations(&reader)
    settleOrders()
    for (market, times) in levels.enumerated() { markets[market].book.setTimes(times.bids, times.asks) }
    try reader.finish()
    endRestoredBatch()
    place(sequence, at: time)
  }

  private mutating func readDeadlines(_ reader: inout ByteReader) throws(CodecError) {
    for _ in 0..<(try reader.read(UInt32.self)) {
      deadlines[AccountID(rawValue: try reader.read())] = try reader.read()
    }
  }

  private mutating func readLiquidations(_ reader: inout ByteReader) throws(CodecError) {
    for order in try reader.readList({ (r: inout ByteReader) throws(CodecError) in try r.readLiquidationOrder() }) {
      guard Int(order.instrument.rawValue) < markets.count else {
        throw .unknown("market of order", order.order.rawValue)
      }
      liquidations.take(order)
    }
    for _ in 0..<(try reader.read(UInt32.self)) {
      let currency = try reader.read(code: Currency.self)
      liquidations.funds[currency] = try reader.read()
    }
    for record in try reader.readList({ (r: inout ByteReader) throws(CodecError) in try r.readInsurance() }) {
      liquidations.history.append(record)
    }
    liquidations.day = try reader.read()
  }

  private mutating func readMarkets(
    _ reader: inout ByteReader
  ) throws(CodecError) -> [(bids: LevelTimes, asks: LevelTimes)] {
    var levels: [(bids: LevelTimes, asks: LevelTimes)] = []
    for number in 0..<(try reader.read(UInt32.self)) {
      guard number <= UInt32(UInt16.max) else { throw .unknown("number of markets", UInt64(number)) }
      let (market, bids, asks) = try reader.readMarket(
        InstrumentID(rawValue: UInt16(number)), contracts, limits)
      markets.append(market)
      markets[Int(number)].venue = trading
      levels.append((bids, asks))
    }
    return levels
  }

  private mutating func readIndices(_ reader: inout ByteReader) throws(CodecError) {
    indices = try reader.readList { (r: inout ByteReader) throws(CodecError) in try r.readIndexRecord() }
    bitcoin = indices.firstIndex { $0.symbol == Self.bitcoinIndex }
    convert()
  }

  private mutating func readAccounts(_ reader: inout ByteReader) throws(CodecError) {
    for number in 0..<(try reader.read(UInt32.self)) {
      accounts.append(try reader.readAccount(AccountID(rawValue: number + 1), limits))
      for place in accounts[Int(number)].positions.indices {
        let position = accounts[Int(number)].positions[place].position
        let market = Int(position.instrument.rawValue)
        guard market < markets.count else { throw .unknown("market of a position", UInt64(market)) }
        guard position.quantity != .zero else { continue }
        markets[market].openInterest += max(position.quantity, .zero)
        addHolder(Int(number), place, market)
      }
    }
  }
}
