/// One of those who may be deleveraged.
public struct DeleverageCandidate: Hashable, Sendable, BitwiseCopyable {
  /// The holder.
  public var account: AccountID
  /// Contracts held, without sign.
  public var quantity: Contracts
  /// The place in line.
  public var rank: DeleverageRank

  /// A holder in line.
  public init(account: AccountID, quantity: Contracts, rank: DeleverageRank) {
    self.account = account
    self.quantity = quantity
    self.rank = rank
  }

  /// True when this one is deleveraged before the other: by rank, then the older account.
  public func comes(before other: DeleverageCandidate) -> Bool {
    rank == other.rank ? account < other.account : other.rank < rank
  }
}

/// Lights and shares of a line of candidates.
public enum Deleveraging {
  /// The fifth of the line, 1 to 5, that a holder is in: the contracts up to and with his own, in steps of 20 %.
  public static func fifth(with cumulative: Contracts, of total: Contracts) -> Int64 {
    guard total > .zero else { return 1 }
    return max(1, Whole64.multiply(cumulative.rawValue, 5, dividedBy: total.rawValue, rounding: .up))
  }

  /// How many of five lights are lit: all for those first in line.
  public static func lights(with cumulative: Contracts, of total: Contracts) -> Int64 {
    6 - fifth(with: cumulative, of: total)
  }

  /// What a holder loses when so many contracts are still to be closed (`adl-doc-order`).
  public static func share(of quantity: Contracts, closing rest: Contracts) -> Contracts { min(quantity, rest) }
}
