import ApusModel

extension ByteWriter {
  /// Writes what a market's mark is made of, its rates and its fundings.
  mutating func write(pricesOf market: Market) {
    write(market.fair) { writer, fair in
      for price in [fair.basis, fair.impactBid, fair.impactAsk] { writer.write(price) }
      writer.write(fair.basisRate)
      writer.write(fair.hasLiquidity)
    }
    write(market.funding) { writer, funding in
      writer.write(funding.rate)
      writer.write(funding.indicative)
      writer.write(funding.next)
    }
    write(history: market.fundings) { writer, record in
      writer.write(record.due)
      writer.write(record.rate)
    }
  }

  mutating func write(_ index: IndexRecord) {
    write(text: index.symbol.utf8)
    write(text: index.underlying.utf8)
    write(text: index.quote.utf8)
    write(index.listed)
    write(index.id) { $0.write($1.rawValue) }
    write(index.terms) { $0.write($1) }
    write(index.isValid)
    for source in index.sources {
      write(source.price)
      write(source.time)
    }
    write(index.price)
    write(index.direction) { $0.write($1.rawValue) }
    write(index.changed)
  }

  mutating func write(_ record: InterestRecord) {
    let event = record.event
    write(record.time)
    write(event.execution.rawValue)
    write(event.instrument.rawValue)
    write(event.due)
    write(event.notional)
    write(event.leverage)
    write(event.rate)
    write(event.amount)
    write(event.balance)
  }
}

extension ByteReader {
  mutating func readPrices(of market: inout Market) throws(CodecError) {
    let id = market.contract.id
    market.fair = try readOptional { (r: inout ByteReader) throws(CodecError) in
      var fair = FairBasisChanged(
        instrument: id, basis: try r.read(), basisRate: .zero, impactBid: try r.read(), impactAsk: try r.read(),
        hasLiquidity: false)
      fair.basisRate = try r.read()
      fair.hasLiquidity = try r.readFlag()
      return fair
    }
    market.funding = try readOptional { (r: inout ByteReader) throws(CodecError) in
      FundingSet(instrument: id, rate: try r.read(), indicative: try r.read(), next: try r.read())
    }
    for record in try readList({ (r: inout ByteReader) throws(CodecError) in
      FundingRecord(due: try r.read(), rate: try r.read())
    }) {
      market.fundings.append(record)
    }
  }

  mutating func readIndexRecord() throws(CodecError) -> IndexRecord {
    var index = IndexRecord(
      symbol: try readName(), underlying: try readName(), quote: try readName(), listed: try read())
    index.id = try readOptional { (r: inout ByteReader) throws(CodecError) in IndexID(try r.read(UInt16.self)) }
    index.terms = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.readIndex() }
    index.isValid = try readFlag()
    for source in index.sources.indices {
      index.sources[source] = SourceRecord(price: try read(), time: try read())
    }
    index.price = try read()
    index.direction = try readOptional { (r: inout ByteReader) throws(CodecError) in
      try r.read(code: TickDirection.self)
    }
    index.changed = try read()
    return index
  }

  mutating func readInterest(_ account: AccountID) throws(CodecError) -> InterestRecord {
    let time: Timestamp = try read()
    let event = InterestCharged(
      execution: ExecutionID(try read(UInt64.self)), account: account, instrument: InstrumentID(try read(UInt16.self)),
      due: try read(), notional: try read(), leverage: try read(), rate: try read(), amount: try read(),
      balance: try read())
    return InterestRecord(event, at: time)
  }

  mutating func readName() throws(CodecError) -> Symbol {
    let text = try readText()
    guard let symbol = Symbol(utf8: text) else { throw .unknown("symbol length", UInt64(text.count)) }
    return symbol
  }
}
