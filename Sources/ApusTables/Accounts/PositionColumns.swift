import ApusAPI
import ApusModel

extension PositionRecord {
  /// The position's row at a mark; `available` is what else of the account backs it in cross margin.
  func currentRow(
    _ market: Market, _ value: PositionValue, available: Amount, at time: Timestamp
  ) -> PositionRow {
    let contract = market.contract
    var row = PositionRow(account: Int64(position.account.rawValue), symbol: contract.symbol)
    row.currency = contract.settlement
    row.underlying = contract.underlying
    row.quoteCurrency = contract.quoteCurrency
    setTerms(&row, contract)
    setOrders(&row, contract, value, market.mark)
    setMoney(&row)
    row.timestamp = time.rawValue
    row.riskValue = (value.markValue.magnitude + value.openingValue).rawValue
    if position.quantity != .zero { setHolding(&row, market, value, available) }
    return row
  }

  private func setTerms(_ row: inout PositionRow, _ contract: Contract) {
    let terms = contract.terms
    row.commission = contract.commission
    let rates = terms.marginRates(at: Int64(position.riskSteps))
    row.initMarginReq = Decimal(terms.initialMargin(at: position.leverage, steps: position.riskSteps))
    row.maintMarginReq = Decimal(rates.maintenance)
    if terms.riskLimit.exists { row.riskLimit = terms.riskLimit(at: position.riskSteps).rawValue }
    row.crossMargin = position.leverage == .cross
    let leverage = position.leverage == .cross ? rates.highestLeverage : position.leverage
    row.leverage = Decimal(leverage.rawValue, scale: 2)
    if position.quantity != .zero, lights > 0 { row.deleveragePercentile = Decimal(Int64(lights) * 2, scale: 1) }
  }

  private func setOrders(_ row: inout PositionRow, _ contract: Contract, _ value: PositionValue, _ mark: Price) {
    row.openOrderBuyQty = position.buys.quantity.rawValue
    row.openOrderBuyCost = contract.terms.signed(position.buys.value, bought: .buy).rawValue
    row.openOrderSellQty = position.sells.quantity.rawValue
    row.openOrderSellCost = contract.terms.signed(position.sells.value, bought: .sell).rawValue
    row.initMargin = value.orderMargin.rawValue
    row.grossOpenPremium = position.premium.rawValue
    // Only one side can be priced through one mark; where both have orders it is the one whose average price is.
    let bought = position.buys
    let average = contract.terms.price(of: bought.quantity, worth: bought.value)
    let isBought = position.sells.quantity == .zero || average > mark
    row.openOrderBuyPremium = isBought ? row.grossOpenPremium : 0
    row.openOrderSellPremium = isBought ? 0 : row.grossOpenPremium
  }

  private func setMoney(_ row: inout PositionRow) {
    row.currentQty = position.quantity.rawValue
    row.isOpen = position.quantity != .zero
    row.currentComm = (taken.commission - session.begun.commission).rawValue
    row.realisedPnl = (taken.profit - session.begun.profit).rawValue
    row.rebalancedPnl = session.rebalanced.rawValue
    row.prevRealisedPnl = session.previous.rawValue
    row.prevUnrealisedPnl = session.unrealised.rawValue
    row.openingQty = session.openingQuantity.rawValue
    row.realisedCost = -(row.realisedPnl + row.currentComm)
    row.unrealisedCost = position.cost.rawValue
    row.posCost = position.cost.rawValue
    row.currentCost = row.realisedCost + row.unrealisedCost
  }

  private func setHolding(
    _ row: inout PositionRow, _ market: Market, _ value: PositionValue, _ available: Amount
  ) {
    let contract = market.contract
    let terms = contract.terms
    let maintenance = terms.marginRates(at: Int64(position.riskSteps))
      .maintenance(of: position.cost, payable: position.payable(market.funding?.rate ?? .zero))
    let cost = position.cost.magnitude
    let margin = value.margin
    row.markPrice = Decimal(market.mark)
    row.markValue = value.markValue.rawValue
    let notionals = contract.notionals(
      of: position.quantity.magnitude, worth: value.markValue.magnitude, quote: market.quote
    ).held(position.quantity.sign)
    row.homeNotional = notionals.home
    row.foreignNotional = notionals.foreign
    row.posCross = margin.cross.rawValue
    row.posComm = margin.commission.rawValue
    row.posMargin = margin.total.rawValue
    row.posLoss = margin.loss.rawValue
    row.posMaint = (maintenance + margin.commission).rawValue
    row.maintMargin = (margin.total + value.unrealised).rawValue
    row.unrealisedPnl = value.unrealised.rawValue
    row.unrealisedPnlPcnt = Decimal(value.unrealised.rawValue, dividedBy: cost.rawValue, places: 4)
    let rate = terms.initialMargin(at: position.leverage, steps: position.riskSteps)
    row.unrealisedRoePcnt = returnOnMargin(value.unrealised, cost, rate)
    let average = entry == .zero ? terms.price(of: position.quantity.magnitude, worth: cost) : entry
    row.avgEntryPrice = Decimal(Contract.published(average))
    row.avgCostPrice = row.avgEntryPrice
    row.breakEvenPrice = position.breakEvenPrice(net: session.net(taken), of: terms).map { Decimal($0) }
    if !terms.type.isOption,
      let limits = position.limitPrices(margin: margin, maintenance: maintenance, available: available, of: terms)
    {
      row.liquidationPrice = Decimal(limits.liquidation)
      row.marginCallPrice = row.liquidationPrice
      row.bankruptPrice = Decimal(limits.bankruptcy)
    }
  }

  private func returnOnMargin(_ profit: Amount, _ cost: Amount, _ rate: Rate) -> Decimal? {
    guard cost > .zero else { return nil }
    let scaled = Int128(profit.rawValue) * Int128(Rate.scale) * 10_000
    let divisor = Int128(cost.rawValue) * Int128(rate.rawValue)
    return Decimal(Whole64.divideWide(scaled, by: divisor, rounding: .halfUp), scale: 4)
  }
}

extension Contract {
  /// A price with at most the four decimals that averages are published with, unless its ticks are finer.
  static func published(_ price: Price) -> Price {
    let grain = Price.scale / 10_000
    return price.rawValue < grain * 10_000
      ? price : Price(rawValue: Whole64.divide(price.rawValue, by: grain, rounding: .halfUp) * grain)
  }
}
