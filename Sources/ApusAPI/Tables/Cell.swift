/// The value of one column of one row.
public enum Cell: Hashable, Sendable {
  /// Unknown, or not applicable.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number: contracts, or money in the smallest unit of its currency.
  case long(Int64)
  /// An exact decimal number: a price or a rate.
  case decimal(Decimal)
  /// A moment, in milliseconds since 1970, UTC.
  case timestamp(Int64)
  /// A length of time in milliseconds.
  case timespan(Int64)
  /// Text.
  case text(String)
  /// The public name of an order, an execution, a trade or a transaction.
  case guid(PublicID)
  /// One side of a short book, best price first.
  case levels([PriceLevel])
  /// A value that has parts of its own.
  case json(JSONValue)
}

/// One price of a short book and the contracts that rest there.
public struct PriceLevel: Hashable, Sendable {
  /// Price in quote currency.
  public var price: Decimal
  /// Contracts.
  public var size: Int64

  /// Makes a level.
  public init(price: Decimal, size: Int64) {
    self.price = price
    self.size = size
  }
}
