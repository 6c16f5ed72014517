import ApusModel

/// A scale from a lowest to a highest value with round steps between.
struct Axis {
  /// The ends, which are steps themselves.
  let low: Int64
  let high: Int64
  /// The distance of two labels.
  let step: Int64

  /// A scale that holds two values and has about so many steps.
  init(holding lowest: Int64, _ highest: Int64, steps: Int64) {
    let span = max(highest - lowest, 1)
    var step: Int64 = 1
    var factors: [Int64] = [2, 5, 10]
    while step * steps < span {
      guard let factor = factors.first else { break }
      let next = step * factor / (factor == 5 ? 2 : factor == 10 ? 5 : 1)
      step = next
      factors.append(factors.removeFirst())
    }
    self.step = step
    low = Whole64.divide(lowest, by: step, rounding: .down) * step
    high = max(Whole64.divide(highest, by: step, rounding: .up) * step, low + step)
  }

  /// The labelled values, from the lowest up.
  var labels: [Int64] { Array(stride(from: low, through: high, by: Int(step))) }

  /// How far up a value lies on a scale of a length.
  func place(_ value: Int64, over length: Int64) -> Int64 {
    let kept = min(max(value, low), high)
    return Whole64.multiply(kept - low, length, dividedBy: high - low, rounding: .halfUp)
  }
}
