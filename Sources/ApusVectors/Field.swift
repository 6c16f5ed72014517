import FoundationEssentials

/// One value of a case, as the file says it: numbers keep every digit.
public enum Field: Sendable, Equatable {
  /// A text, such as a decimal number.
  case text(String)
  /// A number without quotes: whole, in the smallest unit of a currency.
  case number(String)
  /// True or false.
  case flag(Bool)
  /// Several values.
  case list([Field])
  /// Values by name.
  case fields([String: Field])
  /// Nothing.
  case null
}

extension Field: Decodable {
  /// Reads any JSON value.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = Field.attempt({ try value.decode(Bool.self) }) {
      self = .flag(flag)
    } else if let whole = Field.attempt({ try value.decode(Int64.self) }) {
      self = .number(String(whole))
    } else if let decimal = Field.attempt({ try value.decode(Decimal.self) }) {
      self = .number("\(decimal)")
    } else if let text = Field.attempt({ try value.decode(String.self) }) {
      self = .text(text)
    } else if let list = Field.attempt({ try value.decode([Field].self) }) {
      self = .list(list)
    } else {
      self = .fields(try value.decode([String: Field].self))
    }
  }

  /// A value of one form, or nil when the field has another: a form that does not fit is the ordinary case here.
  private static func attempt<Value>(_ read: () throws -> Value) -> Value? {
    do { return try read() } catch { return nil }
  }
}

extension Field: CustomStringConvertible {
  public var description: String {
    switch self {
    case .text(let text), .number(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .list(let list): "[" + list.map(\.description).joined(separator: ", ") + "]"
    case .fields(let fields):
      "{" + fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    case .null: "null"
    }
  }

  /// The digits of a number or of a decimal text.
  var digits: String? {
    switch self {
    case .text(let text), .number(let text): text
    default: nil
    }
  }

  /// True for a number without quotes.
  var isWhole: Bool { if case .number = self { true } else { false } }
}
