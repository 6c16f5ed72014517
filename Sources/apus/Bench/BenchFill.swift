import ApusExchange
import ApusModel
import ArgumentParser

/// Makes a long log quickly, for tests of restarts: two customers trading through the exchange itself.
struct BenchFill: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fill",
    abstract: "Add entries to a venue's log: orders placed, filled and canceled.",
    shouldDisplay: false)

  @Argument(help: "The venue's directory; no venue may be running on it.", completion: .directory)
  var directory: String

  @Option(help: "How many entries, at least.")
  var entries: UInt64 = 1_000_000

  func run() throws {
    let options = try ServeOptions.parse(["--quiet-market"])
    let exchange = try OpenExchange.make(options, directory: directory, tape: nil)
    let seat = Seat()
    exchange.attach(seat)
    try OpenExchange.start(exchange)
    var progress = Progress("Filling the log")
    let first = exchange.sequence
    while exchange.sequence - first < entries {
      guard seat.trade(lap(exchange.sequence), on: exchange) else { throw failure("the venue stopped") }
      _ = seat.news()
      progress.reached(exchange.sequence - first, of: entries)
    }
    exchange.stop()
  }

  /// Both customers quote a few levels, meet at some, and withdraw the rest.
  private func lap(_ sequence: UInt64) -> [Command] {
    var commands: [Command] = []
    for index in 0..<500 {
      let number = Int64(index)
      let isBuy = (UInt64(index) + sequence) % 2 == 0
      commands.append(
        .placeOrder(
          PlaceOrder(
            account: House.customers[isBuy ? 0 : 1].0, instrument: InstrumentID(0), side: isBuy ? .buy : .sell,
            price: Price(units: 65_000 + (isBuy ? -1 : 1) * (number % 40 - 4)),
            quantity: Contracts(rawValue: 100 * (1 + number % 7)))))
    }
    for customer in House.customers { commands.append(.cancelOrders(CancelOrders(account: customer.0))) }
    return commands
  }
}
