import ApusModel

/// The words of one line, read from the left.
struct Words {
  private var words: ArraySlice<Substring>
  let line: Int

  init(_ text: some StringProtocol, line: Int) {
    words = ArraySlice(Substring(text).split(separator: " "))
    self.line = line
  }

  var isEmpty: Bool { words.isEmpty }

  func fail(_ reason: String) -> ScenarioError { ScenarioError(line: line, reason: reason) }

  /// The next word.
  mutating func next(_ what: String) throws(ScenarioError) -> String {
    guard let word = words.popFirst() else { throw fail("\(what) is missing") }
    return String(word)
  }

  /// Takes the next word if it is this one.
  mutating func take(_ word: String) -> Bool {
    guard words.first.map(String.init) == word else { return false }
    words.removeFirst()
    return true
  }

  mutating func number(_ what: String, decimals: Int = 0) throws(ScenarioError) -> Int64 {
    let word = try next(what)
    guard let number = DecimalText.read(word, decimals: decimals) else { throw fail("\(what): \(word)") }
    return number
  }

  mutating func price(_ what: String = "a price") throws(ScenarioError) -> Price {
    Price(try number(what, decimals: 10))
  }

  mutating func contracts() throws(ScenarioError) -> Contracts { Contracts(try number("a quantity")) }

  /// A percentage such as `0.075%`.
  mutating func percentage(_ what: String) throws(ScenarioError) -> Rate {
    let word = try next(what)
    guard word.last == "%", let rate = DecimalText.read(word.dropLast(), decimals: 6) else {
      throw fail("\(what): \(word)")
    }
    return Rate(rate)
  }

  func finish() throws(ScenarioError) {
    if let word = words.first { throw fail("not understood: \(word)") }
  }
}
