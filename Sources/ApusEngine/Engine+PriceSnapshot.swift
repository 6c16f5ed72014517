import ApusModel

// The part of a snapshot that is about indices, marks, funding and interest.

extension Engine {
  func writePrices(into writer: inout ByteWriter) {
    writer.write(agenda.minute)
    writer.write(agenda.half)
    writer.write(agenda.reviewed)
    writer.write(accounts.nextReview)
    writer.write(agenda.midnight)
    writer.write(agenda.charging)
    writer.write(agenda.collecting) { $0.write($1) }
    writer.write(UInt16(indices.count))
    for index in 0..<indices.count { write(index: index, into: &writer) }
    for market in 0..<markets.count { writePrices(of: market, into: &writer) }
    for number in 0...accounts.count {
      for market in 0..<markets.count { writeDues(of: AccountID(number), in: market, into: &writer) }
    }
  }

  private func write(index: Int, into writer: inout ByteWriter) {
    let record = indices[index]
    writer.write(record.terms)
    writer.write(record.price)
    writer.write(record.isValid)
    for source in 0..<InlineSources.capacity {
      writer.write(record.quotes.prices[source])
      writer.write(record.quotes.times[source])
    }
    writer.write(record.before)
    writer.write(record.count)
    for number in 0..<record.count {
      if record.terms.kind == .average30 { writer.write(indices.sample(number, of: index)) }
      if record.terms.kind == .volatility24 { writer.write(indices.logReturn(number, of: index)) }
    }
  }

  private func writePrices(of market: Int, into writer: inout ByteWriter) {
    writer.write(markets[market].lastTick)
    let prices = markets[market].prices
    writer.write(prices.isIndexValid)
    for price in [prices.basis, prices.impactBid, prices.impactAsk] { writer.write(price) }
    writer.write(prices.hasLiquidity)
    let funding = prices.funding
    for rate in [prices.basisRate, funding.rate, funding.indicative, funding.premium, funding.closed] {
      writer.write(rate)
    }
    writer.write(funding.next)
    writer.write(funding.sum)
    writer.write(funding.samples)
    writer.write(prices.interestStep)
    guard markets[market].isCollecting else { return }
    let round = markets[market].round
    writer.write(round.kind.rawValue)
    writer.write(round.due)
    writer.write(round.rate)
    writer.write(round.mark)
    writer.write(round.step)
    writer.write(round.account)
  }

  private func writeDues(of account: AccountID, in market: Int, into writer: inout ByteWriter) {
    let slot = accounts.slot(account, in: markets[market].id)
    guard slot != noSlot else { return }
    writer.write(accounts.dues[slot].carry.remainder)
    let hasPaid = markets[market].isCollecting && accounts.dues[slot].round == markets[market].round.number
    writer.write(hasPaid)
  }
}

extension Engine {
  mutating func restorePrices(from reader: inout ByteReader) throws(CodecError) {
    agenda.minute = try reader.read()
    agenda.half = try reader.read()
    agenda.reviewed = try reader.read()
    accounts.nextReview = try reader.read()
    agenda.midnight = try reader.read()
    agenda.charging = try reader.read()
    agenda.collecting = try reader.readOptional { (r: inout ByteReader) throws(CodecError) -> UInt16 in try r.read() }
    guard agenda.collecting.map({ $0 < markets.count }) ?? true else { throw .unknown("collecting market", 0) }
    let count = Int(try reader.read(UInt16.self))
    guard count <= indices.capacity else { throw .unknown("number of indices", UInt64(count)) }
    for index in 0..<count { try restore(index: index, from: &reader) }
    for market in 0..<markets.count { try restorePrices(of: market, from: &reader) }
    for number in 0...accounts.count {
      for market in 0..<markets.count { try restoreDues(of: AccountID(number), in: market, from: &reader) }
    }
    planFunding()
  }

  private mutating func restore(index: Int, from reader: inout ByteReader) throws(CodecError) {
    let terms = try reader.readIndex()
    guard terms.isSound, let base = base(of: terms) else { throw .unknown("terms of index", UInt64(index)) }
    indices.append(IndexRecord(terms, base: base))
    indices[index].price = try reader.read()
    indices[index].isValid = try reader.readFlag()
    for source in 0..<InlineSources.capacity {
      indices[index].quotes.prices[source] = try reader.read()
      indices[index].quotes.times[source] = try reader.read()
    }
    indices[index].before = try reader.read()
    let samples = try reader.read(UInt32.self)
    guard samples <= Indices.steps else { throw .unknown("number of samples", UInt64(samples)) }
    for _ in 0..<samples {
      if terms.kind == .average30 { indices.add(try reader.read(Price.self), to: index) }
      if terms.kind == .volatility24 { indices.add(try reader.read(LogReturn.self), to: index) }
    }
  }

  private mutating func restorePrices(of market: Int, from reader: inout ByteReader) throws(CodecError) {
    markets[market].lastTick = try reader.read()
    guard markets[market].lastTick < markets[market].book.ticks else { throw .unknown("last price", UInt64(market)) }
    var prices = MarketPrices()
    prices.reference = reference(of: markets[market].terms)
    prices.isIndexValid = try reader.readFlag()
    prices.basis = try reader.read()
    prices.impactBid = try reader.read()
    prices.impactAsk = try reader.read()
    prices.hasLiquidity = try reader.readFlag()
    prices.basisRate = try reader.read()
    prices.funding.rate = try reader.read()
    prices.funding.indicative = try reader.read()
    prices.funding.premium = try reader.read()
    prices.funding.closed = try reader.read()
    prices.funding.next = try reader.read()
    prices.funding.sum = try reader.read()
    prices.funding.samples = try reader.read()
    prices.interestStep = try reader.read()
    markets[market].prices = prices
    guard agenda.collecting == UInt16(market) else { return }
    guard let kind = PaymentRound.Kind(rawValue: try reader.read()) else { throw .unknown("round", UInt64(market)) }
    markets[market].isCollecting = true
    markets[market].round = PaymentRound(
      kind: kind, due: try reader.read(), rate: try reader.read(), mark: try reader.read(), step: try reader.read(),
      number: 1, account: try reader.read())
  }

  private mutating func restoreDues(
    of account: AccountID, in market: Int, from reader: inout ByteReader
  ) throws(CodecError) {
    let slot = accounts.slot(account, in: markets[market].id)
    guard slot != noSlot else { return }
    accounts.dues[slot].carry.remainder = try reader.read()
    accounts.dues[slot].round = try reader.readFlag() ? 1 : 0
  }
}
