// README begins
import ApusEngine
import ApusModel
// README ends
import Foundation
import Testing

@Suite("The README")
struct ReadmeTests {
  @Test("What it says about embedding the engine is what is compiled and run here")
  func embedding() throws {
    // README begins
    let (market, alice, bob) = (InstrumentID(0), AccountID(1), AccountID(2))
    let (price, coin) = (Price(units: 4_000), Amount(100_000_000))
    let commands: [Command] = [
      .listInstrument(.xbtusd2019), .indexPrice(IndexPrice(instrument: market, price: price)),
      .openAccount(OpenAccount(account: alice)), .deposit(Deposit(account: alice, currency: .xbt, amount: coin)),
      .openAccount(OpenAccount(account: bob)), .deposit(Deposit(account: bob, currency: .xbt, amount: coin)),
      .placeOrder(PlaceOrder(account: alice, instrument: market, side: .sell, price: price, quantity: Contracts(100))),
      .placeOrder(PlaceOrder(account: bob, instrument: market, side: .buy, price: price, quantity: Contracts(100))),
    ]
    var engine = Engine(limits: .small)
    var events = EventBuffer()
    engine.apply(commands.enumerated().map { Entry(UInt64($0 + 1), at: .zero, $1) }, into: &events)
    for case .filled(let fill) in events.happenings.map(\.event) { print(fill.account.rawValue, fill.balance.rawValue) }
    // README ends

    let fills = events.happenings.compactMap { if case .filled(let fill) = $0.event { fill } else { nil } }
    #expect(fills.map(\.account) == [alice, bob])
    // 100 contracts at 4000 are worth 0.025 XBT: the maker gets a rebate of 0.025 %, the taker pays 0.075 %.
    #expect(fills.map(\.fee) == [Amount(-625), Amount(1_875)])
    #expect(fills.map(\.balance) == [Amount(100_000_625), Amount(99_998_125)])
    #expect(engine.audit().isEmpty)
    #expect(try readme.contains("```swift\n\(compiled)\n```"))
  }

  @Test("What it says about trading from Python is what the venue's tests run")
  func python() throws {
    let source = try text("Tests/venue/ccxt_example.py").split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(source.firstIndex { $0.hasPrefix("    exchange = ") })
    let end = try #require(source[start...].firstIndex { $0.hasPrefix("    return ") })
    let run = source[start..<end].map { String($0.dropFirst(4)) }.joined(separator: "\n")
    #expect(try readme.contains("\n\(run)\n```"))
  }

  private var root: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  private var readme: String {
    get throws { try text("README.md") }
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The marked lines of this file without their indentation, a blank line between the two parts.
  private var compiled: String {
    get throws {
      let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
      var parts: [[Substring]] = []
      var indentation: Int?
      for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
        let text = line.drop { $0 == " " }
        if text == "// README begins" {
          indentation = line.count - text.count
          parts.append([])
        } else if text == "// README ends" {
          indentation = nil
        } else if let indentation {
          parts[parts.count - 1].append(line.dropFirst(indentation))
        }
      }
      return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }
  }
}
