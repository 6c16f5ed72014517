public import ApusModel

/// Decimal numbers as people write them, read exactly; nil when a text is none or out of bounds.
public enum DecimalText {
  /// A price.
  public static func price(_ text: String) -> Price? {
    Fraction(text: text)?.units(of: Price.scale, within: 900_000_000 * Price.scale).map { Price(rawValue: $0) }
  }

  /// A rate, as `0.0005` or `0.05%`.
  public static func rate(_ text: String) -> Rate? {
    Fraction(text: text)?.units(of: Rate.scale, within: 100 * Rate.scale).map { Rate(rawValue: $0) }
  }

  /// A leverage, as `25`, `25x` or `cross`.
  public static func leverage(_ text: String) -> Leverage? {
    if text == "cross" { return .cross }
    let digits = text.hasSuffix("x") ? String(text.dropLast()) : text
    return Fraction(text: digits)?.units(of: 100, within: 10_000).map { Leverage(rawValue: $0) }
  }
}
