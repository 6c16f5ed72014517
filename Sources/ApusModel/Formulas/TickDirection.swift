/// How a trade's price compares with the one before.
public enum TickDirection: UInt8, Sendable, BitwiseCopyable {
  /// Higher.
  case plus = 0
  /// The same, and higher than the last different one.
  case zeroPlus = 1
  /// The same, and lower than the last different one.
  case zeroMinus = 2
  /// Lower.
  case minus = 3

  /// The direction of a price after another one that had its own direction (4,891 recorded trades).
  public init(_ price: Price, after last: Price, _ before: TickDirection) {
    self =
      price > last ? .plus : price < last ? .minus : before == .plus || before == .zeroPlus ? .zeroPlus : .zeroMinus
  }
}
