import ApusModel

extension Engine {
  /// A source of a composite moved, or a lending rate was set.
  mutating func sourcePrice(_ command: SourcePrice, into events: inout EventBuffer) {
    let none = AccountID(rawValue: 0)
    let index = Int(command.index.rawValue)
    guard index < indices.count else { return reject(none, .unknownIndex, into: &events) }
    switch indices[index].terms.kind {
    case .composite: moveSource(command, into: &events)
    case .lending: setLendingRate(command, into: &events)
    default: reject(none, .invalidIndex, into: &events)
    }
  }

  /// The highest price a source may say, in units of 10⁻¹⁰: ten million.
  static var highestSource: Price { Price(units: 10_000_000) }

  private mutating func moveSource(_ command: SourcePrice, into events: inout EventBuffer) {
    let none = AccountID(rawValue: 0)
    let index = Int(command.index.rawValue)
    let source = Int(command.source)
    guard source < InlineSources.capacity, indices[index].quotes.weights[source] > 0 else {
      return reject(none, .unknownIndex, into: &events)
    }
    guard command.price > .zero, command.price <= Engine.highestSource else {
      return reject(none, .invalidPrice, into: &events)
    }
    hear(command.price, from: source, of: index, into: &events)
    moveComposite(index, into: &events)
  }

  /// Notes and states what a source of a composite says.
  mutating func hear(_ price: Price, from source: Int, of index: Int, into events: inout EventBuffer) {
    indices[index].quotes.prices[source] = price
    indices[index].quotes.times[source] = time
    stateSource(source, of: index, into: &events)
  }

  /// States what a source of a composite last said.
  func stateSource(_ source: Int, of index: Int, into events: inout EventBuffer) {
    events.append(
      .sourceQuoted(
        SourceQuoted(
          index: IndexID(UInt16(index)), source: UInt8(source), price: indices[index].quotes.prices[source],
          time: indices[index].quotes.times[source])))
  }

  /// A rate a day may be anything below the whole; it counts from the next minute's premium on.
  private mutating func setLendingRate(_ command: SourcePrice, into events: inout EventBuffer) {
    let none = AccountID(rawValue: 0)
    guard command.source == 0 else { return reject(none, .unknownIndex, into: &events) }
    guard command.price.magnitude < Price(units: 1), command.price.rawValue != .min else {
      return reject(none, .invalidPrice, into: &events)
    }
    state(Int(command.index.rawValue), at: command.price, into: &events)
  }
}
