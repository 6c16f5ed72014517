import ApusAPI
public import ApusModel

/// The current state of the venue as the outside sees it, made from events alone.
///
/// One batch of events at a time goes in; what it changed comes out, every row once. Reading returns the very rows
/// that were told.
public struct Tables: ~Copyable, Sendable {
  /// The number of the last batch.
  public private(set) var batch: UInt64 = 0
  /// The last entry that is in the tables.
  public private(set) var sequence: UInt64 = 0
  /// The time of that entry.
  public private(set) var time = Timestamp.zero

  let limits: TablesLimits
  var markets: [Market] = []
  /// All contracts ever listed, so that what happened in one is told in its own terms when its number is another's.
  var contracts: [Contract] = []
  /// The contracts that were paid out lately.
  var settlements: Recent<SettlementRecord>
  /// What the whole venue takes.
  var trading = TradingState.open
  var accounts: [AccountState] = []
  var orders = Orders()
  /// The indices the instruments follow.
  var indices: [IndexRecord] = []
  /// The place among them of the price of bitcoin; nil while nothing names it.
  var bitcoin: Int?
  /// Deadlines of the dead man's switches that are on.
  var deadlines: [AccountID: Timestamp] = [:]
  /// Conditions that were stated of an order which is still to come.
  var announced: ConditionsSet?
  /// The order whose conditions the current entry changed, and what of them.
  var restated: (order: OrderID, changes: Amendment)?
  /// What was said of the entry that comes next.
  var said: Said?
  /// The liquidation engine's orders and the insurance fund.
  var liquidations: Liquidations
  /// The batch that last changed the row of an instrument or an index.
  var lastInstruments: UInt64 = 0
  /// What the current batch has to tell.
  var news = News()
  /// False while the past is read in, when nobody is told.
  var isTelling = true

  /// Empty tables.
  public init(limits: TablesLimits = TablesLimits()) {
    self.limits = limits
    settlements = Recent(capacity: limits.settlements)
    liquidations = Liquidations(limits)
  }

  /// Takes in the events of a batch and tells what they changed.
  ///
  /// - Parameters:
  ///   - sequence: the last entry of the batch, which may have caused nothing.
  ///   - time: the time of that entry.
  ///   - groups: the last entries of the groups that were asked for together, rising; quotes are made between groups.
  public mutating func apply(
    _ events: borrowing EventBuffer, through sequence: UInt64, at time: Timestamp, groups: [UInt64] = []
  ) -> TableChanges {
    isTelling = true
    absorb(events, groups, through: sequence, at: time)
    batch += 1
    return publish()
  }

  /// Takes in events of the past without telling anybody; `resume` ends it.
  public mutating func restore(_ events: borrowing EventBuffer, through sequence: UInt64, at time: Timestamp) {
    isTelling = false
    absorb(events, [], through: sequence, at: time)
    endRestoredBatch()
  }

  /// Brings all rows up to date after `restore`, as if they had been told.
  public mutating func resume() {
    orders.beginBatch()
    for account in accounts.indices { markDirty(AccountID(rawValue: UInt32(account + 1))) }
    for market in markets.indices {
      markets[market].isDirty = true
      markets[market].book.derive(markets[market].contract)
      markets[market].quote(at: markets[market].book.touchTime, isNews: false)
    }
    isTelling = true
    _ = publish()
  }

  /// Says which entry a state that was read in belongs to.
  mutating func place(_ sequence: UInt64, at time: Timestamp) {
    self.sequence = sequence
    self.time = time
  }

  private mutating func absorb(
    _ events: borrowing EventBuffer, _ groups: [UInt64], through sequence: UInt64, at time: Timestamp
  ) {
    orders.beginBatch()
    var group = groups.startIndex
    var current: UInt64?
    for happening in events.happenings {
      if let current, happening.sequence != current {
        restated = nil
        settleOrders()
        if group < groups.endIndex, happening.sequence > groups[group] { quoteAll() }
        while group < groups.endIndex, happening.sequence > groups[group] { group += 1 }
      }
      current = happening.sequence
      if let said, said.through + 1 < happening.sequence { self.said = nil }
      advance(to: happening.time)
      take(happening, events.listings, events.indices)
    }
    settleOrders()
    quoteAll()
    said = nil
    restated = nil
    self.sequence = sequence
    advance(to: time)
  }

  /// Lets time pass in every market.
  private mutating func advance(to time: Timestamp) {
    endSession(before: time)
    self.time = time
    for market in markets.indices { markets[market].advance(to: time, isNews: isTelling) }
    liquidations.advance(to: time, isNews: isTelling)
  }

  private mutating func take(_ happening: Happening, _ listings: [Instrument], _ indices: [IndexTerms]) {
    let time = happening.time
    switch happening.event {
    case .rejected: break
    case .accountOpened(let account): open(account, at: time)
    case .walletChanged(let change): credit(change, happening.sequence, at: time)
    case .instrumentListed(let id): list(listings[Int(id.rawValue)], id, at: time)
    case .priceChanged(let event): price(event, at: time)
    case .orderPlaced(let event): place(event, at: time)
    case .orderAmended(let event): amend(event, at: time)
    case .orderCanceled(let event): cancel(event, at: time)
    case .filled(let fill): if fill.kind == .trade { take(fill, at: time) } else { takeUnordered(fill, at: time) }
    case .positionChanged(let position): hold(position, at: time)
    case .cancelAllAfterSet(let event): deadlines[event.account] = event.deadline
    case .orderStands(let order): stand(order, at: time)
    case .indexListed(let id): list(indices[Int(id.rawValue)], id, at: time)
    case .indexChanged(let event): move(event, at: time)
    case .sourceQuoted(let event): hear(event)
    case .fairBasisChanged(let event): base(event)
    case .fundingSet(let event): set(event)
    case .fundingDue(let event): fund(event)
    case .fundingPaid(let event): pay(event, happening.sequence, at: time)
    case .interestCharged(let event): charge(event, happening.sequence, at: time)
    case .conditionsSet(let event): set(event, at: time)
    case .orderTriggered(let event): trigger(event, at: time)
    case .isolatedMarginChanged(let event): set(event, at: time)
    case .deleverageRanked(let event): rank(event, at: time)
    case .instrumentUpdated(let id): restate(listings[Int(id.rawValue)], id)
    case .marketStateChanged(let event): change(event)
    case .venueStateChanged(let state): changeVenue(state)
    case .contractSettled(let event): settle(event, at: time)
    case .standingChanged(let event): accounts[index(of: event.account)].standing = event
    case .liquidationOrder(let order): liquidations.take(order)
    case .withdrawalChanged(let change): take(change, at: time)
    case .remarked(let remark): hear(remark, in: happening.sequence)
    case .insuranceChanged(let fund): liquidations.take(fund, at: time, isNews: isTelling)
    default: break
    }
  }
}
