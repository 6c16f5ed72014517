/// Writes the columns of rows.
///
/// The closures of a schema call it where the type of the row is known, so that it is compiled for that type: through
/// the general form of a generic function a row would take ten times as long.
struct RowWriter<Row: Sendable>: Sendable {
  let columns: [Column<Row>]

  /// Writes the columns at `positions`, or all of them.
  @inline(__always)
  func write(_ row: Row, _ positions: [Int]?, into writer: inout JSONWriter) {
    let start = writer.beginRow()
    if let positions {
      for position in positions { write(position, of: row, into: &writer) }
    } else {
      for position in columns.indices { write(position, of: row, into: &writer) }
    }
    writer.endRow(from: start)
  }

  /// Writes the columns that changed, and those that `isAlways` says; with `allKnown` every column that has a value.
  @inline(__always)
  func writeDelta(
    from old: Row, to new: Row, always isAlways: [Bool], allKnown: Bool, into writer: inout JSONWriter
  ) {
    let start = writer.beginRow()
    for position in columns.indices
    where isAlways[position] || allKnown && isKnown(position, new) || differs(position, old, new) {
      write(position, of: new, into: &writer)
    }
    writer.endRow(from: start)
  }

  /// The values of all columns, in their order.
  @inline(__always)
  func append(_ row: Row, to cells: inout [Cell]) {
    for position in columns.indices { cells.append(columns[position].value(row)) }
  }

  @inline(__always)
  private func write(_ position: Int, of row: Row, into writer: inout JSONWriter) {
    let label = columns[position].label
    switch columns[position].accessor {
    case .guid(let read):
      guard let value = read(row) else { break }
      writer.put(label)
      return writer.put(value)
    case .text(let read):
      guard let value = read(row) else { break }
      writer.put(label)
      return writer.put(quoted: value)
    case .whole(let read):
      guard let value = read(row) else { break }
      writer.put(label)
      return writer.put(value)
    case .moment(let read):
      guard let value = read(row) else { break }
      writer.put(label)
      return writer.put(timestamp: value)
    case .span(let read):
      guard let value = read(row) else { break }
      writer.put(label)
      return writer.put(timespan: value)
    case .decimal(let read):
      guard let value = read(row) else { break }
      writer.put(label)
      return writer.put(value)
    case .truth(let read):
      guard let value = read(row) else { break }
      writer.put(label)
      return writer.put(value)
    case .levels(let read):
      writer.put(label)
      return writer.append(read(row))
    case .json(let read):
      writer.put(label)
      return writer.append(read(row) ?? .null)
    }
    writer.put(columns[position].nullLabel)
  }

  @inline(__always)
  private func differs(_ position: Int, _ old: Row, _ new: Row) -> Bool {
    switch columns[position].accessor {
    case .guid(let read): read(old) != read(new)
    case .text(let read): read(old) != read(new)
    case .whole(let read), .moment(let read), .span(let read): read(old) != read(new)
    case .decimal(let read): read(old) != read(new)
    case .truth(let read): read(old) != read(new)
    case .levels(let read): read(old) != read(new)
    case .json(let read): read(old) != read(new)
    }
  }

  @inline(__always)
  private func isKnown(_ position: Int, _ row: Row) -> Bool {
    switch columns[position].accessor {
    case .guid(let read): read(row) != nil
    case .text(let read): read(row) != nil
    case .whole(let read), .moment(let read), .span(let read): read(row) != nil
    case .decimal(let read): read(row) != nil
    case .truth(let read): read(row) != nil
    case .levels: true
    case .json(let read): read(row) != nil
    }
  }
}

extension JSONWriter {
  /// Labels begin with a comma; the first of a row is turned into the brace at the end.
  fileprivate mutating func beginRow() -> Int {
    separate()
    return bytes.count
  }

  fileprivate mutating func endRow(from start: Int) {
    if bytes.count == start { put(UInt8(ascii: "{")) } else { replace(start, with: UInt8(ascii: "{")) }
    put(UInt8(ascii: "}"))
  }
}
