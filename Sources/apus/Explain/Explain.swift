import ApusModel
import ApusVectors
import ArgumentParser

/// Tells how a number of the venue comes about.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell step by step how a margin, a price, a payment or a profit comes about.",
    discussion: """
      Each line is a step: its name, the formula with its numbers, what comes out, and in brackets the section of \
      docs/formulas.md. The numbers come from the formulas the engine itself uses.

        apus explain liquidation --quantity -10 --entry 10948 --leverage 10
        apus explain DIR --account 3 --symbol XBTUSD
      """,
    subcommands: [
      ExplainLogged.self, ExplainMargin.self, ExplainLiquidation.self, ExplainProfit.self, ExplainFunding.self,
      ExplainRate.self, ExplainMark.self, ExplainFutureMark.self, ExplainInterest.self, ExplainRiskLimit.self,
      ExplainTransfer.self, ExplainRank.self, ExplainSettlement.self, ExplainPayout.self,
    ],
    defaultSubcommand: ExplainLogged.self)
}

/// The contract asked about.
struct ContractOptions: ParsableArguments {
  @Option(help: "The contract.")
  var symbol = "XBTUSD"

  @Option(help: "The contracts and rules: 2019-03-26 or 2026.")
  var listing = ListingName.march2019

  func instrument() throws -> Instrument {
    guard let terms = listing.listing.instruments.first(where: { $0.symbol.description == symbol }) else {
      throw ValidationError("The listing \(listing.rawValue) has no \(symbol).")
    }
    return terms
  }
}

/// The position asked about.
struct PositionOptions: ParsableArguments {
  @OptionGroup var contract: ContractOptions

  @Option(parsing: .unconditional, help: "Contracts held; negative for a short.")
  var quantity: Int64

  @Option(help: "The average entry price.", transform: Written.price)
  var entry: Price

  @Option(help: "0.01 to 100, or cross.", transform: Written.leverage)
  var leverage = Leverage.cross

  @Option(help: "The mark price.", transform: Written.price)
  var mark: Price?

  @Option(
    parsing: .unconditional,
    help: "The coming funding rate, such as -0.0581%; the side that pays needs more maintenance.",
    transform: Written.rate)
  var rate = Rate.zero

  @Option(help: "Risk steps above the first.")
  var steps: Int64 = 0

  @Option(help: "Margin added by hand, isolated, in the smallest unit.")
  var added: Int64 = 0

  @Option(help: "What else of the account backs it, cross, in the smallest unit.")
  var available: Int64 = 0

  func question() throws -> PositionQuestion {
    var question = PositionQuestion(
      instrument: try contract.instrument(), quantity: Contracts(quantity), entry: entry)
    question.leverage = leverage
    question.mark = mark
    question.funding = rate
    question.steps = steps
    question.added = Amount(added)
    question.available = Amount(available)
    if let refusal = question.refusal { throw ValidationError("Not a position: \(refusal).") }
    guard (0...Amount.limit.rawValue).contains(added), (0...Amount.limit.rawValue).contains(available) else {
      throw ValidationError("Sums of money are 0 to \(Amount.limit.rawValue).")
    }
    return question
  }
}

extension PositionQuestion {
  /// Refuses a price at which the position could not be what is asked.
  func check(at price: Price, as what: String) throws {
    var there = self
    there.mark = price
    if let refusal = there.refusal { throw ValidationError("Not \(what): \(refusal).") }
  }
}

/// Numbers as they are written on the command line.
enum Written {
  static func check(decimals: Int) throws {
    guard (0...10).contains(decimals) else { throw ValidationError("A mark has 0 to 10 decimals.") }
  }

  static func price(_ text: String) throws -> Price {
    guard let price = DecimalText.price(text), price > .zero else { throw ValidationError("'\(text)' is no price.") }
    return price
  }

  static func rate(_ text: String) throws -> Rate {
    guard let rate = DecimalText.rate(text) else { throw ValidationError("'\(text)' is no rate such as 0.01%.") }
    return rate
  }

  static func leverage(_ text: String) throws -> Leverage {
    guard let leverage = DecimalText.leverage(text) else {
      throw ValidationError("'\(text)' is no leverage from 0.01 to 100, or cross.")
    }
    return leverage
  }
}

extension Explanation {
  /// Prints every step.
  func tell() { for line in lines { print(line) } }
}
