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
  /// What this machine has no number for, such as one with four hundred digits.
  case unreadable
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
    } else if let fields = Field.attempt({ try value.decode([String: Field].self) }) {
      self = .fields(fields)
    } else {
      self = .unreadable
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
    case .unreadable: "a number out of bounds"
    }
  }

  /// The first words of what it says.
  var brief: String {
    let text = description
    return text.count > 40 ? text.prefix(40) + "…" : text
  }

  /// Values by name, as an object.
  var named: [String: Field]? {
    if case .fields(let fields) = self { fields } else { nil }
  }

  /// The digits of a number or of a decimal text.
  var digits: String? {
    switch self {
    case .text(let text), .number(let text): text
    default: nil
    }
  }

  /// Values by name, also when written as a list of pairs such as `[[2, 20], [5, 40]]`.
  var byName: [String: Field]? {
    switch self {
    case .fields(let fields): return fields
    case .list(let list):
      var fields: [String: Field] = [:]
      for pair in list {
        guard case .list(let two) = pair, two.count == 2, let name = two[0].digits, fields[name] == nil else {
          return nil
        }
        fields[name] = two[1]
      }
      return fields
    default: return nil
    }
  }

  /// True for a number without quotes.
  var isWhole: Bool { if case .number = self { true } else { false } }
}
