import ApusEngine
import ApusModel

extension NaiveEngine {
  /// Closes what the fund cannot bear at the mark; answers whether anything was closed.
  func deleverage(_ work: inout Int) -> Bool {
    var hasClosed = false
    var lined: (market: Int, side: Side)?
    var line: [NaiveCandidate] = []
    for currency in Currency.allCases {
      var fund = max(0, insurance(currency))
      for market in markets.indices where markets[market].contract.terms.settlement == currency {
        guard mayLiquidate(market), let mark = markets[market].mark else { continue }
        for order in offers(in: market) where work > 0 {
          let loss = max(0, loss(of: order, at: mark)) * (order.leaves / markets[market].contract.lot)
          if loss <= fund {
            fund -= loss
            continue
          }
          if lined == nil || lined! != (market, order.side) { line = self.line(against: order.side, in: market) }
          lined = (market, order.side)
          if close(order, against: &line, &work) { hasClosed = true }
        }
      }
    }
    return hasClosed
  }

  /// Closes all orders of the engine in a contract that ends.
  func deleverageAll(in market: Int) {
    var work = Int.max
    var lined: Side?
    var line: [NaiveCandidate] = []
    for order in offers(in: market) {
      if lined != order.side { line = self.line(against: order.side, in: market) }
      lined = order.side
      _ = close(order, against: &line, &work)
    }
  }

  /// Closes what is left of the engine's orders at the settlement price.
  func settleOffers(in market: Int, at price: Int128) {
    let contract = markets[market].contract
    let currency = contract.terms.settlement
    for order in offers(in: market) {
      let quantity = order.leaves
      let value = price == 0 ? 0 : contract.lotValue(price) * (quantity / contract.lot)
      let fill = settleOwn(order, quantity, value)
      pay(.insurance, from: .fundingDust, to: .insurance, max(0, -insurance(currency)), in: currency)
      order.filled = order.quantity
      remove(order)
      stateOffer(order)
      var stated = Fill(
        execution: nextExecution(), trade: TradeID(0), order: order.id, account: .venue,
        instrument: InstrumentID(UInt16(market)), side: order.side, isMaker: false, price: Price(Int64(price)),
        quantity: Contracts(Int64(quantity)), value: Amount(Int64(value)), fee: .zero,
        profit: Amount(Int64(fill.profit)), leaves: .zero, balance: balance(of: .venue, in: currency))
      stated.kind = .settlement
      state(.filled(stated))
    }
  }

  func close(_ order: NaiveOrder, against line: inout [NaiveCandidate], _ work: inout Int) -> Bool {
    let before = order.leaves
    touch(key(order))
    while order.leaves > 0, work > 0, let first = line.first {
      let quantity = min(order.leaves, first.quantity)
      if close(first.account, quantity, against: order) {
        work -= 1
        if quantity == first.quantity { line.removeFirst() } else { line[0].quantity -= quantity }
      } else {
        line.removeFirst()
      }
    }
    settle(order, before: before)
    return order.leaves < before
  }

  func close(_ account: AccountID, _ quantity: Int128, against order: NaiveOrder) -> Bool {
    let key = Key(account: account, market: order.market)
    let contract = markets[order.market].contract
    let side = order.side.opposite
    let value = contract.lotValue(order.price) * (quantity / contract.lot)
    var holding = holding(key)
    let profit = holding.trade(side, quantity, worth: value, of: contract)
    if profit < 0, sum(of: .wallet(account), in: contract.terms.settlement) + profit < 0 { return false }
    let before = self.holding(key)
    cancelAll(of: account, in: order.market, side: nil, .deleveraged)
    fills[key, default: []].append(NaiveFill(side: side, quantity: quantity, value: value, fee: 0, profit: profit))
    pay(.profit, from: .clearing, to: .wallet(account), profit, in: contract.terms.settlement)
    order.filled += quantity
    order.filledValue += value
    touch(key)
    state(.deleveraged, key, at: order.price)
    stateBoth(order.id, key, side, order.price, quantity, value, profit, leaves: order.leaves, .deleveraging)
    shareOwnMargin(key, after: before.size, before.direction)
    return true
  }

  // MARK: The fund

  func stateInsurance() {
    for currency in Currency.allCases where insurance(currency) != liquidations.stated[currency, default: 0] {
      stateInsurance(currency)
    }
  }

  func stateInsurance(_ currency: Currency) {
    liquidations.stated[currency] = insurance(currency)
    state(.insuranceChanged(fund(currency)))
  }

  func fund(_ currency: Currency) -> InsuranceChanged {
    InsuranceChanged(currency: currency, balance: Amount(rawValue: Int64(insurance(currency))))
  }
}
