import ApusExchange
import ApusJournal
import ApusModel
import ApusSandbox
import ArgumentParser

/// An exchange that takes commands, and who trades on it besides the customers.
struct OpenExchange {
  let exchange: Exchange
  let market: MarketDriver

  /// Opens the exchange of a directory, new or as it was left.
  static func open(_ options: ServeOptions, directory: String, tape: Tape?) throws -> OpenExchange {
    let configuration = ExchangeConfiguration(
      directory: directory, genesis: House.genesis(options.listing.listing), genesisTime: tape?.start,
      clock: clock(options, tape))
    let exchange: Exchange
    do throws(ExchangeError) { exchange = try Exchange(configuration) } catch { throw ending(error, directory) }
    let seat = Seat()
    if !options.quietMarket { exchange.attach(seat) }
    var progress = Progress("Reading the log")
    do throws(ExchangeError) {
      try exchange.start { progress.reached($0.done, of: $0.total) }
    } catch { throw failure(error.description) }
    let market = try MarketDriver(options, tape, exchange, seat)
    return OpenExchange(exchange: exchange, market: market)
  }

  private static func clock(_ options: ServeOptions, _ tape: Tape?) -> VenueClock {
    if tape != nil { return .fed }
    return .wall(offset: options.at.map { $0.rawValue - Pause.wall } ?? 0)
  }

  /// The exchange says in words why it cannot open its log; the journal, asked again, says which kind of reason it is.
  private static func ending(_ error: ExchangeError, _ directory: String) -> ExitCode {
    do throws(JournalError) {
      _ = try Journal(directory: directory)
    } catch { return LogRefusal(error).ending }
    return failure(error.description)
  }
}
