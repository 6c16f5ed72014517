public import ApusModel

/// What a figure of a stretch of history shows, noted from what happened.
public struct Chronicle: Sendable {
  /// How the market stood at a moment.
  public struct Sample: Hashable, Sendable, BitwiseCopyable {
    /// When.
    public var time: Timestamp
    /// The outside price.
    public var index: Price = .zero
    /// The price positions are valued at.
    public var mark: Price = .zero
    /// The price of the last trade; zero before the first.
    public var last: Price = .zero
    /// What the insurance fund holds, in the settlement unit.
    public var insurance: Amount = .zero
    /// The funding rate that holds until the next funding.
    public var fundingRate: Rate = .zero
    /// Contracts held long by all customers together, which are as many as are held short.
    public var openInterest: Contracts = .zero
  }

  /// What was taken from customers within some minutes, in contracts.
  public struct Toll: Hashable, Sendable, BitwiseCopyable {
    /// Longs taken over by the liquidation engine, or partly closed.
    public var longs: Contracts = .zero
    /// Shorts taken over by the liquidation engine, or partly closed.
    public var shorts: Contracts = .zero
    /// Closed by rank against a bankrupt position.
    public var deleveraged: Contracts = .zero
  }

  /// How many there were of everything.
  public struct Totals: Hashable, Sendable, BitwiseCopyable {
    /// Commands applied.
    public var commands = 0
    /// Events they caused.
    public var events = 0
    /// Matches of two orders.
    public var trades = 0
    /// Contracts traded.
    public var volume: Contracts = .zero
    /// Commands refused.
    public var rejections = 0
    /// Positions taken over.
    public var liquidations = 0
    /// Positions closed by rank against a bankrupt one.
    public var deleveragings = 0
    /// Fundings of a contract.
    public var fundings = 0
    /// Charges of leverage interest.
    public var interestCharges = 0
    /// The most contracts held at once.
    public var mostOpenInterest: Contracts = .zero
    /// What the fund held at least; nil while nothing was heard of it.
    public var leastInsurance: Amount?
    public var mostInsurance: Amount = .zero
    /// The least any customer's wallet held after a command, in the settlement unit.
    public var worstWallet: Amount = .zero
  }

  /// The length of a toll, in milliseconds.
  public static let tollSpan = 15 * Timestamp.minute

  /// From when to when.
  public let start: Timestamp
  public let end: Timestamp
  /// The contract.
  public let terms: Instrument
  /// One for each minute.
  public private(set) var samples: [Sample] = []
  /// One for each quarter of an hour.
  public private(set) var tolls: [Toll]
  /// How many there were of everything.
  public private(set) var totals = Totals()
  private var now: Sample
  private var due: Timestamp
  private var held: [Contracts] = []

  /// A chronicle of nothing yet.
  public init(start: Timestamp, end: Timestamp, terms: Instrument) {
    self.start = start
    self.end = end
    self.terms = terms
    now = Sample(time: start)
    due = start
    tolls = Array(repeating: Toll(), count: Int((end - start).rawValue / Chronicle.tollSpan) + 1)
  }

  /// Counts a command.
  public mutating func count(_ command: Command) { totals.commands += 1 }

  /// Takes in what happened at a time.
  public mutating func note(_ event: Event, at time: Timestamp) {
    totals.events += 1
    switch event {
    case .rejected: totals.rejections += 1
    case .priceChanged(let changed):
      now.index = changed.index
      now.mark = changed.mark
    case .filled(let fill): note(fill, at: time)
    case .positionChanged(let position): note(position)
    case .fundingSet(let set): now.fundingRate = set.rate
    case .fundingDue: totals.fundings += 1
    case .interestCharged: totals.interestCharges += 1
    case .insuranceChanged(let changed): note(changed)
    case .liquidationStepped(let stepped): note(stepped)
    default: break
    }
  }

  private mutating func note(_ fill: Fill, at time: Timestamp) {
    let toll = min(max(Int((time - start).rawValue / Chronicle.tollSpan), 0), tolls.count - 1)
    let isCustomer = fill.account.rawValue != 0
    switch fill.kind {
    case .trade:
      now.last = fill.price
      guard fill.isMaker else { return }
      totals.trades += 1
      totals.volume += fill.quantity
    case .takeover where isCustomer && fill.side == .sell: tolls[toll].longs += fill.quantity
    case .takeover where isCustomer: tolls[toll].shorts += fill.quantity
    case .deleveraging where isCustomer:
      tolls[toll].deleveraged += fill.quantity
      totals.deleveragings += 1
    default: break
    }
  }

  private mutating func note(_ position: Position) {
    let account = Int(position.account.rawValue)
    guard account > 0 else { return }
    while held.count <= account { held.append(.zero) }
    now.openInterest += max(position.quantity, .zero) - max(held[account], .zero)
    held[account] = position.quantity
    totals.mostOpenInterest = max(totals.mostOpenInterest, now.openInterest)
  }

  private mutating func note(_ changed: InsuranceChanged) {
    guard changed.currency == terms.settlement else { return }
    now.insurance = changed.balance
    totals.leastInsurance = min(totals.leastInsurance ?? changed.balance, changed.balance)
    totals.mostInsurance = max(totals.mostInsurance, changed.balance)
  }

  private mutating func note(_ stepped: LiquidationStepped) {
    if stepped.step == .takenOver || stepped.step == .partlyClosed { totals.liquidations += 1 }
  }

  /// Takes a sample if a minute has passed since the one before.
  public mutating func sample(at time: Timestamp) {
    guard time >= due else { return }
    due = time.wholeMinute + Timestamp(rawValue: Timestamp.minute)
    now.time = time
    samples.append(now)
  }

  /// Notes what is known only at the end.
  public mutating func end(worstWallet: Amount) { totals.worstWallet = worstWallet }
}
