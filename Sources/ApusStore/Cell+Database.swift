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
    // No row has a number below zero.
    case .guid(let value): (value.stored ?? -1).databaseValue
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
  /// The number with the kind behind it, so that names of one kind sort by their numbers; nil for one the venue gives
  /// nothing.
  ///
  /// What is counted apart, above all else, has the highest bit set and few of the others: it is moved down to make room.
  var stored: Int64? {
    guard (number << 1) >> 59 == 0 else { return nil }
    let low = number & (1 << 58 - 1)
    return Int64(((number >> 63) << 58 | low) << 4 | UInt64(kind.rawValue))
  }

  fileprivate init?(stored: Int64) {
    guard stored >= 0, let kind = Kind(rawValue: UInt8(stored & 0xF)) else { return nil }
    let number = UInt64(stored) >> 4
    self.init(kind, (number >> 58) << 63 | number & (1 << 58 - 1))
  }
}
