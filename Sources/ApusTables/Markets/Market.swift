import ApusAPI
import ApusModel

/// All that the tables know of one instrument.
struct Market: Sendable {
  var contract: Contract
  var book: Book
  var statistics = TradeStatistics()
  var trades: Recent<TradeRecord>
  var quotes: Recent<QuoteRecord>
  /// Trades and quotes by the minute, the hour and the day.
  var bins: Bins
  /// Matches and touches since the last batch.
  var newTrades: [TradeRecord] = []
  var newQuotes: [QuoteRecord] = []
  /// The outside value and the fair value; zero before the first.
  var index = Price.zero
  var mark = Price.zero
  /// What a unit of a quanto contract's quote currency is in the settlement unit; zero while no price of bitcoin is known.
  var quote = Amount.zero
  /// When the mark last moved.
  var marked = Timestamp.zero
  /// The mark when the session began.
  var markBefore: Price?
  /// What the mark is made of, and the rates of a perpetual, as last told.
  var fair: FairBasisChanged?
  var funding: FundingSet?
  var fundings: Recent<FundingRecord>
  /// Fundings since the last batch.
  var newFundings: [FundingRecord] = []
  var state = InstrumentState.open
  /// What the market and the venue take.
  var trading = TradingState.open
  var venue = TradingState.open
  /// What the contract was paid out at; nil before.
  var settledPrice: Price?
  /// The row of the contract that had this number before, until it was told that it is gone.
  var gone: InstrumentRow?
  /// The columns that follow from the terms.
  var base: InstrumentRow
  /// What the liquidation engine holds.
  var heldByVenue = Contracts.zero
  /// Contracts held long.
  var openInterest = Contracts.zero
  /// Who holds a position.
  var holders: [AccountID] = []
  /// The instrument's row as last published.
  var row: InstrumentRow
  /// True when the row may have changed.
  var isDirty = true
  /// The batches that last changed the row and the levels of the book.
  var lastRow: UInt64 = 0
  var lastLevels: UInt64 = 0
  /// True when the mark, or the price of bitcoin under a quanto contract, moved since the last batch.
  var isMarked = false
  /// The minute of the last look at the clock.
  var minute: Int64 = 0

  init(_ contract: Contract, _ limits: TablesLimits) {
    self.contract = contract
    book = Book(contract)
    trades = Recent(capacity: limits.trades)
    quotes = Recent(capacity: limits.quotes)
    fundings = Recent(capacity: limits.fundings)
    bins = Bins(limits)
    base = InstrumentRow(contract)
    row = base
  }

  /// Takes new terms of its contract; while levels change no order rests.
  mutating func restate(_ new: Contract) {
    if new.terms.tickSize != contract.terms.tickSize {
      book = Book(new)
      bins.forgetTouch()
    }
    contract = new
    base = InstrumentRow(new)
    isDirty = true
  }

  /// The liquidation engine holds so much from now on.
  mutating func holdForVenue(_ quantity: Contracts) {
    openInterest += max(quantity, .zero) - max(heldByVenue, .zero)
    heldByVenue = quantity
    isDirty = true
  }

  /// Counts a match, seen from the taker.
  mutating func trade(_ fill: Fill, at time: Timestamp, isNews: Bool) {
    let notional = QuantoNotional(of: fill.quantity, worth: fill.value, contract.terms, quote: quote)
    bins.trade(fill, notional, in: minute, isNews: isNews)
    let direction = statistics.add(fill.price, fill.quantity, worth: turnover(of: fill), notional, at: time)
    let trade = TradeRecord(
      id: fill.trade, time: time, price: fill.price, quantity: fill.quantity, value: fill.value, side: fill.side,
      direction: direction, quote: quote)
    trades.append(trade)
    isDirty = true
    if isNews { newTrades.append(trade) }
  }

  /// What a match counts for: of a profit contract what it is written on, not what is paid for it.
  private func turnover(of fill: Fill) -> Amount {
    contract.terms.type.isOption ? contract.terms.notional(of: fill.quantity) : fill.value
  }

  /// Takes new prices.
  mutating func price(_ event: PriceChanged, at time: Timestamp, isNews: Bool) {
    index = event.index
    bins.begin(at: event.mark, in: minute, isNews: isNews)
    isDirty = true
    guard mark != event.mark else { return }
    mark = event.mark
    marked = time
    isMarked = true
  }

  /// Takes a price of bitcoin, which what a quanto contract is in its own currencies hangs on.
  mutating func convert(bitcoinAt price: Price) {
    let now = contract.terms.quoteInSettlement(bitcoinAt: price)
    guard now != quote else { return }
    quote = now
    isDirty = true
    isMarked = true
  }

  /// Quotes the touch when it changed.
  mutating func quote(at time: Timestamp, isNews: Bool) {
    if book.isTouchMoved() { isDirty = true }
    guard let touch = book.newTouch() else { return }
    let quote = QuoteRecord(time: time, touch: touch)
    quotes.append(quote)
    bins.quote(touch, in: minute, isNews: isNews)
    if isNews { newQuotes.append(quote) }
  }

  /// Lets time pass.
  mutating func advance(to time: Timestamp, isNews: Bool) {
    let now = time.rawValue / 60_000
    guard now != minute else { return }
    bins.advance(from: minute, to: now, isOver: state == .settled, isNews: isNews)
    minute = now
    let hour = statistics.hour
    if statistics.advance(to: time) { isDirty = true }
    if statistics.hour != hour, mark > .zero { markBefore = mark }
  }
}
