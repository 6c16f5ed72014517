public import ApusModel

// The whole logical state in a fixed order, free of slots and other accidents of memory: two engines that applied
// the same entries write the same bytes, whatever their limits and however often they were restored.

extension Engine {
  /// The version of the form written.
  static var snapshotVersion: UInt8 { 8 }

  /// Appends the state.
  public func snapshot(into writer: inout ByteWriter) {
    writer.write(Engine.snapshotVersion)
    writer.write(sequence)
    writer.write(time)
    writer.write(trading.rawValue)
    writer.write(UInt16(markets.count))
    for market in 0..<markets.count { writeTerms(of: market, into: &writer) }
    accounts.write(into: &writer, instruments: markets.count)
    writePrices(into: &writer)
    for market in 0..<markets.count {
      writeOrders(of: market, into: &writer)
      writeStops(of: market, into: &writer)
    }
    accounts.writeFinishedNames(into: &writer)
    for market in 0..<markets.count { writeFilled(in: market, into: &writer) }
    writer.write(liquidations.isUnfinished)
    writer.write(liquidations.orders)
    writer.write(liquidations.nextOffer)
    writer.write(liquidations.nextRanking)
    writer.write(liquidations.rankedMarket)
    writeRanking(into: &writer)
    for currency in Currency.allCases { writer.write(liquidations.stated[Int(currency.rawValue)]) }
  }

  /// One number for the logical state: engines agree on it exactly when they agree on everything.
  public func fingerprint() -> UInt64 {
    var writer = ByteWriter(capacity: 1 << 16)
    snapshot(into: &writer)
    return Engine.fingerprint(of: writer.bytes)
  }

  /// The fingerprint of a state already written.
  public static func fingerprint(of bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  private func writeTerms(of market: Int, into writer: inout ByteWriter) {
    writer.write(markets[market].terms)
    writer.write(markets[market].index)
    writer.write(markets[market].mark)
    writer.write(markets[market].markVersion != 0)
    write(markets[market].life, into: &writer)
  }

  private func write(_ life: MarketLife, into writer: inout ByteWriter) {
    writer.write(life.state.rawValue)
    writer.write(life.trading.rawValue)
    writer.write(life.settling.rawValue)
    writer.write(life.account)
    writer.write(life.due)
    writer.write(life.price)
    writer.write(life.underlying)
    writer.write(life.successorDue)
  }

  private func writeOrders(of market: Int, into writer: inout ByteWriter) {
    writer.write(markets[market].book.count)
    for side in [BookSide.buy, .sell] {
      var slot = markets[market].book.head(side)
      while slot != noSlot {
        writer.write(markets[market].order(slot, names: accounts.names), withMarket: false)
        writer.write(markets[market].details[slot].premium)
        let isConditional = markets[market].book[slot].flags & OrderFlag.conditional != 0
        writer.write(isConditional)
        if isConditional {
          write(markets[market].stops.find(OrderID(rawValue: markets[market].book[slot].id)), market, into: &writer)
        }
        slot = markets[market].book.next(after: slot)
      }
    }
  }

  private func writeFilled(in market: Int, into writer: inout ByteWriter) {
    let count = markets[market].filled.recent(at: time)
    writer.write(count)
    for back in (0..<count).reversed() {
      let record = markets[market].filled[markets[market].filled.place(back)]
      let isNamed =
        record.id.rawValue != 0 && record.name != noSlot && accounts.names.isFinished(record.name, of: record.id)
      // One whose name is forgotten is done for good.
      writer.write(isNamed || record.name == noSlot ? record.id.rawValue : 0)
      writer.write(record.filled)
      writer.write(record.placed)
      writer.write(record.value)
      writer.write(record.account.rawValue)
      writer.write(record.tick)
      writer.write(record.lots)
      writer.write(text: isNamed ? accounts.names[record.name].text.utf8 : ClientOrderID.none.utf8)
      writer.write(record.side.rawValue)
      writer.write(record.instructions.rawValue)
    }
  }

  private func writeStops(of market: Int, into writer: inout ByteWriter) {
    for list in 0..<TriggerList.count { writer.write(markets[market].stops.reached[list]) }
    writer.write(markets[market].stops.followsAt)
    writer.write(markets[market].stops.follows)
    var count: UInt32 = 0
    forEachWaiting(in: market) { _ in count += 1 }
    writer.write(count)
    forEachWaiting(in: market) { slot in write(slot, market, into: &writer) }
  }

  /// Writes what came, or is to come, to the book and its conditions.
  private func write(_ slot: Slot, _ market: Int, into writer: inout ByteWriter) {
    let order = markets[market].stops[slot]
    writer.write(order.id.rawValue)
    writer.write(plain: order.order)
    writer.write(order.conditions)
    writer.write(order.placed)
    writer.write(order.extreme)
    writer.write(order.shown)
    writer.write(order.isHeld)
    writer.write(order.fate.rawValue)
  }
}

extension Accounts {
  fileprivate func write(into writer: inout ByteWriter, instruments: Int) {
    writer.write(executions)
    writer.write(trades)
    writer.write(nextDeadline)
    for currency in Currency.allCases {
      let house = ledger.house(in: currency)
      for amount in [
        house.clearing, house.fees, house.outside, house.interest, house.fundingDust, house.withdrawals,
      ] {
        writer.write(amount)
      }
      writer.write(ledger.insurance(in: currency))
      writer.write(retiredFees[Int(currency.rawValue)])
      writer.write(self[.venue].deposited[Int(currency.rawValue)])
    }
    writer.write(count)
    // The liquidation engine, account 0, has positions like a customer.
    for number in 0...count {
      let account = AccountID(rawValue: number)
      if number > 0 { write(account, into: &writer) }
      for index in 0..<instruments { writePosition(account, InstrumentID(rawValue: UInt16(index)), into: &writer) }
    }
  }

  private func write(_ account: AccountID, into writer: inout ByteWriter) {
    writer.write(self[account].deadline)
    writer.write(self[account].plan.feeTier)
    writer.write(self[account].plan.interestDiscount)
    writer.write(self[account].role.rawValue)
    writer.write(self[account].sendsSpam)
    writer.write(self[account].restriction.rawValue)
    writer.write(self[account].reason.rawValue)
    for currency in Currency.allCases {
      writer.write(ledger.balance(of: account, in: currency))
      writer.write(self[account].deposited[Int(currency.rawValue)])
      let withdrawal = withdrawal(of: account, in: currency)
      writer.write(withdrawal.waits ? withdrawal : nil) { writer, withdrawal in
        writer.write(withdrawal.number)
        writer.write(withdrawal.requested)
        writer.write(withdrawal.amount)
        writer.write(withdrawal.fee)
      }
    }
  }

  private func writePosition(_ account: AccountID, _ instrument: InstrumentID, into writer: inout ByteWriter) {
    let slot = slot(account, in: instrument)
    writer.write(slot != noSlot)
    guard slot != noSlot else { return }
    let position = positions[slot].position
    writer.write(position.quantity)
    writer.write(position.cost)
    writer.write(position.realised)
    writer.write(position.fees)
    writer.write(position.leverage)
    writer.write(position.riskSteps)
    writer.write(risk[slot].lights)
    writer.write(isolatedMargin(slot).added)
    writer.write(isolatedMargin(slot).lost)
    for side in Side.allCases {
      writer.write(position[side].quantity)
      writer.write(position[side].value)
    }
    writer.write(position.premium)
    writer.write(position.reduceOnlyOrders)
  }

  fileprivate func writeFinishedNames(into writer: inout ByteWriter) {
    var count: UInt32 = 0
    names.forEachFinished { _ in count += 1 }
    writer.write(count)
    names.forEachFinished { name in
      writer.write(name.account.rawValue)
      writer.write(name.order.rawValue)
      writer.write(text: name.text.utf8)
    }
  }
}
