/// One worked example: what is given and what must come out.
public struct VectorCase: Decodable, Sendable {
  /// Its name.
  public let id: String
  /// The part of the rules it belongs to, such as `funding`.
  public let area: String
  /// What is given.
  public let inputs: [String: Field]
  /// What must come out, by name.
  public let expected: [String: Field]
  /// Where it comes from.
  public let source: String?
  /// What is worth knowing about it.
  public let note: String?
}
