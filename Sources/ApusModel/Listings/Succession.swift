// How a series goes on: what comes after a contract, and when.

extension Instrument {
  /// When the next contract of a quarterly series is listed: 08:00 UTC two weeks before its front one expires (the venue
  /// listed XBTU19 on 2019-03-15, XBTZ19 on 2019-06-14).
  public static func successorDue(expiring expiry: Timestamp) -> Timestamp {
    expiry.wholeDay - Timestamp(rawValue: 14 * Timestamp.day - 8 * Timestamp.hour)
  }

  /// When the next contract of this one's series is listed; nil when none ever is.
  public var successorDue: Timestamp? {
    switch relisting {
    case .never: nil
    case .quarterly: Instrument.successorDue(expiring: expiry)
    case .weekly: expiry
    }
  }

  /// The contract that follows the last one of a quarterly series, listed at a time.
  public func nextQuarter(listed time: Timestamp) -> Instrument {
    var terms = dated(Expiry.quarter(after: expiry))
    terms.listed = time
    return terms
  }

  /// The contract that follows this weekly one, listed when it settles, not yet struck.
  public var nextWeek: Instrument {
    var terms = self
    terms.listed = expiry
    terms.expiry = Expiry.fridayNoon(after: expiry)
    terms.option.strike = .zero
    terms.option.barrier = .zero
    return terms
  }

  /// What a contract pays out when the index it settles by stands there, to the tick for a profit contract.
  public func settlementPrice(at index: Price) -> Price {
    switch type {
    case .perpetual, .future: index
    case .upside: ProfitContract.upside(strike: option.strike, index: index, tickSize: tickSize)
    case .downside:
      ProfitContract.downside(strike: option.strike, index: index, barrier: option.barrier, tickSize: tickSize)
    }
  }
}
