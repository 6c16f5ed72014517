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

  /// The first commands of a new log.
  static func genesis(_ listing: Listing) -> [Command] {
    let opened = (1...16).map { Command.openAccount(OpenAccount(account: AccountID($0))) }
    let funded = customers.map { Command.deposit(Deposit(account: $0.0, currency: .xbt, amount: stake)) }
    let priced = listing.instruments.indices.map { number in
      Command.indexPrice(IndexPrice(instrument: InstrumentID(UInt16(number)), price: listing.firstPrice))
    }
    return listing.instruments.map { .listInstrument($0) } + opened + funded + priced
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
}
