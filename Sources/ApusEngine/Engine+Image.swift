public import ApusModel

extension Engine {
  /// Appends events that state everything as it stands, for readers that begin here.
  public func image(into events: inout EventBuffer) {
    events.begin(sequence, at: time)
    if trading != .open { events.append(.venueStateChanged(trading)) }
    for index in 0..<indices.count { stateIndex(index, into: &events) }
    for market in 0..<markets.count {
      events.append(listing: markets[market].terms, as: markets[market].id)
      if markets[market].markVersion != 0 {
        events.append(
          .priceChanged(
            PriceChanged(instrument: markets[market].id, index: markets[market].index, mark: markets[market].mark)))
      }
      statePrices(of: market, into: &events)
      if markets[market].life.state == .settled { stateSettlement(of: market, into: &events) }
      if markets[market].life.state != .open || markets[market].life.trading != .open {
        stateLife(of: market, into: &events)
      }
    }
    for currency in Currency.allCases where accounts.ledger.insurance(in: currency) != .zero {
      let balance = accounts.ledger.insurance(in: currency)
      events.append(.insuranceChanged(InsuranceChanged(currency: currency, balance: balance)))
    }
    for number in 0..<accounts.count { state(AccountID(rawValue: number + 1), into: &events) }
    for market in 0..<markets.count {
      stateOrders(of: market, into: &events)
      forEachWaiting(in: market) { slot in
        events.append(.conditionsSet(markets[market].stops[slot].statedConditions))
        events.append(.orderStands(markets[market].stops[slot].stated))
      }
    }
    for number in 0...accounts.count { statePositions(of: AccountID(rawValue: number), into: &events) }
  }

  private func stateIndex(_ index: Int, into events: inout EventBuffer) {
    let number = IndexID(UInt16(index))
    events.append(index: indices[index].terms, as: number)
    for source in 0..<InlineSources.capacity where indices[index].quotes.prices[source] > .zero {
      stateSource(source, of: index, into: &events)
    }
    if indices[index].price != .zero || indices[index].isValid {
      events.append(
        .indexChanged(IndexChanged(index: number, price: indices[index].price, isValid: indices[index].isValid)))
    }
  }

  private func statePrices(of market: Int, into events: inout EventBuffer) {
    let prices = markets[market].prices
    if markets[market].terms.measuresBook { stateBasis(of: market, into: &events) }
    if markets[market].terms.funding.exists { stateFunding(of: market, into: &events) }
    if prices.interestStep != 0 {
      events.append(.interestStepSet(InterestStepSet(instrument: markets[market].id, step: prices.interestStep)))
    }
  }

  private func state(_ account: AccountID, into events: inout EventBuffer) {
    events.append(.accountOpened(account))
    if accounts[account].isSpecial { accounts.stateStanding(of: account, into: &events) }
    for currency in Currency.allCases where accounts[account].deposited[Int(currency.rawValue)] != .zero {
      stateWallet(of: account, in: currency, nil, .zero, into: &events)
      let withdrawal = accounts.withdrawal(of: account, in: currency)
      if withdrawal.waits { state(withdrawal, .pending, of: account, in: currency, into: &events) }
    }
    let deadline = accounts[account].deadline
    if deadline != .zero { events.append(.cancelAllAfterSet(CancelAllAfterSet(account: account, deadline: deadline))) }
  }

  private func stateOrders(of market: Int, into events: inout EventBuffer) {
    for side in [BookSide.buy, .sell] {
      var slot = markets[market].book.head(side)
      while slot != noSlot {
        if markets[market].book[slot].flags & OrderFlag.conditional != 0 {
          let conditions = markets[market].stops.find(OrderID(rawValue: markets[market].book[slot].id))
          events.append(.conditionsSet(markets[market].stops[conditions].statedConditions))
        }
        if markets[market].book[slot].account == AccountID.venue.rawValue {
          let order = markets[market].book[slot]
          events.append(.liquidationOrder(markets[market].offer(order, leaves: order.leaves)))
        } else {
          events.append(.orderStands(markets[market].order(slot, names: accounts.names)))
        }
        slot = markets[market].book.next(after: slot)
      }
    }
  }

  /// The orders that wait in a market: account by account, newest first, which is the same after a restart.
  func forEachWaiting(in market: Int, _ body: (Slot) -> Void) {
    if markets[market].stops.count == 0 { return }
    for number in 0..<accounts.count {
      let position = accounts.slot(AccountID(rawValue: number + 1), in: markets[market].id)
      guard position != noSlot else { continue }
      var slot = accounts.waiting[position].newest
      while slot != noSlot {
        body(slot)
        slot = markets[market].stops[slot].older
      }
    }
  }

  private func statePositions(of account: AccountID, into events: inout EventBuffer) {
    for market in 0..<markets.count {
      let slot = accounts.slot(account, in: markets[market].id)
      guard slot != noSlot else { continue }
      let position = accounts.positions[slot].position
      if accounts.positions[slot].hasIsolatedMargin {
        let margin = accounts.isolated[slot]
        events.append(
          .isolatedMarginChanged(
            IsolatedMarginChanged(account: account, instrument: position.instrument, margin: margin)))
      }
      events.append(.positionChanged(position))
      let lights = accounts.risk[slot].lights
      if lights != 0 {
        events.append(
          .deleverageRanked(DeleverageRanked(account: account, instrument: position.instrument, lights: lights)))
      }
    }
  }
}
