import ApusEngine
import ApusModel

/// A rule of the venue told as a trader would tell it: who does what, and after each arrow what comes of it.
///
/// Playing a scenario gives the same text with what really happened after the arrows; a rule holds when nothing
/// changes. Every scenario is played by the engine and by its naive twin at once, with the audit on.
public struct Scenario: ~Copyable {
  /// Where the arrows stand.
  private static let column = 52

  private var limits: EngineLimits
  var engine: Engine
  private(set) var twin: NaiveEngine
  private var events = EventBuffer(capacity: 64)
  private var sequence: UInt64 = 0
  var time: Int64 = 0
  var people: [String] = []
  var markets: [Instrument] = []
  var indices: [IndexTerms] = []
  var orders: [OrderID] = []
  /// Whether it is told where everybody stands in the line for deleveraging, as it is each minute.
  var tellsLights = false
  /// What the last line's command caused.
  var happenings: [Happening] = []

  private init(limits: EngineLimits) {
    self.limits = limits
    engine = Engine(limits: limits)
    twin = NaiveEngine(limits: limits)
  }

  /// The text with what really happens after each arrow.
  public static func played(_ text: String) throws(ScenarioError) -> String {
    var scenario = Scenario(limits: .small)
    var lines: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      lines.append(try scenario.play(line, number: index + 1))
    }
    return lines.joined(separator: "\n")
  }

  private mutating func play(_ text: Substring, number: Int) throws(ScenarioError) -> String {
    let trimmed = text.drop { $0 == " " }
    if trimmed.isEmpty || trimmed.hasPrefix("#") { return String(text) }
    let parts = text.split(separator: " ->", maxSplits: 1, omittingEmptySubsequences: false)
    var said = parts[0]
    while said.last == " " { said.removeLast() }
    var words = Words(said, line: number)
    happenings = []
    let outcome = try perform(&words)
    try words.finish()
    // Setting the stage says nothing unless the author asked.
    guard parts.count == 2 || !isStage(said) else { return String(said) }
    let padding = String(repeating: " ", count: max(1, Scenario.column - said.count))
    return said + padding + "-> " + outcome
  }

  private func isStage(_ line: Substring) -> Bool {
    ["market", "deposit", "mark", "limits", "wait", "restart", "index", "source", "until", "fund", "lights"].contains {
      line.hasPrefix($0 + " ") || line == $0
    }
  }

  /// Applies a command to the engine and its twin, which must agree, and keeps what happened.
  mutating func apply(_ command: Command, _ words: Words) throws(ScenarioError) {
    sequence += 1
    let entry = Entry(sequence, at: Timestamp(time), command)
    events.removeAll()
    engine.apply(entry, into: &events)
    let expected = twin.apply(entry)
    guard Array(events.happenings) == expected else { throw words.fail("the twin says \(expected.map(\.event))") }
    let findings = engine.audit()
    guard findings.isEmpty else { throw words.fail(findings.joined(separator: "; ")) }
    happenings += events.happenings
    for happening in events.happenings {
      switch happening.event {
      case .orderPlaced(let placed): orders.append(placed.order.id)
      case .liquidationOrder(let order) where !orders.contains(order.order): orders.append(order.order)
      case .instrumentListed(let id), .instrumentUpdated(let id): note(events.listings[Int(id.rawValue)], as: id)
      default: break
      }
    }
  }

  /// A smaller venue, said before anything happens in it: `limits book 3` or `limits each 2`.
  mutating func limit(_ words: inout Words) throws(ScenarioError) {
    guard sequence == 0 else { throw words.fail("limits come first") }
    while !words.isEmpty {
      switch try words.next("a limit") {
      case "book": limits.ordersPerMarket = UInt32(try words.number("orders"))
      case "each": limits.ordersPerPosition = UInt32(try words.number("orders"))
      case "slice": limits.slice = UInt32(try words.number("units"))
      case let limit: throw words.fail("a venue knows no limit of \(limit)")
      }
    }
    engine = Engine(limits: limits)
    twin = NaiveEngine(limits: limits)
  }

  /// Replaces the engine by one made from its snapshot.
  mutating func restart(_ words: Words) throws(ScenarioError) {
    var writer = ByteWriter()
    engine.snapshot(into: &writer)
    do throws(CodecError) {
      engine = try Engine(limits: limits, snapshot: writer.bytes)
    } catch {
      throw words.fail("the snapshot is refused: \(error)")
    }
  }

  private mutating func note(_ terms: Instrument, as instrument: InstrumentID) {
    let number = Int(instrument.rawValue)
    if number < markets.count { markets[number] = terms } else { markets.append(terms) }
  }

  // MARK: Names

  /// The account of a person, opened when first named.
  mutating func account(_ name: String, _ words: Words) throws(ScenarioError) -> AccountID {
    if let index = people.firstIndex(of: name) { return AccountID(UInt32(index + 1)) }
    people.append(name)
    let account = AccountID(UInt32(people.count))
    try apply(.openAccount(OpenAccount(account: account)), words)
    return account
  }

  func person(_ account: AccountID) -> String {
    let index = Int(account.rawValue) - 1
    return people.indices.contains(index) ? people[index] : "nobody"
  }

  /// An order's number in the scenario: `#1` for the first placed.
  func label(_ order: OrderID) -> String {
    orders.firstIndex(of: order).map { "#\($0 + 1)" } ?? "#?"
  }
}
