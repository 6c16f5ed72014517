/// An exact decimal number, `mantissa × 10^-scale`, always kept without trailing zeros.
public struct Decimal: Hashable, Sendable {
  /// The digits as a whole number.
  public let mantissa: Int64
  /// How many of the digits stand behind the point, 0 to 20.
  public let scale: UInt8

  /// The largest number of digits behind the point, and the largest exponent in a text.
  public static let largestScale = 20
  /// The longest text that is read, in characters.
  public static let longestText = 40
  /// Nothing.
  public static let zero = Decimal(0)

  /// Makes `mantissa × 10^-scale` and drops trailing zeros; `scale` is at most 20.
  public init(_ mantissa: Int64, scale: Int = 0) {
    precondition(scale >= 0 && scale <= Self.largestScale, "decimal scale \(scale) is outside 0...20")
    var digits = mantissa
    var places = mantissa == 0 ? 0 : scale
    while places >= 4, digits % 10_000 == 0 {
      digits /= 10_000
      places -= 4
    }
    while places > 0, digits % 10 == 0 {
      digits /= 10
      places -= 1
    }
    self.mantissa = digits
    self.scale = UInt8(places)
  }

  /// The number as a whole multiple of `10^-places`, or nil when it is finer than that or too large for 64 bits.
  public func scaled(to places: Int) -> Int64? {
    guard places >= Int(scale) else { return nil }
    return mantissa.shifted(tenfold: places - Int(scale))
  }

  /// The number when it is a whole one, else nil.
  public var wholeNumber: Int64? { scale == 0 ? mantissa : nil }
}

extension Decimal {
  /// Reads a JSON number exactly; nil when the text is none, is too long, or does not fit 64 bits and 20 places.
  public init?(_ text: String) {
    var reader = DecimalReader()
    let utf8 = text.utf8
    guard utf8.count <= Self.longestText else { return nil }
    for byte in utf8 {
      guard reader.take(byte) else { return nil }
    }
    guard let number = reader.finish() else { return nil }
    self = number
  }
}

extension Decimal: Comparable {
  /// Whether the first number is the smaller one.
  public static func < (left: Decimal, right: Decimal) -> Bool {
    if left.scale == right.scale { return left.mantissa < right.mantissa }
    if left.scale > right.scale { return left.isBelow(right, places: Int(left.scale - right.scale)) }
    return right.isAbove(left, places: Int(right.scale - left.scale))
  }

  /// Whether this finer number is below a coarser one.
  private func isBelow(_ coarse: Decimal, places: Int) -> Bool {
    // What overflows 128 bits is further from zero than any finer number.
    let raised = Int128(coarse.mantissa).multipliedReportingOverflow(by: Int128.tenfold(places))
    return raised.overflow ? coarse.mantissa > 0 : Int128(mantissa) < raised.partialValue
  }

  /// Whether this finer number is above a coarser one.
  private func isAbove(_ coarse: Decimal, places: Int) -> Bool {
    let raised = Int128(coarse.mantissa).multipliedReportingOverflow(by: Int128.tenfold(places))
    return raised.overflow ? coarse.mantissa < 0 : Int128(mantissa) > raised.partialValue
  }
}

extension Decimal: ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// Makes a whole number.
  public init(integerLiteral value: Int64) { self.init(value) }

  /// The number without exponent and without trailing zeros.
  public var description: String {
    var writer = JSONWriter(capacity: 24)
    writer.append(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// Reads one JSON number, character by character.
private struct DecimalReader {
  private enum Stage { case start, sign, zero, whole, point, fraction, exponent, exponentSign, exponentDigits }
  private var stage = Stage.start
  private var isNegative = false
  private var mantissa: Int64 = 0
  private var zerosHeldBack = 0
  private var places = 0
  private var exponent = 0
  private var exponentIsNegative = false

  mutating func take(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return take(digit: Int64(byte - UInt8(ascii: "0")))
    case UInt8(ascii: "-"): return takeSign(negative: true)
    case UInt8(ascii: "+"): return stage == .exponent && takeSign(negative: false)
    case UInt8(ascii: "."): return advance(from: [.zero, .whole], to: .point)
    case UInt8(ascii: "e"), UInt8(ascii: "E"): return advance(from: [.zero, .whole, .fraction], to: .exponent)
    default: return false
    }
  }

  private mutating func advance(from stages: [Stage], to next: Stage) -> Bool {
    guard stages.contains(stage) else { return false }
    stage = next
    return true
  }

  private mutating func takeSign(negative: Bool) -> Bool {
    switch stage {
    case .start:
      isNegative = negative
      stage = .sign
    case .exponent:
      exponentIsNegative = negative
      stage = .exponentSign
    default: return false
    }
    return true
  }

  private mutating func take(digit: Int64) -> Bool {
    switch stage {
    case .start, .sign:
      stage = digit == 0 ? .zero : .whole
      return digit == 0 || add(digit)
    case .whole: return add(digit)
    case .point, .fraction:
      stage = .fraction
      places += 1
      return add(digit)
    case .exponent, .exponentSign, .exponentDigits:
      stage = .exponentDigits
      exponent = exponent * 10 + Int(digit)
      return exponent <= Decimal.largestScale
    case .zero: return false
    }
  }

  /// Zeros are held back until another digit follows, so that trailing ones cannot overflow.
  private mutating func add(_ digit: Int64) -> Bool {
    guard digit != 0 else {
      zerosHeldBack += 1
      return true
    }
    guard let raised = mantissa.shifted(tenfold: zerosHeldBack + 1) else { return false }
    let (sum, overflow) = raised.addingReportingOverflow(digit)
    mantissa = sum
    zerosHeldBack = 0
    return !overflow
  }

  func finish() -> Decimal? {
    guard [.zero, .whole, .fraction, .exponentDigits].contains(stage) else { return nil }
    guard mantissa != 0 else { return .zero }
    let power = zerosHeldBack - places + (exponentIsNegative ? -exponent : exponent)
    let signed = isNegative ? -mantissa : mantissa
    if power >= 0 { return signed.shifted(tenfold: power).map { Decimal($0) } }
    return -power <= Decimal.largestScale ? Decimal(signed, scale: -power) : nil
  }
}

extension Int64 {
  /// The number times `10^places`, or nil on overflow.
  func shifted(tenfold places: Int) -> Int64? {
    if self == 0 { return 0 }
    guard places <= 18 else { return nil }
    let (product, overflow) = multipliedReportingOverflow(by: Int64.powersOfTen[places])
    return overflow ? nil : product
  }

  private static let powersOfTen: [Int64] = (0..<18).reduce(into: [1]) { powers, _ in powers.append(powers.last! * 10) }
}

extension Int128 {
  fileprivate static func tenfold(_ places: Int) -> Int128 {
    (0..<places).reduce(1) { power, _ in power * 10 }
  }
}
