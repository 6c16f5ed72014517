import ApusAPI
import GRDB

extension Cell {
  /// The value as the database keeps it.
  var stored: DatabaseValue {
    switch self {
    case .null: .null
    case .bool(let value): value.databaseValue
    case .long(let value), .timestamp(let value), .timespan(let value): value.databaseValue
    case .decimal(let value): value.description.databaseValue
    case .text(let value): value.databaseValue
    case .guid(let value): value.stored.databaseValue
    case .levels, .json: preconditionFailure("lists have no place in a table of the past")
    }
  }

  /// The value that the database kept in a column of that type; nil when it cannot have been written here.
  init?(_ value: DatabaseValue, as type: ColumnType) {
    switch (type, value.storage) {
    case (_, .null): self = .null
    case (.long, .int64(let number)): self = .long(number)
    case (.timestamp, .int64(let number)): self = .timestamp(number)
    case (.timespan, .int64(let number)): self = .timespan(number)
    case (.boolean, .int64(let number)): self = .bool(number != 0)
    case (.symbol, .string(let text)), (.string, .string(let text)): self = .text(text)
    case (.float, .string(let text)):
      guard let number = Decimal(text) else { return nil }
      self = .decimal(number)
    case (.guid, .int64(let number)):
      guard let id = PublicID(stored: number) else { return nil }
      self = .guid(id)
    default: return nil
    }
  }
}

extension PublicID {
  /// The number with the kind behind it, so that names of one kind sort by their numbers.
  var stored: Int64 {
    precondition(number >> 59 == 0, "\(self) has the number \(number), which is more than history can keep")
    return Int64(number) << 4 | Int64(kind.rawValue)
  }

  fileprivate init?(stored: Int64) {
    guard stored >= 0, let kind = Kind(rawValue: UInt8(stored & 0xF)) else { return nil }
    self.init(kind, UInt64(stored >> 4))
  }
}
