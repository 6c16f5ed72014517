/// Why history could not be kept or read; one line for the operator.
public struct HistoryFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What happened.
  public let description: String

  /// A failure in words.
  public init(_ description: String) { self.description = description }
}
