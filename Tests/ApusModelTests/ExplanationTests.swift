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
    ]
    let unknown = Set(told.flatMap(\.steps).map(\.rule)).subtracting(sections)
    #expect(unknown.isEmpty, "\(unknown)")
  }
}
