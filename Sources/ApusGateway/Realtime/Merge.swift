import ApusAPI
import ApusTables

/// What has changed in the rows of one topic and one contract since somebody was told last.
enum Merge {
  case levels(RowMerge<OrderBookRow, LevelKey>)
  case topLevels(RowMerge<OrderBookRow, LevelKey>)
  case books(RowMerge<OrderBook10Row, String>)
  case instruments(RowMerge<InstrumentRow, String>)

  /// Begins with some changes.
  init(_ changes: MergeableChanges) {
    switch changes {
    case .levels: self = .levels(RowMerge())
    case .topLevels: self = .topLevels(RowMerge())
    case .books: self = .books(RowMerge())
    case .instruments: self = .instruments(RowMerge())
    }
    take(changes)
  }

  /// Adds later changes of the same topic.
  mutating func take(_ changes: MergeableChanges) {
    switch (self, changes) {
    case (.levels(var merge), .levels(let rows)):
      merge.take(rows) { LevelKey($0) }
      self = .levels(merge)
    case (.topLevels(var merge), .topLevels(let rows)):
      merge.take(rows) { LevelKey($0) }
      self = .topLevels(merge)
    case (.books(var merge), .books(let rows)):
      merge.take(rows) { $0.symbol }
      self = .books(merge)
    case (.instruments(var merge), .instruments(let rows)):
      merge.take(rows) { $0.symbol }
      self = .instruments(merge)
    default: preconditionFailure("changes of two tables are merged")
    }
  }

  /// The messages that say it all.
  var messages: [[UInt8]] {
    switch self {
    case .levels(let merge): merge.messages(OrderBookRow.schema)
    case .topLevels(let merge): merge.messages(OrderBookRow.schemaOf25)
    case .books(let merge): merge.messages(OrderBook10Row.schema)
    case .instruments(let merge): merge.messages(InstrumentRow.schema)
    }
  }
}

/// What makes a level of a book the same: in ascending order, so that messages do not depend on a hash.
struct LevelKey: Hashable, Comparable {
  let symbol: String
  let side: String
  let id: Int64

  init(_ row: OrderBookRow) { (symbol, side, id) = (row.symbol, row.side, row.id) }

  static func < (left: LevelKey, right: LevelKey) -> Bool {
    (left.symbol, left.side, left.id) < (right.symbol, right.side, right.id)
  }
}

/// The sum of many changes, by row.
struct RowMerge<Row: TableRow, Key: Hashable & Comparable> {
  private var changes: [Key: RowChange<Row>] = [:]

  /// How many rows have changed.
  var count: Int { changes.count }

  /// Adds later changes.
  mutating func take(_ later: some Sequence<RowChange<Row>>, _ key: (Row) -> Key) {
    for change in later {
      let key = key(change.row)
      guard let earlier = changes[key] else {
        changes[key] = change
        continue
      }
      changes[key] = Self.sum(earlier, change)
    }
  }

  /// Both in one; nil when nothing is left of them.
  private static func sum(_ earlier: RowChange<Row>, _ later: RowChange<Row>) -> RowChange<Row>? {
    switch (earlier, later) {
    case (.insert, .update(_, let new)): .insert(new)
    case (.insert, .delete): nil
    case (.update(let old, _), .update(_, let new)), (.delete(let old), .insert(let new)):
      old == new ? nil : .update(old: old, new: new)
    case (.update, .delete(let row)): .delete(row)
    case (.insert, .insert), (.update, .insert), (.delete, .update), (.delete, .delete):
      preconditionFailure("after \(earlier) there can be no \(later)")
    }
  }

  /// The messages that say it all: what goes, what changes, what comes.
  func messages(_ schema: TableSchema<Row>) -> [[UInt8]] {
    let sorted = changes.sorted { $0.key < $1.key }.map(\.value)
    return [TableAction.delete, .update, .insert].flatMap { action in
      TableFrames.encode(sorted.filter { $0.action == action }, schema)
    }
  }
}
