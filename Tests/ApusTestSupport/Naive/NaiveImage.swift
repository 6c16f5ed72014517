public import ApusModel

extension NaiveEngine {
  /// The events that state everything as it stands, in the order the engine promises.
  public func image() -> [Happening] {
    happenings = []
    if trading != .open { state(.venueStateChanged(trading)) }
    for index in indices.indices {
      state(.indexListed(IndexID(UInt16(index))))
      for source in 0..<6 { stateSource(source, of: index) }
      if indices[index].price != nil { stateIndex(index) }
    }
    for market in markets.indices {
      let instrument = InstrumentID(rawValue: UInt16(market))
      state(.instrumentListed(instrument))
      if let mark = markets[market].mark, let index = markets[market].index {
        state(
          .priceChanged(PriceChanged(instrument: instrument, index: Price(Int64(index)), mark: Price(Int64(mark)))))
      }
      if measuresBook(market) { stateBasis(market) }
      if markets[market].next != nil { stateFunding(market) }
      if markets[market].step != 0 {
        state(.interestStepSet(InterestStepSet(instrument: instrument, step: UInt8(markets[market].step))))
      }
      if markets[market].state == .settled { stateSettlement(of: market) }
      if markets[market].state != .open || markets[market].trading != .open { stateLife(of: market) }
    }
    for currency in Currency.allCases where insurance(currency) != 0 { state(.insuranceChanged(fund(currency))) }
    let everyone = (0..<accounts).map { AccountID(rawValue: UInt32($0 + 1)) }
    for account in everyone { state(account) }
    for market in markets.indices {
      for side in [Side.buy, .sell] {
        for order in queue(market, side) {
          stateConditions(of: order)
          if order.account == .venue { stateOffer(order) } else { state(.orderStands(order.stated)) }
        }
      }
      for account in everyone {
        for stop in ownStops(Key(account: account, market: market)) {
          state(.conditionsSet(stop.statedConditions))
          state(.orderStands(stop.stated))
        }
      }
    }
    for account in [AccountID(0)] + everyone {
      for market in markets.indices {
        let key = Key(account: account, market: market)
        guard takesUpRoom(key) else { continue }
        if choice(key).added != 0 || choice(key).lost != 0 { state(.isolatedMarginChanged(ownMargin(key))) }
        state(.positionChanged(position(key)))
        if let lights = liquidations.lights[key] { state(.deleverageRanked(stated(lights, key))) }
      }
    }
    return happenings
  }

  /// States what an order in the book carries besides a plain one.
  func stateConditions(of order: NaiveOrder) {
    guard let conditions = order.conditions else { return }
    state(
      .conditionsSet(
        ConditionsSet(
          order: order.id, account: order.account, instrument: InstrumentID(rawValue: UInt16(order.market)),
          isWaiting: false, conditions: conditions, shown: Contracts(Int64(order.shown)))))
  }

  private func state(_ account: AccountID) {
    state(.accountOpened(account))
    if standing(account) != NaiveStanding() { stateStanding(account) }
    for currency in Currency.allCases where deposited(account, currency) != 0 {
      state(.walletChanged(wallet(account, currency, nil, 0)))
      stateWithdrawals(of: account, in: currency)
    }
    if let deadline = deadlines[account] {
      state(.cancelAllAfterSet(CancelAllAfterSet(account: account, deadline: deadline)))
    }
  }
}
