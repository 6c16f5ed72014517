import ApusAPI
import FoundationEssentials
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
    case (.guid, .blob(let bytes)):
      guard let id = PublicID(stored: Array(bytes)) else { return nil }
      self = .guid(id)
    default: return nil
    }
  }
}

extension PublicID {
  /// The kind and the number, so that names of one kind sort by their numbers.
  func store(into bytes: inout [UInt8]) {
    bytes.append(kind.rawValue)
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  fileprivate var stored: Data {
    var bytes: [UInt8] = []
    store(into: &bytes)
    return Data(bytes)
  }

  fileprivate init?(stored bytes: [UInt8]) {
    guard bytes.count == 9, let kind = Kind(rawValue: bytes[0]) else { return nil }
    self.init(kind, bytes.dropFirst().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
