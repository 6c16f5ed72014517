public import ApusModel

/// Plays a recorded market on a live venue: its levels are a maker's resting orders, its trades a taker's orders.
///
/// Each step is one recorded book event or trade, to be applied as one group. Before the next step is asked for, all
/// that happened because of the last one must have been shown to `observe`; other traders may trade in between, and
/// what they take from a level comes back with the next book event. With nobody else about, the book after each book
/// event is the recorded one and each trade prints once, at its recorded price and size. A recorded size larger than
/// the largest order allowed stands at that largest order.
public struct TapePlayer: Sendable {
  /// What to do at one moment.
  public struct Step: Sendable {
    /// When, on the venue's clock; never before the step before.
    public var time: Timestamp
    /// What to submit, as one group.
    public var commands: [Command]
    /// What the recorded venue quoted after this step, where it said so.
    public var quote: Quote?
    /// The trade that is to print, when the step is one.
    public var trade: Trade?
  }

  /// A best bid and ask.
  public struct Quote: Hashable, Sendable {
    /// Best bid.
    public var bid: Price
    /// Contracts at the best bid.
    public var bidSize: Contracts
    /// Best ask.
    public var ask: Price
    /// Contracts at the best ask.
    public var askSize: Contracts

    /// A best bid and ask.
    public init(bid: Price, bidSize: Contracts, ask: Price, askSize: Contracts) {
      self.bid = bid
      self.bidSize = bidSize
      self.ask = ask
      self.askSize = askSize
    }
  }

  /// A trade.
  public struct Trade: Hashable, Sendable {
    /// What the taker did.
    public var side: Side
    /// At which price.
    public var price: Price
    /// Contracts.
    public var quantity: Contracts

    /// A trade.
    public init(side: Side, price: Price, quantity: Contracts) {
      self.side = side
      self.price = price
      self.quantity = quantity
    }
  }

  /// What maker and taker each bring: a million coins, so that margin never stands in the way of a recording.
  static let stake = Amount(rawValue: 100_000_000_000_000)
  /// Milliseconds between two index prices.
  static let indexInterval: Int64 = 1_000

  /// The tape.
  public let tape: Tape
  /// The number of steps played so far, of `tape.records.count`.
  public private(set) var played = 0

  private let instrument: InstrumentID
  private let terms: Instrument
  private let maker: AccountID
  private let taker: AccountID
  private let start: Timestamp
  private let ticksPerStep: Tick
  private var time: Timestamp
  private var indexDue: Timestamp
  private var book: TapeBook
  /// Where the maker's last new order was meant to stand.
  private var placing: TapeBook.Place?

  /// A player of a tape on a market, from a time on (the recorded time if none is given).
  ///
  /// Throws when the tape's prices are not prices of the contract.
  public init(
    _ tape: Tape, on instrument: InstrumentID, terms: Instrument, maker: AccountID, taker: AccountID,
    from start: Timestamp? = nil
  ) throws(TapeError) {
    let (ticksPerStep, remainder) = tape.tickSize.rawValue.quotientAndRemainder(dividingBy: terms.tickSize.rawValue)
    guard remainder == 0, ticksPerStep > 0 else { throw TapeError(line: 0, reason: .offTick) }
    self.tape = tape
    self.instrument = instrument
    self.terms = terms
    self.maker = maker
    self.taker = taker
    self.start = start ?? tape.start
    self.ticksPerStep = Tick(ticksPerStep)
    time = self.start
    indexDue = self.start
    book = TapeBook(ticks: try Self.prices(of: tape, upTo: terms.ticks / ticksPerStep))
  }

  /// Opens and funds the two accounts, where they are new to the venue.
  public var founding: [Command] {
    [maker, taker].flatMap { account in
      [
        .openAccount(OpenAccount(account: account)),
        .deposit(Deposit(account: account, currency: terms.settlement, amount: Self.stake)),
      ]
    }
  }

  /// Nothing an earlier run left standing, which is unknown to this one, and a risk limit that holds whatever was recorded.
  private var opening: [Command] {
    let limit = terms.riskLimit.limit(at: Int64(terms.mostRiskSteps))
    let limits = [maker, taker].map { account in
      Command.setRiskLimit(SetRiskLimit(account: account, instrument: instrument, limit: limit))
    }
    return [.cancelOrders(CancelOrders(account: maker, instrument: instrument))] + limits
  }

  /// When the next step is due, or nil at the end of the tape.
  public var due: Timestamp? {
    guard played < tape.records.count else { return nil }
    // The two recorded streams were a few milliseconds apart; the order of the records is the truth.
    return max(time, start + Timestamp(rawValue: tape.records[played].offset))
  }

  /// The next step, or nil at the end of the tape.
  public mutating func next() -> Step? {
    guard let due else { return nil }
    time = due
    let record = tape.records[played]
    var step = Step(time: time, commands: [])
    if played == 0 { step.commands += opening }
    book.settle()
    switch record.content {
    case .book(let from, let to, let quote):
      for change in tape.changes[from..<to] { note(change) }
      publishIndex(into: &step.commands)
      reconcile(into: &step.commands)
      step.quote = quote.map(expected)
    case .trade(let trade):
      step.trade = play(trade, into: &step.commands)
    }
    played += 1
    return step
  }

  /// Takes in what happened on the venue, in order.
  public mutating func observe(_ happenings: some Sequence<Happening>) {
    for happening in happenings { observe(happening.event) }
  }

  // MARK: The recorded book

  private mutating func note(_ change: Tape.Change) {
    guard let place = book.place(change.side, at: change.tick) else { return }
    book.record(min(lots(change.size), terms.maximumQuantity), at: place)
  }

  /// Makes all touched levels as recorded: what is too much goes first, so that no new order meets an old one.
  private mutating func reconcile(into commands: inout [Command]) {
    for place in book.touched where book[place].standing > book[place].recorded {
      commands.append(stand(book[place].recorded, at: place))
    }
    for place in book.touched where book[place].standing < book[place].recorded {
      commands.append(stand(book[place].recorded, at: place))
    }
  }

  private mutating func publishIndex(into commands: inout [Command]) {
    guard time >= indexDue, let bid = book.best(.buy), let ask = book.best(.sell) else { return }
    indexDue = time + Timestamp(rawValue: Self.indexInterval)
    let middle = (price(of: book.ticks[bid.index]) + price(of: book.ticks[ask.index])).rawValue / 2
    commands.append(.indexPrice(IndexPrice(instrument: instrument, price: Price(rawValue: middle))))
  }

  // MARK: The recorded trades

  /// Clears what is stale out of the way, sees that enough stands at the recorded price, and takes it.
  private mutating func play(_ trade: Tape.Trade, into commands: inout [Command]) -> Trade? {
    guard let place = book.place(trade.side.opposite, at: trade.tick) else { return nil }
    let quantity = lots(trade.size)
    let stale =
      book.standing(place.side, betterThan: place.index, orAt: false)
      + book.standing(trade.side, betterThan: place.index, orAt: true)
    for place in stale { commands.append(stand(.zero, at: place)) }
    if book[place].standing < quantity { commands.append(stand(quantity, at: place)) }
    commands.append(
      .placeOrder(
        PlaceOrder(
          account: taker, instrument: instrument, side: trade.side, timeInForce: .immediateOrCancel,
          price: price(of: trade.tick), quantity: quantity)))
    return Trade(side: trade.side, price: price(of: trade.tick), quantity: quantity)
  }

  /// The command that makes a level's order stand at a size.
  private mutating func stand(_ contracts: Contracts, at place: TapeBook.Place) -> Command {
    book.touch(place)
    let level = book[place]
    if level.standing == .zero {
      return .placeOrder(
        PlaceOrder(
          account: maker, instrument: instrument, side: place.side, price: price(of: book.ticks[place.index]),
          quantity: contracts))
    }
    // An order's total, traded part included, has a limit too: one that has come near it is replaced.
    if contracts == .zero || level.traded + contracts > terms.maximumQuantity {
      return .cancelOrder(CancelOrder(account: maker, order: .id(level.order)))
    }
    return .amendOrder(AmendOrder(account: maker, order: .id(level.order), leaves: contracts))
  }

  // MARK: What came of it

  private mutating func observe(_ event: Event) {
    switch event {
    case .orderPlaced(let placed) where placed.order.account == maker && placed.order.instrument == instrument:
      placing = place(of: placed.order)
      if let placing { book.stand(placed.order.quantity, order: placed.order.id, at: placing) }
    case .orderAmended(let amended) where amended.order.account == maker && amended.order.instrument == instrument:
      guard let place = place(of: amended.order), book[place].order == amended.order.id else { return }
      book.stand(amended.order.leaves, order: amended.order.id, at: place)
    case .orderCanceled(let canceled) where canceled.account == maker:
      settle(canceled.order, leaves: .zero, traded: .zero)
    case .filled(let fill) where fill.account == maker:
      settle(fill.order, leaves: fill.leaves, traded: fill.quantity)
    default: return
    }
  }

  private mutating func settle(_ order: OrderID, leaves: Contracts, traded: Contracts) {
    let newest = placing.flatMap { book[$0].order == order ? $0 : nil }
    guard let place = newest ?? book.place(of: order) else { return }
    book.trade(traded, at: place)
    book.stand(leaves, order: leaves == .zero ? OrderID(0) : order, at: place)
  }

  private func place(of order: Order) -> TapeBook.Place? {
    guard let tick = terms.tick(of: order.price), tick % ticksPerStep == 0 else { return nil }
    return book.place(order.side, at: tick / ticksPerStep)
  }

  // MARK: Units

  private func lots(_ size: UInt32) -> Contracts { terms.lot * Int64(size) }

  private func price(of tick: Tick) -> Price { tape.tickSize * Int64(tick) }

  private func expected(_ quote: Tape.Quote) -> Quote {
    Quote(
      bid: price(of: quote.bid), bidSize: lots(quote.bidSize), ask: price(of: quote.ask),
      askSize: lots(quote.askSize))
  }

  /// Every price the tape names, lowest first.
  private static func prices(of tape: Tape, upTo highest: Int64) throws(TapeError) -> [Tick] {
    var named = [Bool](repeating: false, count: Int(highest) + 1)
    var trades: [Tick] = []
    for record in tape.records {
      if case .trade(let trade) = record.content { trades.append(trade.tick) }
    }
    for tick in tape.changes.map(\.tick) + trades {
      guard tick <= highest else { throw TapeError(line: 0, reason: .priceOutOfRange) }
      named[Int(tick)] = true
    }
    return named.indices.filter { named[$0] }.map { Tick($0) }
  }
}
