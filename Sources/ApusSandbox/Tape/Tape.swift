public import ApusModel

/// A recorded market: a snapshot of its book, then every change of a level and every trade, in order.
///
/// Prices are in steps of `tickSize`; sizes are in the recorded contract, of which one is played as one lot.
public struct Tape: Sendable {
  /// One level set to a size.
  public struct Change: Hashable, Sendable, BitwiseCopyable {
    /// The level's price in steps.
    public var tick: Tick
    /// Contracts there now; zero removes it.
    public var size: UInt32
    /// Which side of the book.
    public var side: Side
  }

  /// The best bid and ask the recorded venue itself published.
  public struct Quote: Hashable, Sendable, BitwiseCopyable {
    /// Best bid in steps.
    public var bid: Tick
    /// Contracts at the best bid.
    public var bidSize: UInt32
    /// Best ask in steps.
    public var ask: Tick
    /// Contracts at the best ask.
    public var askSize: UInt32

    /// A best bid and ask.
    public init(bid: Tick, bidSize: UInt32, ask: Tick, askSize: UInt32) {
      self.bid = bid
      self.bidSize = bidSize
      self.ask = ask
      self.askSize = askSize
    }
  }

  /// A trade.
  public struct Trade: Hashable, Sendable, BitwiseCopyable {
    /// What the taker did.
    public var side: Side
    /// The price in steps.
    public var tick: Tick
    /// Contracts.
    public var size: UInt32

    /// A trade.
    public init(side: Side, tick: Tick, size: UInt32) {
      self.side = side
      self.tick = tick
      self.size = size
    }
  }

  /// What a record says.
  public enum Content: Hashable, Sendable, BitwiseCopyable {
    /// The changes at these places took effect together, and what the venue quoted afterwards, where it said so.
    case book(from: Int, to: Int, quote: Quote?)
    /// A trade printed.
    case trade(Trade)
  }

  /// A book event or a trade.
  public struct Record: Hashable, Sendable, BitwiseCopyable {
    /// Milliseconds since the start.
    public var offset: Int64
    /// What it says.
    public var content: Content
  }

  /// When the recording began.
  public internal(set) var start = Timestamp.zero
  /// The step of its prices.
  public internal(set) var tickSize = Price.zero
  /// Book events and trades in the order they were recorded; the first is the snapshot.
  public internal(set) var records: [Record] = []
  /// The level changes of all book events.
  public internal(set) var changes: [Change] = []
  /// How many trades were recorded.
  public internal(set) var trades = 0
  /// How many quotes were recorded.
  public internal(set) var quotes = 0

  /// The tape in these bytes, or the first line that is not as the format says.
  public init(_ bytes: [UInt8]) throws(TapeError) {
    var reader = TapeReader(bytes)
    self = try reader.read()
  }

  init() {}
}
