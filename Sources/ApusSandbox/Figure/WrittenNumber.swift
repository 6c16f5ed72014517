extension Int64 {
  /// This many units of `10^-decimals` with commas between thousands: `1234567.written(2)` is `12,345.67`.
  func written(_ decimals: Int = 0) -> String {
    let digits = String(magnitude)
    let padded = String(repeating: "0", count: Swift.max(0, decimals + 1 - digits.count)) + digits
    let whole = padded.dropLast(decimals)
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return "\(self < 0 ? "−" : "")\(grouped)\(decimals > 0 ? ".\(padded.suffix(decimals))" : "")"
  }

  /// The same without zeros at its end: a label of a scale.
  func shortWritten(_ decimals: Int) -> String {
    var text = written(decimals)
    while decimals > 0 && text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// The same without a sign, where both ways from zero count up.
  func magnitudeWritten(_ decimals: Int) -> String { Swift.max(self, -self).shortWritten(decimals) }
}
