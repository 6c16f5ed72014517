/// A customer's account number, given by the engine in order from 1.
@frozen public struct AccountID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The liquidation engine, whose wallet is the insurance fund.
  @inlinable public static var venue: AccountID { AccountID(rawValue: 0) }
}

/// An instrument's number, given by the engine in order of listing from 0.
@frozen public struct InstrumentID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
  @inlinable public init(_ rawValue: UInt16) { self.rawValue = rawValue }
  @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// An order's number: the sequence of the entry that placed it, then its market in the lowest byte.
///
/// The market in the number finds the book of a cancel without a search.
@frozen public struct OrderID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  /// The number of the order placed by an entry in a market; markets are numbered below 256.
  @inlinable public init(sequence: UInt64, in instrument: InstrumentID) {
    rawValue = sequence << 8 | UInt64(instrument.rawValue & 0xFF)
  }

  /// The number of an order of the liquidation engine, which no entry placed: they are counted apart, above all others.
  @inlinable public init(liquidation number: UInt64, in instrument: InstrumentID) {
    self.init(sequence: 1 << 55 | number, in: instrument)
  }

  /// The market it was placed in.
  @inlinable public var instrument: InstrumentID { InstrumentID(rawValue: UInt16(truncatingIfNeeded: rawValue & 0xFF)) }
  /// The sequence of the entry that placed it.
  @inlinable public var sequence: UInt64 { rawValue >> 8 }
  @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A trade's number, counted by the engine from 1 over all instruments.
@frozen public struct TradeID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The number of one thing that happened to an order, counted by the engine from 1.
@frozen public struct ExecutionID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
