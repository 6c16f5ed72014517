/// A line of a scenario that cannot be read: which, and what is wrong with it.
public struct ScenarioError: Error, Sendable, CustomStringConvertible {
  /// The line, counted from 1.
  public let line: Int
  /// What is wrong.
  public let reason: String

  /// For a test's report.
  public var description: String { "line \(line): \(reason)" }
}
