import ApusModel

/// What a tape's comment lines say: `name=number` pairs.
struct TapeFacts {
  private var facts: [(name: String, value: String)] = []

  /// Takes note of the pairs in a comment line.
  mutating func note(_ line: ArraySlice<UInt8>) {
    for word in line.split(separator: UInt8(ascii: " ")) {
      let parts = word.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard parts.count == 2 else { continue }
      facts.append((String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self)))
    }
  }

  /// A fact that must be there as a whole number.
  func need(_ name: String) throws(TapeError) -> Int {
    guard let value = number(name), value > 0 else { throw TapeError(line: 0, reason: .missingFact(name)) }
    return value
  }

  /// The step of prices, such as 0.1.
  func tickSize() throws(TapeError) -> Price {
    let missing = TapeError(line: 0, reason: .missingFact("tick"))
    guard let text = text("tick") else { throw missing }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2 else { throw missing }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard fraction.utf8.count <= 10, whole.utf8.count <= 8 else { throw missing }
    let padded = String(whole) + fraction + String(repeating: "0", count: 10 - fraction.utf8.count)
    guard let size = Int64(padded), size > 0 else { throw missing }
    return Price(rawValue: size)
  }

  /// Compares the promised counts with what was read.
  func check(_ tape: Tape, bookEvents: Int) throws(TapeError) {
    guard !tape.records.isEmpty else { throw TapeError(line: 0, reason: .misplacedSnapshot) }
    try check("depth_events", found: bookEvents)
    try check("trades", found: tape.trades)
    try check("oracle_quotes", found: tape.quotes)
  }

  private func check(_ name: String, found: Int) throws(TapeError) {
    guard let promised = number(name), promised != found else { return }
    throw TapeError(line: 0, reason: .miscounted(name, promised: promised, found: found))
  }

  private func number(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

  private func text(_ name: String) -> String? { facts.first { $0.name == name }?.value }
}
