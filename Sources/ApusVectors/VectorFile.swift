import FoundationEssentials

/// A file of worked examples.
public struct VectorFile: Sendable {
  /// The cases in the order of the file.
  public let cases: [VectorCase]

  /// The cases of a JSON text: a list, or an object with a list under `cases` or `vectors`.
  public init(json: [UInt8]) throws(VectorFileError) {
    let decoder = JSONDecoder()
    let data = Data(json)
    do {
      cases = try decoder.decode([VectorCase].self, from: data)
    } catch let first {
      do {
        let wrapped = try decoder.decode([String: [VectorCase]].self, from: data)
        guard let found = wrapped["cases"] ?? wrapped["vectors"] else { throw first }
        cases = found
      } catch {
        throw VectorFileError(description: "not a list of cases with id, area, inputs and expected: \(first)")
      }
    }
  }
}

/// What is wrong with a file.
public struct VectorFileError: Error, CustomStringConvertible {
  public let description: String
}
