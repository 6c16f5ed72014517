/// Decimal numbers as people write them, without binary fractions in between.
enum DecimalText {
  /// A decimal number times a power of ten, or nil when it is none or finer than that.
  static func read(_ text: some StringProtocol, decimals: Int) -> Int64? {
    var digits = Substring(text)
    let isNegative = digits.first == "-"
    if isNegative { digits.removeFirst() }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty else { return nil }
    var fraction = parts.count == 2 ? String(parts[1]) : ""
    guard fraction.count <= decimals else { return nil }
    fraction += String(repeating: "0", count: decimals - fraction.count)
    guard let number = Int64(whole + fraction) else { return nil }
    return isNegative ? -number : number
  }

  /// The shortest decimal number that is `units` over a power of ten.
  static func write(_ units: Int64, decimals: Int) -> String {
    var digits = String(units.magnitude)
    if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
    var text = digits.dropLast(decimals) + "." + digits.suffix(decimals)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return (units < 0 ? "-" : "") + text
  }
}
