public import ApusModel

/// Many positions of one contract side by side, to be brought to a mark all at once: a column for each number, so that
/// memory brings nothing that is not asked for.
///
/// A valuation is exact, the same as `Instrument.value`: inverse contracts by the rounded value of a lot, others by one
/// multiplication with a reciprocal and a correction in place of the division that each position would need.
@safe
public struct MarkColumns: ~Copyable {
  private var contracts: Slab<Int64>
  private var costs: Slab<Int64>
  private var liquidations: Slab<Int64>
  private var profits: Slab<Int64>
  /// A bit for each position.
  private var reached: Slab<UInt64>
  /// How many positions there are.
  public private(set) var count: UInt32 = 0

  /// No positions, and room for at least one.
  public init(capacity: UInt32) {
    contracts = Slab(unwritten: capacity, touched: true)
    costs = Slab(unwritten: capacity, touched: true)
    liquidations = Slab(unwritten: capacity, touched: true)
    profits = Slab(unwritten: capacity, touched: true)
    reached = Slab(unwritten: capacity / 64 + 1, touched: true)
  }

  /// Bytes that so many positions move in a valuation: of each three numbers are read, one and a bit are written.
  public static func bytes(of positions: UInt32) -> UInt64 { UInt64(positions) * 32 + UInt64(positions) / 8 }

  /// Adds a position: signed contracts, a multiple of the lot; signed cost; the mark that liquidates it, or nil for none.
  public mutating func append(_ quantity: Contracts, cost: Amount, liquidation: Price?) {
    contracts[count] = quantity.rawValue
    costs[count] = cost.rawValue
    liquidations[count] = liquidation?.rawValue ?? (quantity < .zero ? .max : .min)
    count += 1
  }

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
      let lotValue = terms.value(ofOneLotAt: mark).rawValue
      let lot = ExactDivisor(terms.lot.rawValue)
      each(mark) { 0 &- lotValue &* lot.divide($0) }
    } else {
      let unit = UnitValue(of: terms, at: mark)
      each(mark) { unit.value(of: $0) }
    }
  }

  @inline(__always) private mutating func each(_ mark: Price, _ value: (Int64) -> Int64) {
    let contracts = unsafe self.contracts.address(of: 0)
    let costs = unsafe self.costs.address(of: 0)
    let liquidations = unsafe self.liquidations.address(of: 0)
    let profits = unsafe self.profits.mutableAddress(of: 0)
    for word in 0..<(count + 63) / 64 {
      var bits: UInt64 = 0
      for index in Int(word) * 64..<min(Int(word) * 64 + 64, Int(count)) {
        let quantity = unsafe contracts[index]
        unsafe profits[index] = value(quantity) &- costs[index]
        let liquidation = unsafe liquidations[index]
        let isReached = quantity < 0 ? mark.rawValue >= liquidation : mark.rawValue <= liquidation
        bits |= (isReached ? 1 : 0) &<< UInt64(index & 63)
      }
      reached[word] = bits
    }
  }
}

/// Divides multiples of a number: what divides without remainder is multiplied by the inverse modulo 2⁶⁴.
private struct ExactDivisor {
  private let inverse: Int64
  private let shift: Int64

  init(_ divisor: Int64) {
    shift = Int64(divisor.trailingZeroBitCount)
    let odd = divisor >> shift
    // Newton's iteration doubles the bits that are right: 3, 6, 12, 24, 48, 96.
    var inverse = odd
    for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
    self.inverse = inverse
  }

  @inline(__always) func divide(_ multiple: Int64) -> Int64 { (multiple &>> shift) &* inverse }
}

/// The value of one contract that is not inverse, as a whole number and a fraction of `Price.scale`.
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
  @inline(__always) func value(of contracts: Int64) -> Int64 {
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
    let sign = contracts &>> 63
    return (value ^ sign) &- sign
  }
}
