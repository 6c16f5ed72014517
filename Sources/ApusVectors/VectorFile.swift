import FoundationEssentials

/// A file of worked examples.
public struct VectorFile: Sendable {
  /// The cases in the order of the file.
  public let cases: [VectorCase]

  /// The cases of a JSON text: a list, or an object with a list under `cases` or `vectors`. A member that is no case
  /// fails by itself; only what is no such list is refused.
  public init(json: [UInt8]) throws(VectorFileError) {
    let whole: Field
    do {
      whole = try JSONDecoder().decode(Field.self, from: Data(json))
    } catch {
      throw VectorFileError(description: "not JSON")
    }
    guard let list = VectorFile.list(in: whole) else {
      throw VectorFileError(description: "not a list of cases with id, area, inputs and expected")
    }
    guard !list.isEmpty else { throw VectorFileError(description: "without any case") }
    cases = list.enumerated().map { VectorCase($0.element, at: $0.offset + 1) }
  }

  private static func list(in whole: Field) -> [Field]? {
    switch whole {
    case .list(let list): return list
    case .fields(let fields):
      for name in ["cases", "vectors"] {
        if case .list(let list)? = fields[name] { return list }
      }
      return nil
    default: return nil
    }
  }
}

/// What is wrong with a file.
public struct VectorFileError: Error, CustomStringConvertible {
  public let description: String
}
