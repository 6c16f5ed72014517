public import ApusModel

/// The sources of an index as they report a price outside: each a little off, now and then one that says nothing for a
/// while, never two at once.
public struct IndexFeed: Sendable {
  private static let silence = 30_000...1_500_000 as ClosedRange<Int64>

  private let index: IndexID
  private let sources: [UInt8]
  private var random: SeededRandom
  /// How far each source is off, in millionths of the price.
  private var offsets: [Int64]
  /// Which source says nothing, and until when.
  private var silent: (source: UInt8, until: Timestamp)?
  private var last = Timestamp.zero

  /// The sources of an index, by their numbers.
  public init(index: IndexID, sources: [UInt8], random: SeededRandom) {
    self.index = index
    self.sources = sources
    self.random = random
    offsets = sources.map { _ in 0 }
  }

  /// What the sources say of a price at a time, to the hundredth.
  public mutating func prices(around price: Price, at time: Timestamp) -> [Command] {
    if let until = silent?.until, until <= time { silent = nil }
    // About one failure an hour, where another source is left to speak.
    let passed = last == .zero ? 0 : max(0, (time - last).rawValue)
    if silent == nil, sources.count > 1, random.falls(perHour: 1, in: passed) {
      let source = sources[Int(random.below(Int64(sources.count)))]
      silent = (source, time + Timestamp(rawValue: random.within(IndexFeed.silence)))
    }
    last = time
    var commands: [Command] = []
    for place in sources.indices where sources[place] != silent?.source {
      offsets[place] = offsets[place] * 3 / 4 + random.within(-40...40)
      let exact = price.rawValue + price.rawValue / 1_000_000 * offsets[place]
      let cent = Price.scale / 100
      commands.append(
        .sourcePrice(
          SourcePrice(index: index, source: sources[place], price: Price(rawValue: max(1, exact / cent) * cent))))
    }
    return commands
  }
}
