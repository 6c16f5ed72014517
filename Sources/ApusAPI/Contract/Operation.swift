/// One thing a client may ask for, as the contract tells it; it is declared where its route is.
public struct Operation: Sendable {
  /// The name client libraries make functions of: a tag and a verb, as in `Order.new`.
  public let id: String
  /// What it does, in one sentence.
  public let sentence: String
  /// What it takes.
  public let parameters: [Parameter]
  /// What it answers when it is not refused.
  public let answer: Answer

  /// Declares an operation; its name must have a tag and no parameter may come twice.
  public init(_ id: String, _ sentence: String, takes parameters: [Parameter] = [], answers answer: Answer) {
    precondition(id.split(separator: ".").count == 2, "\(id) has no tag")
    precondition(Set(parameters.map(\.name)).count == parameters.count, "\(id) takes a parameter twice")
    self.id = id
    self.sentence = sentence
    self.parameters = parameters
    self.answer = answer
  }

  /// The group it belongs to.
  public var tag: String { String(id.prefix { $0 != "." }) }
}

extension Operation {
  /// What comes back from an operation.
  public enum Answer: Sendable {
    /// A list of rows.
    case rows(Model)
    /// One row.
    case row(Model)
    /// An object with a row under each name.
    case rowsByName(Model)
    /// An object whose members depend on what was asked.
    case object
    /// A text.
    case text
    /// Null.
    case nothing

    /// The row that it is made of.
    public var model: Model? {
      switch self {
      case .rows(let model), .row(let model), .rowsByName(let model): model
      case .object, .text, .nothing: nil
      }
    }
  }
}

/// An operation and where it is served.
public struct Endpoint: Sendable {
  /// The method, in upper case.
  public let method: String
  /// The path below the base of all operations, beginning with a slash.
  public let path: String
  /// What a key must be allowed to do; empty when any key will do, nil when none is needed.
  public let permission: String?
  /// What is served there.
  public let operation: Operation

  /// Puts an operation in its place.
  public init(_ method: String, _ path: String, permission: String?, _ operation: Operation) {
    precondition(path.hasPrefix("/"), "\(path) begins without a slash")
    self.method = method
    self.path = path
    self.permission = permission
    self.operation = operation
  }
}
