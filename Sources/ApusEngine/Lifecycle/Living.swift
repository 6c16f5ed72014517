import ApusModel

// Contracts are listed, open, expire, settle and are followed by the next one, all by themselves on the logged clock.

extension Engine {
  /// Begins a market's life: a dated one waits for its day, a profit contract for its strike.
  mutating func beginLife(of market: Int, into events: inout EventBuffer) {
    let terms = markets[market].terms
    let waits = terms.expiry != .zero && (terms.listed > time || !terms.isStruck)
    markets[market].life.state = waits ? .unlisted : .open
    if let due = terms.successorDue, due > time { markets[market].life.successorDue = due }
    setGate(of: market)
    if waits { stateLife(of: market, into: &events) }
    planLives()
  }

  /// Finds the next time that something of a market's life falls due.
  mutating func planLives() {
    lifeDue = .never
    for market in 0..<markets.count { lifeDue = min(lifeDue, markets[market].lifeDue) }
  }

  /// Does what is due first, of the markets due at once that of the lowest number.
  mutating func live(_ work: inout Work, into events: inout EventBuffer) {
    var market = 0
    while markets[market].lifeDue != lifeDue { market += 1 }
    let due = lifeDue
    // A settlement that goes on counts what it does itself.
    if markets[market].life.state != .closed { work.didOne() }
    switch markets[market].life.state {
    case .unlisted: open(market, into: &events)
    case .closed: settle(market, &work, into: &events)
    case .settled: listNextWeek(after: market, into: &events)
    case .open:
      if markets[market].terms.expiry == due {
        beginSettlement(of: market, due: due, into: &events)
      } else {
        markets[market].life.successorDue = .never
        listNextQuarter(after: market, at: due, into: &events)
      }
    }
    planLives()
  }

  private mutating func open(_ market: Int, into events: inout EventBuffer) {
    markets[market].life.state = .open
    setGate(of: market)
    stateLife(of: market, into: &events)
  }

  func stateLife(of market: Int, into events: inout EventBuffer) {
    let life = markets[market].life
    events.append(
      .marketStateChanged(
        MarketStateChanged(instrument: markets[market].id, state: life.state, trading: life.trading)))
  }

  // MARK: What comes next

  /// Lists the quarter after the last one of a market's series.
  private mutating func listNextQuarter(after market: Int, at due: Timestamp, into events: inout EventBuffer) {
    let terms = markets[market].terms
    var last = market
    for other in 0..<markets.count where markets[other].life.state != .settled {
      if markets[other].terms.isOfSeries(of: terms), markets[other].terms.expiry > markets[last].terms.expiry {
        last = other
      }
    }
    listInstrument(markets[last].terms.nextQuarter(listed: due), into: &events)
  }

  /// Lists the next week of a profit contract, struck at the index as it stands.
  private mutating func listNextWeek(after market: Int, into events: inout EventBuffer) {
    markets[market].life.successorDue = .never
    let index = followed(market) ?? markets[market].index
    var next = markets[market].terms.nextWeek
    // After a long jump of the clock the weeks in between are left out.
    while next.expiry <= time { next = next.nextWeek }
    if index > .zero { next = next.struck(by: index) }
    listInstrument(next, into: &events)
    if let number = self.market(tradedAs: next.symbol) { quoteFirst(number, index: index, into: &events) }
  }

  /// A new profit contract knows its index from the one before.
  private mutating func quoteFirst(_ market: Int, index: Price, into events: inout EventBuffer) {
    guard index > .zero, markets[market].markVersion == 0 else { return }
    remark(market, index: index, at: time, into: &events)
  }

  /// The market that is or will be traded under a name, or nothing.
  func market(tradedAs symbol: Symbol) -> Int? {
    for market in 0..<markets.count where markets[market].terms.symbol == symbol {
      if markets[market].life.state != .settled { return market }
    }
    return nil
  }

  // MARK: What the index decides

  /// A profit contract that waits for its strike is struck when its index is first known.
  mutating func strike(_ market: Int, by index: Price, into events: inout EventBuffer) {
    if markets[market].terms.isStruck { return }
    restate(market, markets[market].terms.struck(by: index), into: &events)
    planLives()
  }

  /// A downside contract is settled at once when the index touches its barrier.
  mutating func watchBarrier(of market: Int, into events: inout EventBuffer) {
    let terms = markets[market].terms
    guard terms.type == .downside, markets[market].life.state == .open else { return }
    guard markets[market].index <= terms.option.barrier else { return }
    beginSettlement(of: market, due: time, into: &events)
    planLives()
  }
}

extension Instrument {
  /// Whether a contract is of this one's quarterly series.
  fileprivate func isOfSeries(of other: Instrument) -> Bool {
    relisting == .quarterly && root == other.root && quoteCurrency == other.quoteCurrency
      && settlement == other.settlement
  }

  /// This profit contract, struck as its terms say by an index.
  fileprivate func struck(by index: Price) -> Instrument {
    struck(at: ProfitContract.strike(option.strikeShare, of: index, step: option.strikeStep))
  }

  /// What a contract that is marked by its last trade is worth before there is one: what it would pay out now.
  func firstMark(at index: Price) -> Price { min(max(settlementPrice(at: index), tickSize), maximumPrice) }
}
