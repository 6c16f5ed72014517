import ApusEngine
import ApusModel
import ArgumentParser

/// Brings a million positions to a new mark, beside the yardstick of memory, and moves the mark of an engine that holds
/// as many.
struct BenchMark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mark",
    abstract: "Bring a million positions to a new mark, and liquidate those it reaches.",
    discussion: """
      First all positions at once, valued exactly, with a flag for each that the mark has reached: the bytes they move a \
      second, as a part of what a plain triad over columns of the same length moves in the same round. Then the whole \
      engine: what a move of the mark costs that reaches nobody, ten, a thousand and a hundred thousand positions.
      """)

  @Option(help: "How many positions.")
  var positions: UInt32 = 1_000_000

  @Option(help: "How many times to measure.")
  var rounds = 9

  func validate() throws {
    guard positions >= 200_000, rounds > 0 else {
      throw ValidationError("There must be at least 200,000 positions and one round.")
    }
  }

  func run() throws {
    var progress = Progress("Measuring")
    for (name, terms) in MarkBench.contracts {
      try measure(name, terms)
      progress.reached("\(name) contracts are done")
    }
    var crowd = MarkedCrowd(positions)
    progress.reached("the engine holds \(positions) positions")
    crowd.report()
  }

  private func measure(_ name: String, _ terms: Instrument) throws {
    var columns = MarkBench.columns(terms, positions)
    try MarkBench.verify(&columns, terms)
    var triad = Triad(count: positions)
    var shares: [Double] = []
    var rates: [Double] = []
    for round in 0..<rounds + 1 {
      let mark = terms.price(of: Tick(7_500 + round))
      let start = ThreadClock.cpu()
      columns.mark(to: mark, of: terms)
      let marked = ThreadClock.cpu()
      let sum = triad.run()
      let end = ThreadClock.cpu()
      precondition(sum == 7, "a triad of \(sum)")
      // The first round wakes memory up.
      if round == 0 { continue }
      let rate = Double(MarkColumns.bytes(of: positions)) / Double(marked - start)
      rates.append(rate)
      shares.append(rate / (Double(Triad.bytes(of: positions)) / Double(end - marked)))
    }
    print(
      "\(name): \(rates.median.written(1)) GB/s, \((100 * shares.median).written(0)) % of the triad "
        + "(\((100 * shares.min()!).written(0)) to \((100 * shares.max()!).written(0)))")
  }
}

/// The positions that are marked in columns.
enum MarkBench {
  static var contracts: [(String, Instrument)] {
    [
      ("inverse", .xbtusd2019), ("quanto", contract(.quanto, multiplier: 97)),
      ("linear", contract(.linear, multiplier: 1)),
    ]
  }

  private static func contract(_ kind: ContractKind, multiplier: Int64) -> Instrument {
    var terms = Instrument.xbtusd2019
    terms.kind = kind
    terms.multiplier = multiplier
    return terms
  }

  static func columns(_ terms: Instrument, _ count: UInt32) -> MarkColumns {
    var columns = MarkColumns(capacity: count)
    for number in 0..<Int64(count) {
      let quantity = Contracts(rawValue: (number % 2 == 0 ? 1 : -1) * (1 + number * 7_919 % 100_003))
      let entry = terms.price(of: Tick(7_000 + number % 1_000))
      let liquidation = terms.price(of: Tick(quantity > .zero ? 5_000 + number % 2_600 : 7_400 + number % 2_600))
      columns.append(quantity, cost: terms.value(of: quantity, at: entry), liquidation: liquidation)
    }
    return columns
  }

  /// Every profit and every flag is what the formula says.
  static func verify(_ columns: inout MarkColumns, _ terms: Instrument) throws {
    for fraction in [0, 1] as [Int64] {
      try verify(&columns, terms, at: terms.price(of: 7_499) + Price(rawValue: fraction))
    }
  }

  private static func verify(_ columns: inout MarkColumns, _ terms: Instrument, at mark: Price) throws {
    columns.mark(to: mark, of: terms)
    for number in 0..<columns.count {
      let signed = Int64(number)
      let quantity = Contracts(rawValue: (signed % 2 == 0 ? 1 : -1) * (1 + signed * 7_919 % 100_003))
      let cost = terms.value(of: quantity, at: terms.price(of: Tick(7_000 + signed % 1_000)))
      let limit = terms.price(of: Tick(quantity > .zero ? 5_000 + signed % 2_600 : 7_400 + signed % 2_600))
      guard columns.profit(number) == terms.value(of: quantity, at: mark) - cost,
        columns.isReached(number) == (quantity > .zero ? mark <= limit : mark >= limit)
      else { throw failure("position \(number) is not what the formula says") }
    }
  }
}
