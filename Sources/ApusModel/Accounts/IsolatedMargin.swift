/// What an isolated position has besides its initial margin, in the settlement unit; a position in cross margin has none.
@frozen public struct IsolatedMargin: Hashable, Sendable, BitwiseCopyable {
  /// Added by hand, or set aside for an entry worse than the mark; positive.
  public var added: Amount
  /// Paid out of it as funding when nothing else was left, positive.
  public var lost: Amount

  /// Nothing.
  @inlinable public static var none: IsolatedMargin { IsolatedMargin(added: .zero, lost: .zero) }

  /// These sums.
  @inlinable public init(added: Amount, lost: Amount) {
    self.added = added
    self.lost = lost
  }

  /// What is left of it when a position of so many contracts, signed, has become one of so many others: all of it
  /// where nothing was closed.
  public func kept(from before: Contracts, to after: Contracts) -> IsolatedMargin {
    let isSame = after.sign == before.sign
    if isSame && after.magnitude >= before.magnitude { return self }
    return share(of: isSame ? after.magnitude : .zero, from: before.magnitude)
  }

  /// The share of contracts that stay when others are closed; what was lost is rounded up, so that margin is never
  /// made of nothing.
  public func share(of left: Contracts, from all: Contracts) -> IsolatedMargin {
    guard left > .zero else { return .none }
    return IsolatedMargin(
      added: Amount(
        rawValue: Whole64.multiply(added.rawValue, left.rawValue, dividedBy: all.rawValue, rounding: .down)),
      lost: Amount(rawValue: Whole64.multiply(lost.rawValue, left.rawValue, dividedBy: all.rawValue, rounding: .up)))
  }
}
