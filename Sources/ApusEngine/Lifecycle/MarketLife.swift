import ApusModel

/// How far the settlement of a market has come.
enum SettlementStep: UInt8, BitwiseCopyable {
  case none = 0
  /// Its orders are being canceled, account by account.
  case canceling = 1
  /// Its positions are being paid out, account by account.
  case paying = 2
}

/// Where a market stands in its life: read when time passes, never by a plain order.
struct MarketLife: BitwiseCopyable {
  var state = InstrumentState.open
  /// What the operator lets it take.
  var trading = TradingState.open
  var settling = SettlementStep.none
  /// The next account to settle with.
  var account: UInt32 = 0
  /// When the settlement was due.
  var due: Timestamp = .zero
  /// What a contract is paid out at, and the index it was taken from.
  var price: Price = .zero
  var underlying: Price = .zero
  /// When the next contract of the series is to be listed; never once it was.
  var successorDue: Timestamp = .never

  /// Whether it is traded or will be: prices matter no more once it settles.
  var isAhead: Bool { state == .open || state == .unlisted }
}

extension Market {
  /// When something of its life falls due; the moment of its settlement while that is not through.
  var lifeDue: Timestamp {
    switch life.state {
    case .unlisted: terms.isStruck ? terms.listed : .never
    case .open:
      min(terms.expiry == .zero ? .never : terms.expiry, terms.relisting == .quarterly ? life.successorDue : .never)
    case .closed: life.due
    case .settled: life.successorDue
    }
  }
}

extension Instrument {
  /// False for a profit contract that nobody has struck yet.
  var isStruck: Bool { !type.isOption || option.strike > .zero }
}
