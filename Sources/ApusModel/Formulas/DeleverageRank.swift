/// Who is first in line when a liquidated position finds no buyer: `profit × effective leverage`, or divided by it in a
/// loss, as an exact fraction.
///
/// `profit = (mark − entry) ÷ |entry|`, `leverage = |mark| ÷ (mark − bankrupt)`, all of them signed values (the venue's
/// page on deleveraging; `adl-rank-long-loss`, `adl-rank-short-profit`). Longs and shorts are ranked apart.
public struct DeleverageRank: Hashable, Sendable, BitwiseCopyable {
  /// −1 in a loss, 1 in a profit.
  fileprivate var sign: Int64
  fileprivate var numerator: UInt128
  fileprivate var denominator: UInt128

  fileprivate init(sign: Int64, numerator: UInt128, denominator: UInt128) {
    self.sign = sign
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The rank of a position of signed values in the settlement unit, each below 2⁶² in size.
  public init(entry: Amount, mark: Amount, bankrupt: Amount) {
    let profit = mark - entry
    // Beyond its bankruptcy a position's leverage has no bound.
    let left = UInt128(max(mark - bankrupt, .zero).rawValue)
    let worth = UInt128(mark.magnitude.rawValue)
    let gain = UInt128(profit.magnitude.rawValue)
    let cost = UInt128(entry.magnitude.rawValue)
    sign = profit.sign
    numerator = gain * (sign > 0 ? worth : left)
    denominator = cost * (sign > 0 ? left : worth)
  }

  /// The profit as a part of the entry: `(mark − entry) ÷ |entry|`; nil without an entry.
  public static func profit(entry: Amount, mark: Amount) -> Fraction? {
    entry == .zero ? nil : Fraction(Int128((mark - entry).rawValue), over: Int128(entry.magnitude.rawValue))
  }

  /// The effective leverage: `|mark| ÷ (mark − bankrupt)`; nil at and beyond bankruptcy, where it has no bound.
  public static func leverage(mark: Amount, bankrupt: Amount) -> Fraction? {
    mark > bankrupt ? Fraction(Int128(mark.magnitude.rawValue), over: Int128((mark - bankrupt).rawValue)) : nil
  }

  /// The rank as a decimal with so many places, halves up; nil where it has no bound that fits.
  public func rounded(to places: Int) -> Int64? {
    guard denominator > 0 else { return nil }
    var scale: UInt128 = 1
    for _ in 0..<places { scale *= 10 }
    let product = numerator.multipliedFullWidth(by: scale)
    let (low, carry) = product.low.addingReportingOverflow(denominator / 2)
    let high = product.high + (carry ? 1 : 0)
    guard high < denominator else { return nil }
    return Int64(exactly: denominator.dividingFullWidth((high, low)).quotient).map { $0 * sign }
  }
}

extension DeleverageRank: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    if left.sign != right.sign { return left.sign < right.sign }
    return left.sign >= 0 ? left.isNearer(than: right) : right.isNearer(than: left)
  }

  public static func == (left: Self, right: Self) -> Bool { !(left < right) && !(right < left) }

  public func hash(into hasher: inout Hasher) { hasher.combine(sign) }

  /// Compares sizes by cross-multiplication in 256 bits.
  private func isNearer(than other: Self) -> Bool {
    let mine = numerator.multipliedFullWidth(by: other.denominator)
    let theirs = other.numerator.multipliedFullWidth(by: denominator)
    return mine.high == theirs.high ? mine.low < theirs.low : mine.high < theirs.high
  }
}

extension ByteWriter {
  /// Writes a place in line.
  public mutating func write(_ rank: DeleverageRank) {
    write(rank.sign)
    write(rank.numerator)
    write(rank.denominator)
  }
}

extension ByteReader {
  /// Reads a place in line.
  public mutating func readRank() throws(CodecError) -> DeleverageRank {
    DeleverageRank(sign: try read(), numerator: try read(), denominator: try read())
  }
}
