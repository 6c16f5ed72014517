/// An order's place among those of its price.
public enum QueuePlace {
  /// Whether an order that is amended keeps its place: only when it does not grow at the same price, because otherwise
  /// others would be overtaken (decided: no record shows it).
  @inlinable @inline(__always)
  public static func isKept(atSamePrice isSamePrice: Bool, growing isMore: Bool) -> Bool { isSamePrice && !isMore }
}
