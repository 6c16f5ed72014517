import ApusAPI

/// Writes rows in the form that was asked for.
struct ListWriter {
  /// How many rows there are.
  private(set) var count = 0
  private var json = JSONWriter(capacity: 4_096)
  private var csv: CSVWriter?
  /// What stands before each value of a row: its name, behind a comma where one is due. Written once for all rows.
  private let names: [[UInt8]]

  init<Row>(_ columns: [Column<Row>], _ form: ListForm) {
    names = columns.enumerated().map { place, column in
      var writer = JSONWriter(capacity: 32)
      writer.name(column.name)
      return (place == 0 ? [] : [UInt8(ascii: ",")]) + writer.bytes
    }
    if form == .csv { csv = CSVWriter(columns.map(\.name)) } else { json.beginArray() }
  }

  mutating func append<Row>(_ row: Row, _ columns: [Column<Row>]) { append(columns.map { $0.value(row) }) }

  mutating func append(_ cells: [Cell]) {
    count += 1
    guard csv == nil else {
      for cell in cells { csv?.append(cell) }
      csv?.endLine()
      return
    }
    json.beginObject()
    for (name, cell) in zip(names, cells) {
      json.append(json: name)
      json.append(cell)
    }
    json.endObject()
  }

  /// Everything that was written.
  mutating func finish() -> [UInt8] {
    if let csv { return csv.bytes }
    json.endArray()
    return json.bytes
  }
}
