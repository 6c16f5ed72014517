import ApusModel
import ApusVectors
import Foundation
import Testing

/// What the venue tells about its numbers.
@Suite struct ExplanationTests {
  private func short() throws -> PositionQuestion {
    var question = PositionQuestion(
      instrument: .xbtusd2019, quantity: Contracts(-10), entry: Price(units: 10_948))
    question.leverage = Leverage(1_000)
    question.mark = DecimalText.price("10995.09")
    return question
  }

  private func result(_ name: String, of told: Explanation) -> String? { told.steps.last { $0.name == name }?.result }

  @Test func `a liquidation price is told down to the recorded number`() throws {
    let told = Explanation.liquidation(try short())
    #expect(result("cost", of: told) == "91340 XBt")
    #expect(result("unrealised", of: told) == "-390 XBt")
    #expect(result("margin", of: told) == "9210 XBt")
    #expect(result("shown with commission", of: told) == "533 XBt")
    #expect(result("bankruptcy price", of: told) == "12163.5")
    #expect(result("liquidation price", of: told) == "12096")
  }

  @Test func `in cross margin all that backs a position is told, and what the coming funding asks`() throws {
    var question = PositionQuestion(
      instrument: .xbtusd2019, quantity: Contracts(898), entry: Price(units: 11_434))
    question.mark = DecimalText.price("11426.99")
    question.funding = try #require(DecimalText.rate("0.01%"))
    let told = Explanation.liquidation(question)
    #expect(result("margin", of: told) == "88984 XBt")
    #expect(result("shown with commission", of: told) == "46009 XBt")
  }

  @Test func `payments and marks are told down to their numbers`() throws {
    let rate = try #require(DecimalText.rate("-0.0581%"))
    let question = PositionQuestion(
      instrument: .xbtusd2019, quantity: Contracts(1_000), entry: Price(units: 4_000))
    let funding = Explanation.funding(question, at: rate, mark: Price(units: 4_000))
    #expect(funding.steps.last.map { "\($0.name) \($0.result)" } == "received 14525 XBt")
    let index = try #require(DecimalText.price("3848.73"))
    let basis = try #require(DecimalText.rate("-0.00375"))
    let mark = Explanation.mark(index: index, rate: basis, secondsToFunding: 12_720, decimals: 2)
    #expect(result("mark", of: mark) == "3842.36")
    let interest = Explanation.interest(
      principal: Amount(1_000_000), leverage: Leverage(1_000), rate: Rate(millionths: 50_000), days: 30, of: .xbtusd2019
    )
    #expect(result("posted", of: interest) == "41095 XBt")
    let profit = Explanation.profit(
      PositionQuestion(instrument: .xbtusd2019, quantity: Contracts(885), entry: Price(units: 7_299)),
      exit: try #require(DecimalText.price("6635.5")))
    #expect(result("profit", of: profit) == "-1211565 XBt")
  }

  @Test func `the seed's example of a risk limit is told as its page tells it`() {
    let coin: Int64 = 100_000_000
    let told = Explanation.riskLimit(
      position: Amount(180 * coin), orders: Amount(50 * coin), of: .xbtusd2019)
    #expect(result("steps", of: told) == "1")
    #expect(result("limit", of: told) == "30000000000 XBt")
    #expect(result("maintenance rate", of: told) == "1 %")
    #expect(result("initial rate", of: told) == "1.5 %")
    #expect(result("highest leverage", of: told) == "66.66x")
    #expect(result("maintenance", of: told) == "230000000 XBt")
  }

  @Test func `a captured mark of a dated contract is told down to its basis`() throws {
    // XRPH19 on 2019-01-01 at 03:22, to expire on 2019-03-29 at noon.
    let minutes: Int64 = 87 * 1_440 + 8 * 60 + 38
    let told = Explanation.mark(
      index: try #require(DecimalText.price("0.00009408")), mid: try #require(DecimalText.price("0.00009437")),
      toRun: minutes * Timestamp.minute, decimals: 8)
    #expect(result("basis a year", of: told) == "1 %")
    #expect(result("fair basis", of: told) == "0.00000023")
    #expect(result("mark", of: told) == "0.00009431")
  }

  @Test func `a settlement is told to what comes into the wallet`() throws {
    let future = try #require(Listing.march2019.instruments.first { $0.symbol == "XBTM19" })
    let question = PositionQuestion(instrument: future, quantity: Contracts(100_000), entry: Price(units: 3_900))
    let told = Explanation.settlement(question, index: Price(units: 4_000))
    // 100,000 × 25,641 less 100,000 × 25,000, and 0.05 % of the latter.
    #expect(result("profit", of: told) == "64100000 XBt")
    #expect(result("settlement fee", of: told) == "1250000 XBt")
    #expect(result("to the wallet", of: told) == "62850000 XBt")
  }

  @Test func `payouts and strikes are told`() throws {
    let listed = Listing.march2019.instruments
    let upside = try #require(listed.first { $0.type == .upside })
    let downside = try #require(listed.first { $0.type == .downside })
    let high = try #require(DecimalText.price("14655.44"))
    #expect(result("pays", of: .payout(of: upside.struck(at: Price(units: 11_000)), index: high)) == "0.02494")
    let fallen = Explanation.payout(of: downside.struck(at: Price(units: 9_000)), index: Price(units: 4_400))
    #expect(result("knocked out", of: fallen) == "4500")
    #expect(result("pays", of: fallen) == "0.1")
    #expect(result("strike", of: .strike(of: upside, index: Price(units: 3_900))) == "4000")
    #expect(result("barrier", of: .strike(of: downside, index: Price(units: 3_900))) == "1875")
  }

  @Test func `a place in line for deleveraging is told as the engine finds it`() throws {
    var question = PositionQuestion(instrument: .xbtusd2019, quantity: Contracts(1_000), entry: Price(units: 4_000))
    question.leverage = Leverage(1_000)
    question.mark = Price(units: 4_100)
    let told = Explanation.rank(question)
    // Worth 24,390,000 at the mark and, bankrupt at 3,636.5, 27,499,000.
    #expect(result("bankruptcy price", of: told) == "3636.5")
    #expect(result("profit", of: told) == "0.0244")
    #expect(result("leverage", of: told) == "7.844966")
    #expect(result("rank", of: told) == "0.191417")
  }

  @Test func `added margin moves the liquidation price, and no more is taken than was added`() throws {
    var question = try short()
    question.added = Amount(100)
    let more = Explanation.transfer(question, amount: Amount(900))
    #expect(result("added", of: more) == "1000 XBt")
    question.added = Amount(1_000)
    #expect(result("liquidation price", of: more) == result("liquidation price", of: .liquidation(question)))
    // A loss of 390 is not left to the initial margin.
    #expect(result("refused", of: .transfer(question, amount: Amount(-700))) == "nothing moves")
  }

  @Test func `every rule that is named is a section of the formulas`() throws {
    let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "../../docs/formulas.md")
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let sections = Set(text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) })
    let rate = Rate(millionths: 100)
    let question = try short()
    let told = [
      Explanation.liquidation(question), Explanation.profit(question, exit: Price(units: 11_000)),
      Explanation.funding(question, at: rate, mark: Price(units: 11_000)),
      Explanation.fundingRate(premium: rate, interest: rate, before: nil, of: .xbtusd2019),
      Explanation.mark(index: Price(units: 11_000), rate: rate, secondsToFunding: 60, decimals: 2),
      Explanation.interest(principal: Amount(1), leverage: Leverage(100), rate: rate, days: 1, of: .xbtusd2019),
      Explanation.riskLimit(position: Amount(1), orders: .zero, of: .xbtusd2019),
      Explanation.mark(index: Price(units: 100), mid: Price(units: 101), toRun: Timestamp.day, decimals: 2),
      Explanation.settlement(question, index: Price(units: 11_000)), Explanation.rank(question),
      Explanation.transfer(question, amount: Amount(5)),
    ]
    let unknown = Set(told.flatMap(\.steps).map(\.rule)).subtracting(sections)
    #expect(unknown.isEmpty, "\(unknown)")
  }
}
