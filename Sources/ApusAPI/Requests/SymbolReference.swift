/// How a client names a contract: by its symbol in any case, by a series, or by a series and a term.
public struct SymbolReference: Hashable, Sendable {
  /// Which contract of a series is meant.
  public enum Term: String, Sendable, CaseIterable {
    /// The one that never expires.
    case perpetual
    /// The one that expires first.
    case nearest
    /// The one that expires within a day.
    case daily
    /// The one that expires within a week.
    case weekly
    /// The one that expires within a month.
    case monthly
    /// The one that expires within a quarter.
    case quarterly
    /// The one that expires within two quarters.
    case biquarterly
  }

  /// A symbol or a series, in upper case.
  public let name: String
  /// The term, where one was named.
  public let term: Term?

  /// The longest text, in bytes.
  public static let longest = 64

  /// Reads `XBTUSD`, `xbtusd`, `XBT` or `XBT:quarterly`; refuses other texts with `Invalid symbol`.
  public init(_ text: String) throws(APIError) {
    guard !text.isEmpty, text.utf8.count <= Self.longest else { throw .invalidSymbol }
    // What nearly all send: a symbol as the venue writes it.
    if text.utf8.allSatisfy({ $0.isDigit || $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }) {
      name = text
      term = nil
      return
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard !parts[0].isEmpty else { throw .invalidSymbol }
    name = parts[0].uppercased()
    if parts.count == 2 {
      guard let term = Term(rawValue: parts[1].lowercased()) else { throw .invalidSymbol }
      self.term = term
    } else {
      term = nil
    }
  }

  /// The contract of a series with a term.
  public init(_ series: String, _ term: Term) {
    name = series
    self.term = term
  }

  init(required parameters: JSONObject) throws(APIError) {
    guard let text = try parameters.text("symbol", longest: Self.longest, else: .invalidSymbol) else {
      throw .invalidSymbol
    }
    self = try SymbolReference(text)
  }

  init?(optional parameters: JSONObject) throws(APIError) {
    guard let text = try parameters.text("symbol", longest: Self.longest, else: .invalidSymbol) else { return nil }
    self = try SymbolReference(text)
  }
}
