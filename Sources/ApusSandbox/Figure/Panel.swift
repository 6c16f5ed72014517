import ApusModel

/// One of the diagrams of a figure: a frame, a scale, and the way from times and values to points.
struct Panel {
  /// Left, right, top and bottom, in tenths of a pixel.
  static let left: Int64 = 860
  static let right: Int64 = 11_720
  let top: Int64
  let height: Int64
  let axis: Axis
  let start: Timestamp
  let end: Timestamp

  var bottom: Int64 { top + height }

  func x(_ time: Timestamp) -> Int64 {
    let whole = max((end - start).rawValue, 1)
    let part = min(max((time - start).rawValue, 0), whole)
    return Panel.left + Whole64.multiply(part, Panel.right - Panel.left, dividedBy: whole, rounding: .halfUp)
  }

  func y(_ value: Int64) -> Int64 { bottom - axis.place(value, over: height) }

  func point(_ time: Timestamp, _ value: Int64) -> Canvas.Point { Canvas.Point(x: x(time), y: y(value)) }

  /// Draws the frame: grid, labels of the scale, a title, and a key of colours.
  func frame(
    on canvas: inout Canvas, title: String, key: [(color: String, name: String)], label: (Int64) -> String
  ) {
    for value in axis.labels {
      let isZero = value == 0 && axis.low < 0
      canvas.line(
        Canvas.Point(x: Panel.left, y: y(value)), Canvas.Point(x: Panel.right, y: y(value)),
        isZero ? "#adb5bd" : "#e9ecef")
      canvas.text(label(value), Canvas.Point(x: Panel.left - 80, y: y(value) + 40), .end, style: "s")
    }
    for hour in hours(every: 6) {
      canvas.line(Canvas.Point(x: x(hour), y: top), Canvas.Point(x: x(hour), y: bottom), "#f1f3f5")
    }
    canvas.text(title, Canvas.Point(x: Panel.left, y: top - 110), style: key.isEmpty ? "t" : "t c")
    if !key.isEmpty { canvas.key(key, endingAt: Canvas.Point(x: Panel.right, y: top - 110)) }
  }

  /// Writes hours and dates below.
  func times(on canvas: inout Canvas) {
    let span = (end - start).rawValue
    let every: Int64 =
      span > 72 * Timestamp.hour ? 24 : span > 30 * Timestamp.hour ? 6 : span > 8 * Timestamp.hour ? 3 : 1
    for hour in hours(every: every) {
      let clock = (hour - hour.wholeDay).rawValue / Timestamp.hour
      let isLast = Panel.right - x(hour) < 300
      canvas.text(
        "\(clock < 10 ? "0" : "")\(clock):00", Canvas.Point(x: x(hour), y: bottom + 250), isLast ? .end : .middle,
        style: "s")
    }
    var day = start.wholeDay
    while day < end {
      let from = x(max(day, start))
      let until = x(min(day + Timestamp(rawValue: Timestamp.day), end))
      if until - from > 1_000 {
        canvas.text(written(day), Canvas.Point(x: (from + until) / 2, y: bottom + 560), .middle, style: "t")
      }
      day += Timestamp(rawValue: Timestamp.day)
    }
  }

  private func hours(every count: Int64) -> [Timestamp] {
    let span = count * Timestamp.hour
    let first = Whole64.divide(start.rawValue, by: span, rounding: .up) * span
    return stride(from: first, through: end.rawValue, by: Int(span)).map { Timestamp(rawValue: $0) }
  }

  private func written(_ day: Timestamp) -> String {
    let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    let date = CalendarDay(day)
    return "\(date.day) \(names[date.month - 1]) \(date.year)"
  }
}
