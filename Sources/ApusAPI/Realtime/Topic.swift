/// What a client subscribes to: a table, or the rows of one contract in it.
public struct Topic: Hashable, Sendable {
  /// The name of the table.
  public let table: String
  /// The contract in upper case; nil for all of them.
  public let symbol: String?

  /// The longest text, in bytes.
  public static let longest = 128

  /// Makes a topic.
  public init(table: String, symbol: String? = nil) {
    self.table = table
    self.symbol = symbol?.uppercased()
  }

  /// Reads `trade`, `trade:XBTUSD` or `trade:*`, where the last equals the first; refuses an empty or endless text.
  public init(_ text: String) throws(APIError) {
    guard !text.isEmpty, text.utf8.count <= Self.longest else { throw .invalidArguments }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let rest = parts.count == 2 ? parts[1] : "*"
    self.init(table: parts[0], symbol: rest == "*" || rest.isEmpty ? nil : rest)
  }
}

extension Topic: CustomStringConvertible {
  /// The text a client would send.
  public var description: String { symbol.map { "\(table):\($0)" } ?? table }
}
