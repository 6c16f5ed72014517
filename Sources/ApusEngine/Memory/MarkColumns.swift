public import ApusModel

/// Many positions of one contract side by side, to be brought to a mark all at once: a column for each number, so that
/// memory brings nothing that is not asked for.
///
/// A valuation is exact, the same as `Instrument.value`: inverse contracts by the rounded value of a lot, others by a
/// multiplication with a reciprocal in place of the division that each position would need, where a proof says that it
/// cannot miss, and with a correction elsewhere.
///
/// The engine itself never values everybody: a mark that moves visits only the positions whose liquidation price it
/// passes (`Ladder`), and others are valued when somebody asks. These columns measure what visiting all of them would cost
/// at best (`apus bench mark`), the bound for whoever wants to mark a whole contract, such as a report of the day.
@safe
public struct MarkColumns: ~Copyable {
  private var contracts: Slab<Int64>
  private var costs: Slab<Int64>
  /// For each long position the first price too high to liquidate it, for each short one the lowest that does: the mark
  /// has reached a long when it is below, a short when it is not.
  private var limits: Slab<Int64>
  private var profits: Slab<Int64>
  /// A bit for each position.
  private var reached: Slab<UInt64>
  /// The size of the largest position so far, in contracts.
  private var largest: UInt64 = 0
  /// How many positions there are.
  public private(set) var count: UInt32 = 0

  /// No positions, and room for at least one.
  public init(capacity: UInt32) {
    contracts = Slab(unwritten: capacity, touched: true)
    costs = Slab(unwritten: capacity, touched: true)
    limits = Slab(unwritten: capacity, touched: true)
    profits = Slab(unwritten: capacity, touched: true)
    reached = Slab(unwritten: capacity / 64 + 1, touched: true)
  }

  /// Bytes that so many positions move in a valuation: of each three numbers are read, one and a bit are written.
  public static func bytes(of positions: UInt32) -> UInt64 { UInt64(positions) * 32 + UInt64(positions) / 8 }

  /// Adds a position: signed contracts, a multiple of the lot; signed cost; the mark that liquidates it, or nil for none.
  public mutating func append(_ quantity: Contracts, cost: Amount, liquidation: Price?) {
    contracts[count] = quantity.rawValue
    largest = max(largest, quantity.rawValue.magnitude)
    costs[count] = cost.rawValue
    let limit = liquidation?.rawValue
    limits[count] = quantity < .zero ? limit ?? MarkColumns.far : limit.map { $0 + 1 } ?? -MarkColumns.far
    count += 1
  }

  /// Farther than any mark, and near enough that no mark's distance to it leaves 64 bits.
  private static var far: Int64 { 1 << 62 }

  /// The profit of a position at the mark of the last valuation, not yet taken.
  public func profit(_ index: UInt32) -> Amount { Amount(rawValue: profits[index]) }

  /// Whether the mark of the last valuation has reached the liquidation price of a position.
  public func isReached(_ index: UInt32) -> Bool { reached[index / 64] &>> UInt64(index & 63) & 1 == 1 }

  /// How many positions the mark of the last valuation has reached.
  public var reachedCount: Int {
    var sum = 0
    for word in 0..<(count + 63) / 64 { sum += reached[word].nonzeroBitCount }
    return sum
  }

  /// Brings every position to a mark: its profit, and whether the mark has reached it.
  public mutating func mark(to mark: Price, of terms: borrowing Instrument) {
    if count == 0 { return }
    if terms.kind == .inverse {
      let lot = LotValue(of: terms, at: mark)
      each(mark) { quantity, _ in lot.value(of: quantity) }
    } else if let proven = ProvenUnitValue(of: terms, at: mark, for: largest) {
      each(mark) { quantity, _ in proven.value(of: quantity) }
    } else {
      let unit = UnitValue(of: terms, at: mark)
      each(mark) { unit.value(of: $0, side: $1) }
    }
  }

  /// Goes over all positions, a word of flags at a time. `value` gets contracts and their side: 0 for long, −1 for short.
  @inline(__always) private mutating func each(_ mark: Price, _ value: (Int64, Int64) -> Int64) {
    let words = count / 64
    let rest = Int(count % 64)
    for word in 0..<words { reached[word] = flags(from: word * 64, 64, mark.rawValue, value) }
    if rest > 0 {
      reached[words] = flags(from: words * 64, rest, mark.rawValue, value) &>> UInt64(64 - rest)
    }
  }

  /// Values so many positions and returns their flags, the last in the highest bit. No branch and no shift by a variable
  /// here: it is on the way of every position.
  @inline(__always) private mutating func flags(
    from first: UInt32, _ number: Int, _ mark: Int64, _ value: (Int64, Int64) -> Int64
  ) -> UInt64 {
    let contracts = unsafe self.contracts.address(of: first)
    let costs = unsafe self.costs.address(of: first)
    let limits = unsafe self.limits.address(of: first)
    let profits = unsafe self.profits.mutableAddress(of: first)
    var bits: UInt64 = 0
    for index in 0..<number {
      let quantity = unsafe contracts[index]
      let side = quantity &>> 63
      unsafe profits[index] = value(quantity, side) &- costs[index]
      let distance = unsafe (mark &- limits[index]) ^ side
      bits = bits &>> 1 | UInt64(bitPattern: distance) & 1 &<< 63
    }
    return bits
  }
}

/// The value of an inverse contract's positions: whole lots, each of the same rounded value.
///
/// What divides without remainder is multiplied by the inverse modulo 2⁶⁴, and by the value in the same product.
private struct LotValue {
  private let factor: Int64
  private let shift: Int64

  init(of terms: borrowing Instrument, at mark: Price) {
    let divisor = terms.lot.rawValue
    shift = Int64(divisor.trailingZeroBitCount)
    let odd = divisor >> shift
    // Newton's iteration doubles the bits that are right: 3, 6, 12, 24, 48, 96.
    var inverse = odd
    for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
    factor = 0 &- inverse &* terms.value(ofOneLotAt: mark).rawValue
  }

  @inline(__always) func value(of contracts: Int64) -> Int64 { (contracts &>> shift) &* factor }
}

/// The value of one contract that is not inverse, where it is proven for positions up to a size that one product needs no
/// correction.
///
/// The value of a contract is `n ÷ d` in lowest terms, and `factor` is the first whole number above `n × 2ˢ ÷ d`. For `q`
/// contracts, of either sign, `q × factor ÷ 2ˢ` is farther from nothing than the truth, by less than `|q| ÷ 2ˢ`. The true
/// value and a half is a multiple of `1 ÷ 2d`: with `2d|q| < 2ˢ` the product cannot reach the next one. So cutting off its
/// value and a half gives the nearest whole number, and of two the one away from nothing: a half falls short of the whole
/// number above it in a negative product, and not in a positive one.
private struct ProvenUnitValue {
  private let factor: Int64
  /// 64 − s: the product of what is shifted has its point between its two words.
  private let shift: Int64

  /// Nil for a position that the proof does not hold for.
  init?(of terms: borrowing Instrument, at price: Price, for largest: UInt64) {
    let raw = UInt128(terms.multiplier) * UInt128(price.rawValue)
    var (divisor, rest) = (UInt64(Price.scale), UInt64(raw % UInt128(Price.scale)))
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    let below = UInt64(Price.scale) / divisor
    let above = raw / UInt128(divisor)
    // The factor takes 63 bits at most, and so does the shifted position.
    let bits = 62 - (128 - (above / UInt128(below)).leadingZeroBitCount)
    let bound = (2 * below).multipliedReportingOverflow(by: largest)
    guard bits > 0, above.leadingZeroBitCount > bits, largest.leadingZeroBitCount > 64 - bits, !bound.overflow,
      bound.partialValue >> UInt64(bits) == 0
    else { return nil }
    factor = Int64((above << UInt128(bits)) / UInt128(below) + 1)
    shift = Int64(64 - bits)
  }

  /// The value of signed contracts, halves away from zero.
  @inline(__always) func value(of contracts: Int64) -> Int64 {
    let product = (contracts &<< shift).multipliedFullWidth(by: factor)
    return product.high &+ (product.low.addingReportingOverflow(1 &<< 63).overflow ? 1 : 0)
  }
}

/// The value of one contract that is not inverse, as a whole number and a fraction of `Price.scale`, with a correction.
private struct UnitValue {
  private let whole: UInt64
  private let fraction: UInt64
  /// `fraction × 2⁶⁴ ÷ scale`, rounded down.
  private let reciprocal: UInt64

  init(of terms: borrowing Instrument, at price: Price) {
    let scale = UInt128(Price.scale)
    let (whole, fraction) = (UInt128(terms.multiplier) * UInt128(price.rawValue)).quotientAndRemainder(
      dividingBy: scale)
    self.whole = UInt64(whole)
    self.fraction = UInt64(fraction)
    reciprocal = UInt64((fraction << 64) / scale)
  }

  /// The value of signed contracts, halves away from zero.
  @inline(__always) func value(of contracts: Int64, side: Int64) -> Int64 {
    let scale = UInt64(Price.scale)
    let count = contracts.magnitude
    // Short of the truth by at most one, and the remainder of both is below two of the scale.
    var parts = count.multipliedFullWidth(by: reciprocal).high
    var rest = fraction &* count &- parts &* scale
    let isShort: UInt64 = rest >= scale ? 1 : 0
    parts &+= isShort
    rest &-= isShort &* scale
    parts &+= rest &* 2 >= scale ? 1 : 0
    let value = Int64(bitPattern: whole &* count &+ parts)
    return (value ^ side) &- side
  }
}
