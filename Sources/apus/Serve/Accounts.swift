import ApusAPI
import ApusModel

/// Whose account is which number; all are opened at the start of a log, so that any mode can follow any other.
enum House {
  /// The accounts a person gets keys for.
  static let customers = [(AccountID(1), "alice"), (AccountID(2), "bob")]
  /// The traders of the living market.
  static let traders = (3...14).map { AccountID($0) }
  /// Who keeps the levels of a recorded market.
  static let tapeMaker = AccountID(15)
  /// Who trades as it was recorded.
  static let tapeTaker = AccountID(16)
  /// What a customer begins with: ten coins.
  static let stake = Amount(rawValue: 1_000_000_000)

  /// The same for a recorded market, whose one maker keeps all its levels: nothing bounds how many or where.
  static func recordedGenesis(_ listing: Listing, at time: Timestamp) -> [Command] {
    genesis(listing, at: time).map { command in
      guard case .listInstrument(let listed) = command else { return command }
      var terms = listed.terms
      terms.protection = OrderProtection()
      return .listInstrument(terms)
    }
  }

  /// The first commands of a new log that begins at a time.
  static func genesis(_ listing: Listing, at time: Timestamp) -> [Command] {
    let opened = (1...16).map { Command.openAccount(OpenAccount(account: AccountID($0))) }
    let funded = customers.map { Command.deposit(Deposit(account: $0.0, currency: .xbt, amount: stake)) }
    let priced = listing.instruments(at: time).enumerated().compactMap { number, terms in
      listing.firstPrice(of: terms).map {
        Command.indexPrice(IndexPrice(instrument: InstrumentID(UInt16(number)), price: $0))
      }
    }
    return listing.commands(at: time) + opened + funded + priced
  }
}

extension Listing {
  /// What a coin cost in dollars at the time, roughly: where a new market begins.
  var firstPrice: Price {
    switch self {
    case .march2019: Price(units: 3_925)
    case .last2026: Price(units: 65_000)
    }
  }

  /// What the index of a contract stood at at the time, roughly; nil where nobody knows.
  func firstPrice(of terms: Instrument) -> Price? {
    if terms.underlying == "XBT" { return firstPrice }
    switch (self, terms.underlying, terms.quoteCurrency) {
    case (.march2019, "ETH", "USD"): return Price(units: 133)
    case (.march2019, "ETH", _): return Price(units: 341, over: 10_000)
    case (.march2019, "ADA", _): return Price(units: 1_530, over: 100_000_000)
    case (.march2019, "BCH", _): return Price(units: 405, over: 10_000)
    case (.march2019, "EOS", _): return Price(units: 9_350, over: 10_000_000)
    case (.march2019, "LTC", _): return Price(units: 1_500, over: 100_000)
    case (.march2019, "TRX", _): return Price(units: 580, over: 100_000_000)
    case (.march2019, "XRP", _): return Price(units: 7_770, over: 100_000_000)
    case (.last2026, "ETH", _): return Price(units: 2_000)
    case (.last2026, "SOL", _): return Price(units: 90)
    default: return nil
    }
  }
}
