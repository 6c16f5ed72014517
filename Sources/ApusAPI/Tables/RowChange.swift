/// What happened to a row.
public enum RowChange<Row: TableRow>: Equatable, Sendable {
  /// A row that was not there before.
  case insert(Row)
  /// A row that was there and reads differently now.
  case update(old: Row, new: Row)
  /// A row that is gone, as it last was.
  case delete(Row)

  /// The row as it is now, or as it last was.
  @inlinable public var row: Row {
    switch self {
    case .insert(let row), .delete(let row), .update(_, let row): row
    }
  }

  /// How the realtime feed calls it.
  public var action: TableAction {
    switch self {
    case .insert: .insert
    case .update: .update
    case .delete: .delete
    }
  }
}

/// What a realtime message does to a client's copy of a table.
public enum TableAction: String, Sendable {
  /// Replaces all rows.
  case partial
  /// Adds rows.
  case insert
  /// Changes columns of rows found by their keys.
  case update
  /// Removes rows found by their keys.
  case delete
}
