/// Why a number of a case cannot be worked out.
public enum Unevaluable: Error, Equatable {
  /// No formula gives a number of this name.
  case unknownKey(String)
  /// No rules are known by this name.
  case unknownArea(String)
  /// What is needed is not given; the names it could have.
  case missing([String])
  /// What is given is no number, no time or out of bounds.
  case unreadable(String, String)
}

extension Unevaluable: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownKey(let key): "cannot evaluate '\(key)'"
    case .unknownArea(let area): "cannot evaluate area '\(area)'"
    case .missing(let names): "needs an input '\(names.joined(separator: "' or '"))'"
    case .unreadable(let name, let text): "cannot read '\(name)': \(text)"
    }
  }
}
