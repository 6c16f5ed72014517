public import ApusModel

extension NaiveEngine {
  /// The events that state everything as it stands, in the order the engine promises.
  public func image() -> [Happening] {
    happenings = []
    for market in markets.indices {
      let instrument = InstrumentID(rawValue: UInt16(market))
      state(.instrumentListed(instrument))
      if let mark = markets[market].mark {
        let price = Price(rawValue: Int64(mark))
        state(.priceChanged(PriceChanged(instrument: instrument, index: price, mark: price)))
      }
    }
    let everyone = (0..<accounts).map { AccountID(rawValue: UInt32($0 + 1)) }
    for account in everyone { state(account) }
    for market in markets.indices {
      for side in [Side.buy, .sell] {
        for order in queue(market, side) { state(.orderStands(order.stated)) }
      }
    }
    for account in everyone {
      for market in markets.indices {
        let key = Key(account: account, market: market)
        if held.contains(key) { state(.positionChanged(position(key))) }
      }
    }
    return happenings
  }

  private func state(_ account: AccountID) {
    state(.accountOpened(account))
    for currency in Currency.allCases where deposited(account, currency) != 0 {
      state(.walletChanged(wallet(account, currency, nil, 0)))
    }
    if let deadline = deadlines[account] {
      state(.cancelAllAfterSet(CancelAllAfterSet(account: account, deadline: deadline)))
    }
  }
}
