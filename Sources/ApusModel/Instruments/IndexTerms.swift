/// The number of an index, given by the engine in order of listing from 0.
@frozen public struct IndexID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
  @inlinable public init(_ rawValue: UInt16) { self.rawValue = rawValue }
  @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What an index is made of.
public enum IndexKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The weighted last prices of several sources (.BXBT).
  case composite = 0
  /// The average of 30 one-minute samples of another index (.BXBT30M).
  case average30 = 1
  /// The volatility of another index over 24 hours, in percent (.BVOL24H).
  case volatility24 = 2
  /// An interest rate a day, fed by the operator (.XBTBON8H).
  case lending = 3
  /// A perpetual's premium each minute (.XBTUSDPI).
  case premium = 4
  /// The mean of a perpetual's premium over a funding interval (.XBTUSDPI8H).
  case premiumAverage = 5
}

/// One source of a composite index.
public struct IndexSource: Hashable, Sendable, BitwiseCopyable {
  /// The public name, such as `KRAK`.
  public var name: Symbol = .none
  /// Its weight beside those of the others; zero where there is no source.
  public var weight: UInt32 = 0

  /// A source.
  public init(name: Symbol = .none, weight: UInt32 = 0) {
    self.name = name
    self.weight = weight
  }
}

/// The terms of an index as of a time (dossier section 7).
public struct IndexTerms: Hashable, Sendable, BitwiseCopyable {
  /// The public name, such as `.BXBT`.
  public var symbol: Symbol
  /// What it values, such as `XBT`.
  public var underlying: Symbol
  /// What it is counted in, such as `USD`.
  public var quoteCurrency: Symbol
  /// What it is made of.
  public var kind: IndexKind
  /// The index, or for premiums the perpetual, it is derived from; none for composites and lending rates.
  public var base: Symbol
  /// The decimals it is rounded to.
  public var decimals: UInt8
  /// Up to six sources of a composite.
  public var sources = InlineSources()
  /// A source silent for longer is left out, in milliseconds: 15 minutes.
  public var staleAfter: Int64 = 900_000
  /// A source farther from the median of all is left out, as a fraction; zero leaves none out.
  public var deviation: Rate = Rate(millionths: 250_000)
  /// Fewer usable sources make the index invalid.
  public var minimumSources: UInt8 = 1

  /// An index with these names.
  public init(
    symbol: Symbol, underlying: Symbol, quoteCurrency: Symbol, kind: IndexKind, base: Symbol = .none, decimals: UInt8
  ) {
    self.symbol = symbol
    self.underlying = underlying
    self.quoteCurrency = quoteCurrency
    self.kind = kind
    self.base = base
    self.decimals = decimals
  }
}

/// The sources of an index, in their order.
public struct InlineSources: Hashable, Sendable, BitwiseCopyable {
  private var a = IndexSource()
  private var b = IndexSource()
  private var c = IndexSource()
  private var d = IndexSource()
  private var e = IndexSource()
  private var f = IndexSource()

  /// How many there may be.
  public static var capacity: Int { 6 }

  /// No sources.
  public init() {}

  /// These sources; traps when there are more than six.
  public init(_ sources: [IndexSource]) {
    precondition(sources.count <= InlineSources.capacity, "\(sources.count) sources of an index")
    for (index, source) in sources.enumerated() { self[index] = source }
  }

  /// The source with a number.
  public subscript(index: Int) -> IndexSource {
    get {
      switch index {
      case 0: a
      case 1: b
      case 2: c
      case 3: d
      case 4: e
      default: f
      }
    }
    set {
      switch index {
      case 0: a = newValue
      case 1: b = newValue
      case 2: c = newValue
      case 3: d = newValue
      case 4: e = newValue
      default: f = newValue
      }
    }
  }

  /// How many sources have a weight.
  public var count: Int { (0..<InlineSources.capacity).count { self[$0].weight > 0 } }
}

extension IndexTerms {
  /// True when the index can be worked out; anything else is refused at listing.
  public var isSound: Bool {
    guard !symbol.isEmpty, decimals <= 10, staleAfter > 0, deviation >= .zero else { return false }
    switch kind {
    case .composite: return minimumSources >= 1 && Int(minimumSources) <= sources.count
    case .lending: return true
    case .average30, .volatility24, .premium, .premiumAverage: return !base.isEmpty
    }
  }
}
