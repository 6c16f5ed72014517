import ApusModel
import ApusVectors
import ArgumentParser

/// Tells the margin of a position.
struct ExplainMargin: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "margin", abstract: "The margin of a position, part by part.")

  @OptionGroup var position: PositionOptions

  func run() throws { Explanation.margin(try position.question()).tell() }
}

/// Tells the liquidation and bankruptcy price of a position.
struct ExplainLiquidation: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "liquidation", abstract: "The liquidation and the bankruptcy price of a position.")

  @OptionGroup var position: PositionOptions

  func run() throws { Explanation.liquidation(try position.question()).tell() }
}

/// Tells the profit of a position that is closed.
struct ExplainProfit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pnl", abstract: "The profit of a position that is closed at a price.")

  @OptionGroup var position: PositionOptions

  @Option(help: "The price it is closed at.", transform: Written.price)
  var exit: Price

  func run() throws {
    let question = try position.question()
    try question.check(at: exit, as: "an exit")
    Explanation.profit(question, exit: exit).tell()
  }
}

/// Tells what a position pays or receives at a funding.
struct ExplainFunding: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "funding", abstract: "What a position pays or receives at a funding.")

  @OptionGroup var contract: ContractOptions

  @Option(parsing: .unconditional, help: "Contracts held; negative for a short.")
  var quantity: Int64

  @Option(help: "The mark price.", transform: Written.price)
  var mark: Price

  @Option(parsing: .unconditional, help: "The funding rate, such as -0.0581%.", transform: Written.rate)
  var rate: Rate

  func run() throws {
    let question = PositionQuestion(
      instrument: try contract.instrument(), quantity: Contracts(quantity), entry: mark)
    if let refusal = question.refusal { throw ValidationError("Not a position: \(refusal).") }
    Explanation.funding(question, at: rate, mark: mark).tell()
  }
}
