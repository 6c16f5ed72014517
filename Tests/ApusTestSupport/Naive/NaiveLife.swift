import ApusEngine
import ApusModel

// What becomes of contracts by themselves: they open, expire, are paid out and followed by the next.

extension NaiveEngine {
  /// When something of a market's life falls due.
  var lifeDue: Int64? { markets.compactMap(\.due).min()?.rawValue }

  /// Does what is due first, in the lowest market.
  func live(_ work: inout Int) {
    guard let due = markets.compactMap(\.due).min(), let market = markets.firstIndex(where: { $0.due == due }) else {
      return
    }
    if markets[market].state != .closed { work -= 16 }
    live(market, at: due, &work)
  }

  func beginLife(of market: Int) {
    let its = markets[market]
    let terms = its.contract.terms
    let isStruck = !terms.type.isOption || terms.option.strike > .zero
    its.state = terms.expiry != .zero && (terms.listed > entry.time || !isStruck) ? .unlisted : .open
    if let due = terms.successorDue, due > entry.time { its.successorDue = due }
    if its.state == .unlisted { stateLife(of: market) }
  }

  func stateLife(of market: Int) {
    let its = markets[market]
    state(
      .marketStateChanged(
        MarketStateChanged(instrument: InstrumentID(UInt16(market)), state: its.state, trading: its.trading)))
  }

  private func live(_ market: Int, at due: Timestamp, _ work: inout Int) {
    let its = markets[market]
    let terms = its.contract.terms
    switch its.state {
    case .unlisted:
      its.state = .open
      stateLife(of: market)
    case .closed: goOnSettling(market, &work)
    case .settled:
      its.successorDue = nil
      listNextWeek(after: market)
    case .open where terms.expiry == due: beginSettlement(of: market, due: due)
    case .open:
      its.successorDue = nil
      let series = markets.map(\.contract.terms).filter {
        $0.relisting == .quarterly && $0.root == terms.root && $0.quoteCurrency == terms.quoteCurrency
          && $0.settlement == terms.settlement
      }
      guard let last = series.max(by: { $0.expiry < $1.expiry }) else { return }
      list(last.nextQuarter(listed: due))
    }
  }

  private func listNextWeek(after number: Int) {
    let old = markets[number]
    var next = old.contract.terms.nextWeek
    while next.expiry <= entry.time { next = next.nextWeek }
    let index = currentIndex(number) ?? old.index
    if let index { next = struck(next, at: index) }
    list(next)
    guard let index, let market = markets.firstIndex(where: { $0.isNamed(next.symbol) }) else { return }
    if markets[market].index == nil { mark(market, told: index, at: entry.time.rawValue) }
  }

  private func struck(_ terms: Instrument, at index: Int128) -> Instrument {
    // To the nearest step, halves up.
    let step = Int128(terms.option.strikeStep.rawValue)
    let exact = Ratio(index * Int128(terms.option.strikeShare.rawValue), over: NaiveContract.rateScale * step)
    return terms.struck(at: Price(Int64(exact.nearest * step)))
  }

  // MARK: Settlement

  func beginSettlement(of market: Int, due: Timestamp) {
    let its = markets[market]
    its.state = .closed
    its.settlement = NaiveSettlement(due: due, index: its.index, price: its.index.map(its.contract.payout) ?? 0)
    stateLife(of: market)
  }

  /// First all orders go, then all positions, account by account, the liquidation engine first.
  private func goOnSettling(_ market: Int, _ work: inout Int) {
    guard let settlement = markets[market].settlement else { return }
    while work > 0 {
      if settlement.next > accounts {
        if settlement.isPaying { return finishSettlement(of: market) }
        stateTouched()
        settlement.isPaying = true
        settlement.next = 0
        continue
      }
      let key = Key(account: AccountID(UInt32(settlement.next)), market: market)
      settlement.next += 1
      work -= 1
      guard takesUpRoom(key) else { continue }
      work -= 16
      if settlement.isPaying {
        payOut(key, at: settlement.price)
      } else {
        work -= 16 * (ownOrders(key).count + ownStops(key).count)
        if key.account == .venue {
          deleverageAll(in: market)
        } else {
          cancelAll(of: key.account, in: market, side: nil, .settlement)
        }
      }
    }
  }

  private func payOut(_ key: Key, at price: Int128) {
    let holding = holding(key)
    let contract = markets[key.market].contract
    if key.account == .venue { settleOffers(in: key.market, at: price) }
    if holding.size > 0 {
      let side: Side = holding.direction > 0 ? .sell : .buy
      let value = price == 0 ? 0 : contract.lotValue(price) * (holding.size / contract.lot)
      let fee = contract.commission(contract.terms.settlementFee, on: value)
      close(key, side, value, fee: fee, fees: .settlementFee, at: price, trade: 0, .settlement)
    }
    state(.positionChanged(position(key)))
    fills[key] = nil
    choices[key] = nil
    fundingPaid[key] = nil
    carried[key] = nil
    held.remove(key)
    liquidations.forfeited[key] = nil
    liquidations.lights[key] = nil
    if key.account == .venue {
      liquidations.markets.remove(key.market)
      liquidations.earned[key.market] = nil
    }
  }

  /// All of a position is closed without an order.
  func close(
    _ key: Key, _ side: Side, _ value: Int128, fee: Int128, fees: TransferReason, at price: Int128, trade: UInt64,
    _ kind: FillKind
  ) {
    let contract = markets[key.market].contract
    let before = holding(key)
    book(key, side, before.size, value, fee: fee, fees: fees, at: price, trade: trade, kind, contract)
    shareOwnMargin(key, after: before.size, before.direction)
  }

  /// A trade without an order: money moves and it is stated.
  func book(
    _ key: Key, _ side: Side, _ quantity: Int128, _ value: Int128, fee: Int128, fees: TransferReason, at price: Int128,
    trade: UInt64, _ kind: FillKind, _ contract: NaiveContract
  ) {
    let before = holding(key)
    var after = before
    let profit = after.trade(side, quantity, worth: value, of: contract)
    fills[key, default: []].append(
      NaiveFill(side: side, quantity: quantity, value: value, fee: fee, profit: profit))
    let currency = contract.terms.settlement
    pay(fees, from: .wallet(key.account), to: .fees, fee, in: currency)
    pay(.profit, from: .clearing, to: .wallet(key.account), profit, in: currency)
    var fill = Fill(
      execution: nextExecution(), trade: TradeID(trade), order: OrderID(0), account: key.account,
      instrument: InstrumentID(UInt16(key.market)), side: side, isMaker: false, price: Price(Int64(price)),
      quantity: Contracts(Int64(quantity)), value: Amount(Int64(value)), fee: Amount(Int64(fee)),
      profit: Amount(Int64(profit)), leaves: .zero, balance: balance(of: key.account, in: currency))
    fill.kind = kind
    state(.filled(fill))
    shareOwnMargin(key, after: before.size, before.direction)
    if kind == .settlement { makeGood(key.account, losing: fee - profit, in: currency) }
  }

  private func finishSettlement(of market: Int) {
    markets[market].state = .settled
    stateSettlement(of: market)
    stateLife(of: market)
  }

  func stateSettlement(of market: Int) {
    guard let settlement = markets[market].settlement else { return }
    state(
      .contractSettled(
        ContractSettled(
          instrument: InstrumentID(UInt16(market)), price: Price(Int64(settlement.price)),
          underlying: Price(Int64(settlement.index ?? 0)), due: settlement.due)))
  }

  // MARK: What the index decides

  /// A profit contract without a strike is struck when its index is first known.
  func strike(_ market: Int, at index: Int128) {
    let terms = markets[market].contract.terms
    if terms.type.isOption, terms.option.strike == .zero { restate(market, struck(terms, at: index)) }
  }

  /// A downside contract ends when the index touches its barrier.
  func watchBarrier(of market: Int) {
    let its = markets[market]
    let terms = its.contract.terms
    guard terms.type == .downside, its.state == .open, let index = its.index else { return }
    if index <= Int128(terms.option.barrier.rawValue) { beginSettlement(of: market, due: entry.time) }
  }

  func restate(_ market: Int, _ terms: Instrument) {
    markets[market].contract = NaiveContract(terms: terms)
    // Under new terms all trailing stops are looked at once.
    markets[market].follows = false
    markets[market].followsAt = terms.protection.trailInterval > 0 && hasTrailing(market) ? 0 : nil
    liquidations.areAwaited = true
    state(.instrumentUpdated(InstrumentID(UInt16(market))))
  }
}

/// How far the settlement of a market has come.
final class NaiveSettlement {
  let due: Timestamp
  let index: Int128?
  let price: Int128
  var next = 0
  var isPaying = false

  init(due: Timestamp, index: Int128?, price: Int128) {
    self.due = due
    self.index = index
    self.price = price
  }
}

extension NaiveEngine.Market {
  /// When something falls due.
  var due: Timestamp? {
    let terms = contract.terms
    switch state {
    case .unlisted: return terms.type.isOption && terms.option.strike == .zero ? nil : terms.listed
    case .closed: return settlement?.due
    case .settled: return successorDue
    case .open:
      let expiry = terms.expiry == .zero ? nil : terms.expiry
      return [expiry, terms.relisting == .quarterly ? successorDue : nil].compactMap { $0 }.min()
    }
  }

  /// Whether it is traded or will be.
  var isAhead: Bool { state == .open || state == .unlisted }

  /// Whether it is or will be traded under that name.
  func isNamed(_ symbol: Symbol) -> Bool { contract.terms.symbol == symbol && state != .settled }
}
