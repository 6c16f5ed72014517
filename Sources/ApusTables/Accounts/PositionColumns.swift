import ApusAPI
import ApusModel

extension PositionRecord {
  /// The position's row at a mark; `available` is what else of the account backs it in cross margin.
  func currentRow(
    _ contract: Contract, _ mark: Price, _ value: PositionValue, available: Amount, at time: Timestamp
  ) -> PositionRow {
    var row = PositionRow(account: Int64(position.account.rawValue), symbol: contract.symbol)
    row.currency = contract.settlement
    row.underlying = contract.underlying
    row.quoteCurrency = contract.quoteCurrency
    setTerms(&row, contract)
    setOrders(&row, contract, value)
    setMoney(&row)
    row.timestamp = time.rawValue
    row.riskValue = (value.markValue.magnitude + value.openingValue).rawValue
    if position.quantity != .zero { setHolding(&row, contract, mark, value, available) }
    return row
  }

  private func setTerms(_ row: inout PositionRow, _ contract: Contract) {
    let terms = contract.terms
    row.commission = contract.commission
    row.initMarginReq = Decimal(terms.initialMargin(at: position.leverage))
    row.maintMarginReq = contract.maintenanceMargin
    row.riskLimit = terms.riskLimit.base.rawValue
    row.crossMargin = position.leverage == .cross
    row.leverage =
      position.leverage == .cross ? contract.largestLeverage : Decimal(position.leverage.rawValue, scale: 2)
  }

  private func setOrders(_ row: inout PositionRow, _ contract: Contract, _ value: PositionValue) {
    row.openOrderBuyQty = position.buys.quantity.rawValue
    row.openOrderBuyCost = contract.terms.signed(position.buys.value, bought: .buy).rawValue
    row.openOrderSellQty = position.sells.quantity.rawValue
    row.openOrderSellCost = contract.terms.signed(position.sells.value, bought: .sell).rawValue
    row.initMargin = value.orderMargin.rawValue
  }

  private func setMoney(_ row: inout PositionRow) {
    row.currentQty = position.quantity.rawValue
    row.isOpen = position.quantity != .zero
    row.currentComm = position.fees.rawValue
    row.realisedPnl = position.realised.rawValue
    row.realisedCost = -(position.realised + position.fees).rawValue
    row.unrealisedCost = position.cost.rawValue
    row.posCost = position.cost.rawValue
    row.currentCost = row.realisedCost + row.unrealisedCost
  }

  private func setHolding(
    _ row: inout PositionRow, _ contract: Contract, _ mark: Price, _ value: PositionValue, _ available: Amount
  ) {
    let terms = contract.terms
    let cost = position.cost.magnitude
    let margin = value.margin
    row.markPrice = Decimal(mark)
    row.markValue = value.markValue.rawValue
    let notionals = contract.notionals(of: position.quantity.magnitude, worth: value.markValue.magnitude)
      .held(position.quantity.sign)
    row.homeNotional = notionals.home
    row.foreignNotional = notionals.foreign
    row.posCross = margin.cross.rawValue
    row.posComm = margin.commission.rawValue
    row.posMargin = margin.total.rawValue
    row.posMaint = (terms.maintenance(of: position.cost) + margin.commission).rawValue
    row.maintMargin = (margin.total + value.unrealised).rawValue
    row.unrealisedPnl = value.unrealised.rawValue
    row.unrealisedPnlPcnt = Decimal(value.unrealised.rawValue, dividedBy: cost.rawValue, places: 4)
    row.unrealisedRoePcnt = returnOnMargin(value.unrealised, cost, terms.initialMargin(at: position.leverage))
    let average = entry == .zero ? terms.price(of: position.quantity.magnitude, worth: cost) : entry
    row.avgEntryPrice = Decimal(Contract.published(average))
    row.avgCostPrice = row.avgEntryPrice
    row.breakEvenPrice = position.breakEvenPrice(net: position.realised - realisedBefore, of: terms).map { Decimal($0) }
    if let limits = position.limitPrices(margin: margin, available: available, of: terms) {
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
