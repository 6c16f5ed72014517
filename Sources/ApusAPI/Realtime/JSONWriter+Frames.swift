/// Which rows of a table a partial holds.
public struct PartialFilter: Hashable, Sendable {
  /// The account, for a private table.
  public var account: Int64?
  /// The contract, when one was named.
  public var symbol: String?

  /// Makes a filter.
  public init(account: Int64? = nil, symbol: String? = nil) {
    self.account = account
    self.symbol = symbol
  }
}

extension JSONWriter {
  /// Writes the message that holds all rows a topic has now, with everything a client must know about the table.
  public mutating func appendPartial<Row>(
    _ schema: TableSchema<Row>, _ rows: some Sequence<Row>, filter: PartialFilter
  ) {
    beginMessage(schema.name, .partial)
    put(UInt8(ascii: ","))
    append(json: schema.header)
    name("filter")
    beginObject()
    if let account = filter.account { member("account", account) }
    if let symbol = filter.symbol { member("symbol", symbol) }
    endObject()
    name("data")
    beginArray()
    for row in rows { append(row, schema) }
    endArray()
    endObject()
  }

  /// Writes one message for changes that all have the same action.
  public mutating func appendChanges<Row>(_ schema: TableSchema<Row>, _ changes: some Collection<RowChange<Row>>) {
    guard let first = changes.first else { return }
    beginData(schema.name, first.action)
    for change in changes {
      precondition(change.action == first.action, "one message says \(first.action) or \(change.action), not both")
      switch change {
      case .insert(let row): append(row, schema)
      case .update(let old, let new): appendDelta(from: old, to: new, schema)
      case .delete(let row): appendDeletion(row, schema)
      }
    }
    endData()
  }

  private mutating func beginMessage(_ table: String, _ action: TableAction) {
    beginObject()
    member("table", table)
    member("action", action.rawValue)
  }

  private mutating func beginData(_ table: String, _ action: TableAction) {
    beginMessage(table, action)
    name("data")
    beginArray()
  }

  private mutating func endData() {
    endArray()
    endObject()
  }
}

/// The messages of one table's changes.
public enum TableFrames {
  /// Encodes changes in their order, neighbours with the same action in one message.
  public static func encode<Row>(_ changes: [RowChange<Row>], _ schema: TableSchema<Row>) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    var start = 0
    while start < changes.count {
      let action = changes[start].action
      let end = changes[start...].firstIndex { $0.action != action } ?? changes.count
      var writer = JSONWriter(capacity: 64 + (end - start) * 256)
      writer.appendChanges(schema, changes[start..<end])
      frames.append(writer.bytes)
      start = end
    }
    return frames
  }
}
