extension [Double] {
  /// The middle one.
  var median: Double { sorted()[count / 2] }
}

extension Double {
  /// With so many decimals.
  func written(_ decimals: Int = 1) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let whole = Int64((magnitude * scale).rounded())
    let sign = self < 0 ? "-" : ""
    if decimals == 0 { return "\(sign)\(whole)" }
    let fraction = String(whole % Int64(scale))
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(whole / Int64(scale)).\(zeros)\(fraction)"
  }
}
