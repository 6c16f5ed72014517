import ApusModel
import ApusVectors
import ArgumentParser

/// Tells how a funding rate follows from its premium.
struct ExplainRate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate", abstract: "The funding rate that follows from a premium.")

  @OptionGroup var contract: ContractOptions

  @Option(parsing: .unconditional, help: "The average premium, such as 0.12%.", transform: Written.rate)
  var premium: Rate

  @Option(parsing: .unconditional, help: "The interest of an interval.", transform: Written.rate)
  var interest = Rate(millionths: 100)

  @Option(parsing: .unconditional, help: "The rate of the interval before.", transform: Written.rate)
  var before: Rate?

  func run() throws {
    Explanation.fundingRate(
      premium: premium, interest: interest, before: before, of: try contract.instrument()
    ).tell()
  }
}

/// Tells the mark of a perpetual.
struct ExplainMark: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "mark", abstract: "The mark of a perpetual.")

  @Option(help: "The index price.", transform: Written.price)
  var index: Price

  @Option(parsing: .unconditional, help: "The funding rate, such as -0.0581%.", transform: Written.rate)
  var rate: Rate

  @Option(help: "Seconds until the funding.")
  var seconds: Int64

  @Option(help: "Decimals of the mark.")
  var decimals = 2

  func run() throws {
    guard (0...28_800).contains(seconds) else { throw ValidationError("A funding is at most 28800 seconds away.") }
    try Written.check(decimals: decimals)
    Explanation.mark(index: index, rate: rate, secondsToFunding: seconds, decimals: decimals).tell()
  }
}

/// Tells what leverage costs.
struct ExplainInterest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interest", abstract: "The interest on a position's notional, day by day.")

  @OptionGroup var contract: ContractOptions

  @Option(help: "The stake, in the smallest unit.")
  var principal: Int64

  @Option(help: "0.01 to 100.", transform: Written.leverage)
  var leverage: Leverage

  @Option(help: "The annual rate, such as 0.05%.", transform: Written.rate)
  var rate: Rate

  @Option(help: "Days it is open.")
  var days: Int64

  func run() throws {
    guard (0...Amount.limit.rawValue).contains(principal) else { throw ValidationError("The stake is out of bounds.") }
    guard (0...36_500).contains(days), rate >= .zero, rate <= Rate(rawValue: Rate.scale), leverage > .zero else {
      throw ValidationError("Days are 0 to 36500, the rate 0 to 100 %, the leverage above 0.")
    }
    Explanation.interest(
      principal: Amount(principal), leverage: leverage, rate: rate, days: days, of: try contract.instrument()
    ).tell()
  }
}
