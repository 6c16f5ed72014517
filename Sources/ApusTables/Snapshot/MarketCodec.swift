import ApusModel

extension ByteWriter {
  /// Writes a market; what rests in its book follows from the orders, when each level changed does not.
  mutating func write(_ market: Market) {
    write(UInt32(market.contract.number))
    write(market.state.rawValue)
    write(market.trading.rawValue)
    write(market.settledPrice) { $0.write($1) }
    write(market.heldByVenue)
    write(market.index)
    write(market.mark)
    write(market.marked)
    write(market.markBefore) { $0.write($1) }
    write(market.minute)
    write(pricesOf: market)
    market.statistics.write(to: &self)
    write(history: market.trades) { $0.write($1) }
    write(market.bins)
    write(market.quotes.last) { $0.write($1) }
    for side in [market.book.bids, market.book.asks] {
      write(list: side.best(.max)) { writer, line in
        writer.write(line.tick)
        writer.write(line.level.changed)
      }
    }
  }

  /// Writes a contract ever listed.
  mutating func write(_ contract: Contract) {
    var terms = ByteWriter()
    EntryCodec.encode(Entry(0, at: .zero, .listInstrument(contract.terms)), into: &terms)
    write(contract.id.rawValue)
    write(UInt16(terms.bytes.count))
    for byte in terms.bytes { write(byte) }
  }

  private mutating func write(_ trade: TradeRecord) {
    write(trade.id.rawValue)
    write(trade.time)
    write(trade.price)
    write(trade.quantity)
    write(trade.value)
    write(trade.side.rawValue)
    write(trade.direction.rawValue)
    write(trade.quote)
  }
}

/// When each level of one side last changed.
typealias LevelTimes = [(tick: Tick, changed: Timestamp)]

extension ByteReader {
  mutating func readMarket(
    _ id: InstrumentID, _ contracts: [Contract], _ limits: TablesLimits
  ) throws(CodecError) -> (market: Market, bids: LevelTimes, asks: LevelTimes) {
    let number = Int(try read(UInt32.self))
    guard number < contracts.count, contracts[number].id == id else { throw .unknown("contract", UInt64(number)) }
    var market = Market(contracts[number], limits)
    market.state = try read(code: InstrumentState.self)
    market.trading = try read(code: TradingState.self)
    market.settledPrice = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.read(Price.self) }
    market.holdForVenue(try read())
    market.index = try read()
    market.mark = try read()
    market.marked = try read()
    market.markBefore = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.read(Price.self) }
    market.minute = try read()
    try readPrices(of: &market)
    market.statistics = try TradeStatistics(from: &self)
    for trade in try readList({ (r: inout ByteReader) throws(CodecError) in try r.readTrade() }) {
      market.trades.append(trade)
    }
    try readBins(into: &market.bins)
    if let quote = try readOptional({ (r: inout ByteReader) throws(CodecError) in try r.readQuote() }) {
      market.quotes.append(quote)
      // Only what was quoted before is no news when it is quoted again.
      market.book.setTouch(market.bins.touch)
    }
    return (market, try readLevelTimes(), try readLevelTimes())
  }

  mutating func readContract(_ number: Int) throws(CodecError) -> Contract {
    let id = InstrumentID(rawValue: try read())
    return Contract(try readTerms(), id, number: number)
  }

  private mutating func readTerms() throws(CodecError) -> Instrument {
    let count = Int(try read(UInt16.self))
    var bytes: [UInt8] = []
    for _ in 0..<count { bytes.append(try read()) }
    guard case .listInstrument(let listing) = try EntryCodec.decode(bytes[...], sequence: 0).command else {
      throw .unknown("instrument terms", UInt64(count))
    }
    return listing.terms
  }

  private mutating func readTrade() throws(CodecError) -> TradeRecord {
    TradeRecord(
      id: TradeID(rawValue: try read()), time: try read(), price: try read(), quantity: try read(),
      value: try read(), side: try read(code: Side.self), direction: try read(code: TickDirection.self),
      quote: try read())
  }

  private mutating func readLevelTimes() throws(CodecError) -> LevelTimes {
    try readList { (r: inout ByteReader) throws(CodecError) in (try r.read(Tick.self), try r.read(Timestamp.self)) }
  }
}

extension TradeStatistics {
  func write(to writer: inout ByteWriter) {
    writer.write(list: minutes) { writer, minute in
      writer.write(minute.number)
      for price in [minute.open, minute.high, minute.low, minute.close] { writer.write(price) }
      writer.write(minute.volume)
      writer.write(minute.turnover)
      writer.write(minute.notional)
    }
    writer.write(closeBefore) { $0.write($1) }
    writer.write(last) { $0.write($1) }
    writer.write(direction.rawValue)
    writer.write(totalVolume)
    writer.write(totalTurnover)
    writer.write(hour)
    writer.write(volumeBefore)
    writer.write(turnoverBefore)
  }

  init(from reader: inout ByteReader) throws(CodecError) {
    let minutes = try reader.readList { (r: inout ByteReader) throws(CodecError) in
      Minute(
        number: try r.read(), open: try r.read(), high: try r.read(), low: try r.read(), close: try r.read(),
        volume: try r.read(), turnover: try r.read(), notional: try r.readNotional())
    }
    self.init(minutes)
    closeBefore = try reader.readOptional { (r: inout ByteReader) throws(CodecError) in try r.read(Price.self) }
    last = try reader.readOptional { (r: inout ByteReader) throws(CodecError) in try r.read(Price.self) }
    direction = try reader.read(code: TickDirection.self)
    totalVolume = try reader.read()
    totalTurnover = try reader.read()
    hour = try reader.read()
    volumeBefore = try reader.read()
    turnoverBefore = try reader.read()
  }
}

extension ByteWriter {
  /// Writes a settlement.
  mutating func write(_ record: SettlementRecord) {
    write(UInt32(record.contract))
    write(record.time)
    write(record.event.instrument.rawValue)
    write(record.event.price)
    write(record.event.underlying)
    write(record.event.due)
  }
}

extension ByteReader {
  mutating func readSettlement() throws(CodecError) -> SettlementRecord {
    let contract = Int(try read(UInt32.self))
    let time: Timestamp = try read()
    return SettlementRecord(
      ContractSettled(
        instrument: InstrumentID(rawValue: try read()), price: try read(), underlying: try read(), due: try read()),
      contract: contract, at: time)
  }
}
