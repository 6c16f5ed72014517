/// A drawing as SVG text; all lengths are whole tenths of a pixel, so that the same drawing is the same bytes everywhere.
struct Canvas {
  /// A point from the top left corner.
  struct Point {
    var x: Int64
    var y: Int64
  }

  /// Where a text stands relative to its point.
  enum Anchor: String {
    case start, middle, end
  }

  private var body: [String] = []
  private let width: Int64
  private let height: Int64
  private let title: String

  /// An empty drawing of a size, with a title for those who cannot see it.
  init(width: Int64, height: Int64, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  /// The whole file.
  var text: String {
    let size = "width=\"\(width / 10)\" height=\"\(height / 10)\" viewBox=\"0 0 \(width / 10) \(height / 10)\""
    // On a telephone the drawing is a third as wide: there letters are larger, and titles stand above their keys.
    let style = """
      svg{max-width:100%;height:auto}\
      text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#343a40;font-size:12px}\
      .h{font-size:21px;font-weight:600;fill:#212529}.t{font-size:13px;font-weight:600}.s,.u{fill:#6c757d}\
      @media(max-width:700px){text{font-size:26px}.h{font-size:32px}.t{font-size:27px}.s{font-size:23px}.u{font-size:18px}\
      .c{transform:translateY(-34px)}}
      """
    return """
      <svg xmlns="http://www.w3.org/2000/svg" role="img" \(size)>
      <title>\(Canvas.escaped(title))</title>
      <style>\(style)</style>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(body.joined(separator: "\n"))
      </svg>

      """
  }

  /// A filled rectangle.
  mutating func box(_ corner: Point, width: Int64, height: Int64, _ fill: String) {
    guard width > 0, height > 0 else { return }
    body.append("<rect \(place(corner)) width=\"\(px(width))\" height=\"\(px(height))\" fill=\"\(fill)\"/>")
  }

  /// A straight line.
  mutating func line(_ from: Point, _ to: Point, _ stroke: String, width: Int64 = 10) {
    body.append(
      "<path d=\"M\(pair(from))L\(pair(to))\" stroke=\"\(stroke)\" stroke-width=\"\(px(width))\" fill=\"none\"/>")
  }

  /// A line through points; points that lie on a straight piece of it are left out.
  mutating func curve(_ points: [Point], _ stroke: String, width: Int64) {
    guard points.count > 1 else { return }
    body.append(
      "<path d=\"\(path(points))\" stroke=\"\(stroke)\" stroke-width=\"\(px(width))\" fill=\"none\" stroke-linejoin=\"round\"/>"
    )
  }

  /// The area between a line and a height.
  mutating func area(_ points: [Point], downTo y: Int64, _ fill: String) {
    guard let first = points.first, let last = points.last else { return }
    body.append("<path d=\"\(path(points))L\(px(last.x)) \(px(y))L\(px(first.x)) \(px(y))Z\" fill=\"\(fill)\"/>")
  }

  /// A text, in one of the classes of the style sheet.
  mutating func text(_ text: String, _ point: Point, _ anchor: Anchor = .start, style: String = "") {
    let style = style.isEmpty ? "" : " class=\"\(style)\""
    body.append("<text \(place(point)) text-anchor=\"\(anchor)\"\(style)>\(Canvas.escaped(text))</text>")
  }

  /// A key of colours that ends at a point: a square and a name each, however wide letters turn out to be.
  mutating func key(_ entries: [(color: String, name: String)], endingAt point: Point) {
    let names = entries.map { "<tspan fill=\"\($0.color)\">■</tspan> \(Canvas.escaped($0.name))" }
    body.append("<text \(place(point)) text-anchor=\"end\">\(names.joined(separator: "&#160;&#160; "))</text>")
  }

  private func path(_ points: [Point]) -> String {
    var text = ""
    for (index, point) in points.enumerated() {
      let isInside = index > 0 && index + 1 < points.count
      if isInside && points[index - 1].y == point.y && points[index + 1].y == point.y { continue }
      text += "\(index == 0 ? "M" : "L")\(pair(point))"
    }
    return text
  }

  private func place(_ point: Point) -> String { "x=\"\(px(point.x))\" y=\"\(px(point.y))\"" }

  private func pair(_ point: Point) -> String { "\(px(point.x)) \(px(point.y))" }

  private func px(_ tenths: Int64) -> String {
    let rest = abs(tenths) % 10
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10)\(rest == 0 ? "" : ".\(rest)")"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
