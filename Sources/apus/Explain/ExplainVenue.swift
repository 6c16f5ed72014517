import ApusModel
import ApusVectors
import ArgumentParser

/// Tells which risk limit a value needs.
struct ExplainRiskLimit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "risk-limit", abstract: "The risk limit a position and its orders need, and the margins it asks for.")

  @OptionGroup var contract: ContractOptions

  @Option(help: "The value of the position at the mark, in the smallest unit.")
  var value: Int64

  @Option(help: "The value of the open orders of the dearer side, in the smallest unit.")
  var orders: Int64 = 0

  func run() throws {
    let terms = try contract.instrument()
    guard terms.riskLimit.exists else { throw ValidationError("\(terms.symbol) has no risk limit.") }
    let most = terms.riskLimit.limit(at: Int64(terms.mostRiskSteps)).rawValue
    guard value >= 0, orders >= 0, value <= most, orders <= most, value + orders <= most else {
      throw ValidationError("The highest risk limit of \(terms.symbol) is \(most).")
    }
    Explanation.riskLimit(position: Amount(value), orders: Amount(orders), of: terms).tell()
  }
}

/// Tells the mark of a dated contract.
struct ExplainFutureMark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "future-mark", abstract: "The mark of a dated contract, from its impact mid price.")

  @Option(help: "The index price.", transform: Written.price)
  var index: Price

  @Option(help: "The impact mid price.", transform: Written.price)
  var mid: Price

  @Option(help: "Minutes until it expires.")
  var minutes: Int64

  @Option(help: "Decimals of the mark.")
  var decimals = 2

  func run() throws {
    guard (1...5_256_000).contains(minutes) else { throw ValidationError("It expires in 1 to 5256000 minutes.") }
    try Written.check(decimals: decimals)
    guard mid.rawValue / 2 <= index.rawValue, index.rawValue / 2 <= mid.rawValue else {
      throw ValidationError("A middle beyond half or double the index makes no basis.")
    }
    Explanation.mark(index: index, mid: mid, toRun: minutes * Timestamp.minute, decimals: decimals).tell()
  }
}

/// Tells how a position is paid out at the end of its contract.
struct ExplainSettlement: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settlement", abstract: "What a position is paid when its contract expires.")

  @OptionGroup var position: PositionOptions

  @Option(help: "The index it settles by: the mean of thirty minutes.", transform: Written.price)
  var index: Price

  @Option(help: "The strike, of an upside or a downside contract.", transform: Written.price)
  var strike: Price?

  func run() throws {
    var question = try position.question()
    question.instrument = try question.instrument.struck(at: strike)
    if let strike, index.rawValue / 100 > strike.rawValue {
      throw ValidationError("Index and strike are too far apart.")
    }
    if !question.instrument.type.isOption {
      try question.check(at: index, as: "an end")
      question.mark = nil
    }
    Explanation.settlement(question, index: index).tell()
  }
}

/// Tells strike and payout of an upside or a downside contract.
struct ExplainPayout: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "payout", abstract: "The strike of an upside or downside contract, or what it pays out.")

  @OptionGroup var contract: ContractOptions

  @Option(help: "The index: at listing, or at the end when a strike is named.", transform: Written.price)
  var index: Price

  @Option(help: "The strike.", transform: Written.price)
  var strike: Price?

  func run() throws {
    let terms = try contract.instrument()
    guard terms.type.isOption else { throw ValidationError("\(terms.symbol) has no strike.") }
    guard strike != nil else { return Explanation.strike(of: terms, index: index).tell() }
    Explanation.payout(of: try terms.struck(at: strike), index: index).tell()
  }
}

/// Tells where a position stands in the line for deleveraging.
struct ExplainRank: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank", abstract: "The number by which a position is lined up for deleveraging.")

  @OptionGroup var position: PositionOptions

  func run() throws {
    let question = try position.question()
    if question.mark == nil { throw ValidationError("A rank needs the --mark.") }
    Explanation.rank(question).tell()
  }
}

/// Tells what adding or taking margin does to an isolated position.
struct ExplainTransfer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer", abstract: "What adding margin to an isolated position, or taking some away, does to it.")

  @OptionGroup var position: PositionOptions

  @Option(parsing: .unconditional, help: "How much is added, negative to take away, in the smallest unit.")
  var amount: Int64

  func run() throws {
    let question = try position.question()
    if question.leverage == .cross {
      throw ValidationError("A position in cross margin takes none: name its --leverage.")
    }
    guard amount.magnitude <= Amount.limit.rawValue.magnitude, question.added.rawValue + amount >= 0 else {
      throw ValidationError("No more can be taken than was added.")
    }
    Explanation.transfer(question, amount: Amount(amount)).tell()
  }
}

extension Instrument {
  /// This contract with a strike, if it is of those that have one.
  fileprivate func struck(at strike: Price?) throws -> Instrument {
    guard type.isOption else {
      if strike == nil { return self }
      throw ValidationError("\(symbol) has no strike.")
    }
    guard let strike else { throw ValidationError("An upside or downside contract needs its --strike.") }
    return self.struck(at: strike)
  }
}
