import ApusExchange
import ApusJournal
import ApusModel
import ApusSandbox
import ApusTables
import ArgumentParser

/// Opening an exchange, with its refusals as exit codes.
enum OpenExchange {
  /// The exchange of a directory, new or as it was left; it is not started yet.
  static func make(_ options: ServeOptions, directory: String, tape: Tape?) throws -> Exchange {
    let beginning = tape?.start ?? options.beginning ?? Timestamp(rawValue: Pause.wall)
    let listed = max(beginning, options.listing.listing.beginning)
    let listing = options.listing.listing
    let first = tape == nil ? House.genesis(listing, at: listed) : House.recordedGenesis(listing, at: listed)
    let configuration = ExchangeConfiguration(
      directory: directory, genesis: first, genesisTime: tape?.start,
      clock: clock(options, tape))
    do throws(ExchangeError) { return try Exchange(configuration) } catch { throw ending(error, directory) }
  }

  /// Reads the log, saying how far it has come, and begins to take commands.
  static func start(_ exchange: Exchange) throws {
    var progress = Progress("Reading the log")
    do throws(ExchangeError) {
      try exchange.start { progress.reached($0.done, of: $0.total) }
    } catch { throw failure(error.description) }
  }

  /// A venue keeps the contracts it began with: who names others, or forgets to name its own, should hear of it.
  static func warnOfOtherListing(_ exchange: Exchange, _ options: ServeOptions) {
    guard options.tape == nil else { return }
    let kept = exchange.read { $0.instrumentCount > 0 ? $0.terms(of: InstrumentID(rawValue: 0)) : nil }
    let named = options.listing.listing.instruments(at: options.listing.listing.beginning).first
    guard let kept, let named, kept.lot != named.lot || kept.tickSize != named.tickSize else { return }
    StandardError.say(
      "This venue was begun with other contracts than those of \(options.listing.rawValue), and keeps them: --listing only "
        + "says what a new one lists.")
  }

  /// Keys without a log are what is left of a venue whose log was lost: its owner should hear of it.
  static func warnOfLostLog(_ directory: String) {
    do throws(JournalError) {
      guard try !Journal.isKept(in: directory), Files.exists("\(directory)/\(KeyStore.fileName)") else { return }
    } catch { return StandardError.say("cannot look for a log: \(error.description)") }
    StandardError.say("There is no log in \(directory): a new venue begins, with the keys that are there.")
  }

  private static func clock(_ options: ServeOptions, _ tape: Tape?) -> VenueClock {
    if tape != nil { return .fed }
    return .wall(offset: options.beginning.map { $0.rawValue - Pause.wall } ?? 0)
  }

  /// The exchange says in words why it cannot open its log; the journal, asked again, says which kind of reason it is.
  private static func ending(_ error: ExchangeError, _ directory: String) -> ExitCode {
    do throws(JournalError) {
      _ = try Journal(directory: directory)
    } catch { return LogRefusal(error).ending }
    return failure(error.description)
  }
}
