import ApusModel

/// The figure of a stretch of history: price, what was liquidated, the insurance fund, and the funding rate.
public struct ChronicleFigure {
  private enum Color {
    static let index = "#868e96"
    static let mark = "#1c7ed6"
    static let last = "#f08c00"
    static let longs = "#e03131"
    static let shorts = "#2f9e44"
    static let deleveraged = "#7048e8"
    static let fund = "#0b7285"
    static let fundArea = "#c5e7ee"
    static let rate = "#495057"
    static let band = "#d0bfff"
  }

  private let chronicle: Chronicle
  private let title: String
  private let subtitle: String
  private var canvas: Canvas

  /// The figure of a chronicle, under a title and a line that says where it comes from.
  public init(of chronicle: Chronicle, title: String, subtitle: String) {
    self.chronicle = chronicle
    self.title = title
    self.subtitle = subtitle
    canvas = Canvas(width: 12_000, height: 12_500, title: title)
  }

  /// The figure as an SVG file.
  public mutating func drawn() -> String {
    canvas.text(title, Canvas.Point(x: Panel.left, y: 420), style: "h")
    canvas.text(subtitle, Canvas.Point(x: Panel.left, y: 700), style: "u")
    drawPrices(top: 1_420, height: 3_900)
    drawTolls(top: 6_100, height: 1_900)
    drawFund(top: 8_560, height: 1_250)
    drawRate(top: 10_370, height: 1_250)
    return canvas.text
  }

  private func panel(top: Int64, height: Int64, _ axis: Axis) -> Panel {
    Panel(top: top, height: height, axis: axis, start: chronicle.start, end: chronicle.end)
  }

  private mutating func drawPrices(top: Int64, height: Int64) {
    let samples = chronicle.samples
    let cents = { (price: Price) in price.rawValue / (Price.scale / 100) }
    let all = samples.flatMap { [cents($0.index), cents($0.mark), cents($0.last)] }.filter { $0 > 0 }
    let panel = panel(top: top, height: height, Axis(holding: all.min() ?? 0, all.max() ?? 1, steps: 7))
    drawBands(in: panel)
    panel.frame(
      on: &canvas, title: "Price, \(chronicle.terms.symbol), USD",
      key: [(Color.index, "index"), (Color.mark, "mark"), (Color.last, "last trade"), (Color.band, "deleveraging")]
    ) { ($0 / 100).written() }
    let traded = samples.filter { $0.last > .zero }
    canvas.curve(traded.map { panel.point($0.time, cents($0.last)) }, Color.last, width: 12)
    canvas.curve(samples.map { panel.point($0.time, cents($0.index)) }, Color.index, width: 12)
    canvas.curve(samples.map { panel.point($0.time, cents($0.mark)) }, Color.mark, width: 16)
    if let low = traded.min(by: { $0.last < $1.last }) {
      let point = panel.point(low.time, cents(low.last))
      canvas.line(point, Canvas.Point(x: point.x + 220, y: point.y - 60), Color.rate)
      canvas.text(
        "lowest trade \(cents(low.last).written(2)) at \(clock(low.time))",
        Canvas.Point(x: point.x + 260, y: point.y - 30))
    }
  }

  /// A shadow behind every quarter of an hour in which somebody was deleveraged.
  private mutating func drawBands(in panel: Panel) {
    for (index, toll) in chronicle.tolls.enumerated() where toll.deleveraged > .zero {
      let (from, until) = span(of: index, in: panel)
      canvas.box(Canvas.Point(x: from, y: panel.top), width: until - from, height: panel.height, Color.band)
    }
  }

  private mutating func drawTolls(top: Int64, height: Int64) {
    let longs = chronicle.tolls.map(\.longs.rawValue).max() ?? 0
    let others = chronicle.tolls.map { $0.shorts.rawValue + $0.deleveraged.rawValue }.max() ?? 0
    let panel = panel(top: top, height: height, Axis(holding: -max(others, 1), max(longs, 1), steps: 5))
    panel.frame(
      on: &canvas, title: "Liquidated in 15 minutes, million contracts",
      key: [(Color.longs, "longs"), (Color.shorts, "shorts"), (Color.deleveraged, "deleveraged")]
    ) { $0.magnitudeWritten(6) }
    for (index, toll) in chronicle.tolls.enumerated() {
      let (from, until) = span(of: index, in: panel)
      func bar(_ low: Int64, _ high: Int64, _ color: String) {
        guard high > low else { return }
        let above = panel.y(high)
        canvas.box(
          Canvas.Point(x: from + 5, y: above), width: until - from - 10, height: max(panel.y(low) - above, 5), color)
      }
      bar(0, toll.longs.rawValue, Color.longs)
      bar(-toll.shorts.rawValue, 0, Color.shorts)
      bar(-toll.shorts.rawValue - toll.deleveraged.rawValue, -toll.shorts.rawValue, Color.deleveraged)
    }
  }

  private mutating func drawFund(top: Int64, height: Int64) {
    // In hundredths of a coin, or in dollars.
    let unit: Int64 = chronicle.terms.settlement == .xbt ? 1_000_000 : 10_000
    let values = chronicle.samples.map { $0.insurance.rawValue / unit }
    let panel = panel(
      top: top, height: height, Axis(holding: min(values.min() ?? 0, 0), max(values.max() ?? 1, 1), steps: 4))
    panel.frame(
      on: &canvas, title: "Insurance fund, \(chronicle.terms.settlement.name)", key: []
    ) { $0.shortWritten(2) }
    let points = zip(chronicle.samples, values).map { panel.point($0.time, $1) }
    canvas.area(points, downTo: panel.y(0), Color.fundArea)
    canvas.curve(points, Color.fund, width: 16)
  }

  private mutating func drawRate(top: Int64, height: Int64) {
    // In ten-thousandths of a per cent.
    let rates = chronicle.samples.map { $0.fundingRate.rawValue / 100 }
    let panel = panel(
      top: top, height: height, Axis(holding: min(rates.min() ?? 0, 0), max(rates.max() ?? 1, 100), steps: 4))
    panel.frame(on: &canvas, title: "Funding rate, % every 8 hours", key: []) { $0.shortWritten(4) }
    var points: [Canvas.Point] = []
    for (sample, rate) in zip(chronicle.samples, rates) {
      let point = panel.point(sample.time, rate)
      // A rate holds until the next one: it goes up and down in steps.
      if let before = points.last, before.y != point.y { points.append(Canvas.Point(x: point.x, y: before.y)) }
      points.append(point)
    }
    canvas.curve(points, Color.rate, width: 18)
    panel.times(on: &canvas)
  }

  private func span(of toll: Int, in panel: Panel) -> (from: Int64, until: Int64) {
    let from = chronicle.start + Timestamp(rawValue: Int64(toll) * Chronicle.tollSpan)
    return (panel.x(from), panel.x(from + Timestamp(rawValue: Chronicle.tollSpan)))
  }

  private func clock(_ time: Timestamp) -> String {
    let minutes = (time - time.wholeDay).rawValue / Timestamp.minute
    return "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
  }
}
