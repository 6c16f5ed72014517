import ApusAPI
import ApusStore

extension ListForm {
  /// The form that a request names with `_format`, in either case; nil when it leaves that to its `Accept`.
  init?(named parameters: JSONObject) throws(APIError) {
    switch parameters["_format"] ?? .null {
    case .null: return nil
    case .string(let word) where word.lowercased() == "json": self = .json
    case .string(let word) where word.lowercased() == "csv": self = .csv
    default: throw .formatInvalid
    }
  }

  /// The form that an `Accept` header prefers: lines only where it names them and wants JSON less.
  init(accept: String) {
    let ranges = accept.lowercased().split(separator: ",").map(AcceptedRange.init)
    func quality(_ type: String) -> Double? { ranges.filter { $0.type == type }.map(\.quality).max() }
    let lines = quality("text/csv") ?? 0
    guard let objects = quality("application/json") else {
      // Who names lines and takes whatever there is wants lines.
      let whatever = quality("application/*") ?? quality("*/*") ?? 0
      self = lines > 0 && lines >= whatever ? .csv : .json
      return
    }
    self = lines > objects ? .csv : .json
  }
}

/// One of the kinds of answer that a client takes.
private struct AcceptedRange {
  let type: String
  /// How much it is wanted, from 0 for not at all to 1.
  let quality: Double

  /// Reads a kind in small letters; a quality that is none counts as 1, as if it were left out.
  init(_ text: Substring) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(\.trimmingBlanks)
    type = parts.first ?? ""
    let named = parts.dropFirst().first { $0.hasPrefix("q=") }
    let quality = named.flatMap { Double($0.dropFirst(2)) } ?? 1
    self.quality = (0...1).contains(quality) ? quality : 1
  }
}
