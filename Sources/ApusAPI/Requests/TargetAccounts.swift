/// The parameter `targetAccountIds`: the accounts of the family that are meant.
public struct TargetAccounts: Hashable, Sendable {
  /// The accounts, each once; nil for all there are.
  public var numbers: [Int64]?

  /// Reads a list, a list in a text, numbers separated by commas, one number, or `*`; nil when absent.
  public init?(_ parameters: JSONObject) throws(APIError) {
    let words: [String]
    switch parameters["targetAccountIds"] {
    case nil, .null: return nil
    case .array(let values):
      words = try values.map { value throws(APIError) in try Self.word(value) }
    case .string(let text): words = Self.words(text)
    case .number(let text): words = [text]
    default: throw .invalidTargetAccounts
    }
    guard words != ["*"] else { return }
    guard !words.isEmpty else { throw .invalidTargetAccounts }
    var numbers: [Int64] = []
    for word in words {
      guard let number = Decimal(word)?.wholeNumber else { throw .invalidTargetAccounts }
      if !numbers.contains(number) { numbers.append(number) }
    }
    self.numbers = numbers
  }

  private static func word(_ value: JSONValue) throws(APIError) -> String {
    switch value {
    case .number(let text), .string(let text): return text
    default: throw .invalidTargetAccounts
    }
  }

  /// The venue's own documents write all of them as `[*]`, which is no JSON.
  private static func words(_ text: String) -> [String] {
    let inside = text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
    return inside.split(separator: ",", omittingEmptySubsequences: false).map { word in
      let plain = word.trimming(" ")
      return String(plain.hasPrefix("\"") && plain.hasSuffix("\"") ? plain.trimming("\"") : plain)
    }
  }
}

extension Substring {
  fileprivate func trimming(_ character: Character) -> Substring {
    var rest = self
    while rest.first == character { rest.removeFirst() }
    while rest.last == character { rest.removeLast() }
    return rest
  }
}
