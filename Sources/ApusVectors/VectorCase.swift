/// One worked example: what is given and what must come out.
public struct VectorCase: Sendable {
  /// Its name, or its place in the file where it has none.
  public let id: String
  /// The part of the rules it belongs to, such as `funding`.
  public let area: String
  /// What is given.
  public let inputs: [String: Field]
  /// What must come out, by name.
  public let expected: [String: Field]
  /// Where it comes from.
  public let source: String?
  /// Why it is no case at all; nil when it is one.
  public let flaw: String?

  /// The case a file has at a place, counted from one. What is no case becomes one that fails.
  init(_ field: Field, at place: Int) {
    let fields = field.named ?? [:]
    id = fields["id"]?.digits ?? "case \(place)"
    area = fields["area"]?.digits ?? ""
    inputs = fields["inputs"]?.named ?? [:]
    expected = fields["expected"]?.named ?? [:]
    source = fields["source"]?.digits
    flaw = VectorCase.flaw(of: field)
  }

  private static func flaw(of field: Field) -> String? {
    guard let fields = field.named else { return "is no case but \(field.brief)" }
    if fields["area"]?.digits == nil { return "has no text 'area'" }
    if fields["inputs"] != nil && fields["inputs"]?.named == nil { return "has 'inputs' without names" }
    guard let expected = fields["expected"] else { return "has no 'expected'" }
    guard let named = expected.named else { return "has 'expected' without names" }
    return named.isEmpty ? "expects nothing" : nil
  }
}
