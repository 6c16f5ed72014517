/// Something an operation takes: from the query when it reads, from the body when it acts.
public struct Parameter: Sendable {
  /// How a value is spelled.
  public enum Kind: Sendable {
    /// Text.
    case text
    /// JSON inside a text.
    case json
    /// A whole number.
    case whole
    /// A decimal number.
    case number
    /// True or false.
    case truth
    /// A moment.
    case moment
  }

  /// The name.
  public let name: String
  /// How the value is spelled.
  public let kind: Kind
  /// Whether a request without it is refused.
  public private(set) var isRequired = false
  /// What it means, in one sentence.
  public let sentence: String
  /// What counts when it is left out, if that can be said in a word.
  public let usual: JSONValue?
  /// The only values there are; empty when there are too many to list.
  public let choices: [String]

  /// Declares a parameter that may be left out.
  public init(_ name: String, _ kind: Kind, _ sentence: String, usual: JSONValue? = nil, choices: [String] = []) {
    self.name = name
    self.kind = kind
    self.sentence = sentence
    self.usual = usual
    self.choices = choices
  }

  /// The same parameter, which must not be left out.
  public var required: Parameter {
    var parameter = self
    parameter.isRequired = true
    return parameter
  }
}

extension Parameter {
  /// The contract, a series of contracts, or a series and a term.
  public static let symbol = Parameter(
    "symbol", .text, "A contract, a series such as XBT, or a series and a term such as XBT:perpetual.")
  /// The contract that is meant.
  public static let contract = Parameter("symbol", .text, "The contract.").required
  /// Conditions on columns.
  public static let filter = Parameter(
    "filter", .json, "An object of columns and the values wanted in them; a list of values stands for any of them.")
  /// Which columns are answered.
  public static let columns = Parameter(
    "columns", .json, "A list of the columns wanted; those that identify a row are always there.")
  /// How many rows are answered.
  public static let count = Parameter("count", .whole, "How many rows at most.", usual: .number("100"))
  /// How many rows are passed over.
  public static let start = Parameter("start", .whole, "How many rows to pass over first.", usual: .number("0"))
  /// In which order rows come.
  public static let reverse = Parameter("reverse", .truth, "Whether the newest row comes first.", usual: .bool(false))
  /// The first moment.
  public static let startTime = Parameter("startTime", .moment, "Only rows from this moment on.")
  /// The last moment.
  public static let endTime = Parameter("endTime", .moment, "Only rows up to this moment.")

  /// What every table takes.
  public static let table = [symbol, filter, columns, count, start, reverse, startTime, endTime]

  /// What tables of bins take.
  public static let bins =
    [
      Parameter(
        "binSize", .text, "The length of a bin.", usual: .string(BinSize.minute.rawValue),
        choices: BinSize.allCases.map(\.rawValue)),
      Parameter("partial", .truth, "Whether the bin that is not over yet comes too.", usual: false),
    ] + table

  /// The currency of a wallet.
  public static let currency = Parameter(
    "currency", .text, "The currency of the wallet, XBt or USDt; a list of every wallet with `all`.",
    usual: .string("XBt"))
  /// How much of an order book.
  public static let depth = Parameter(
    "depth", .whole, "How many levels of each side; zero for all of them.", usual: .number("25"))
  /// Notes on an order.
  public static let text = Parameter("text", .text, "Notes for yourself.")
}
