import ApusAPI
import ApusModel

/// The columns in which a row says what an order is and where it stands.
protocol OrderColumns {
  var clOrdID: String? { get set }
  var clOrdLinkID: String? { get set }
  var side: String? { get set }
  var orderQty: Int64? { get set }
  var price: Decimal? { get set }
  var displayQty: Int64? { get set }
  var stopPx: Decimal? { get set }
  var pegOffsetValue: Decimal? { get set }
  var pegPriceType: String? { get set }
  var currency: String? { get set }
  var settlCurrency: String? { get set }
  var ordType: String? { get set }
  var timeInForce: String? { get set }
  var execInst: String? { get set }
  var contingencyType: String? { get set }
  var ordStatus: String? { get set }
  var triggered: String? { get set }
  var workingIndicator: Bool? { get set }
  var leavesQty: Int64? { get set }
  var cumQty: Int64? { get set }
  var avgPx: Decimal? { get set }
}

extension OrderRow: OrderColumns {}
extension ExecutionRow: OrderColumns {}

extension OrderRecord {
  /// Says in a row what the order is and where it stands.
  func tell(_ contract: Contract, in row: inout some OrderColumns) {
    if !order.clientID.isEmpty { row.clOrdID = order.clientID.text }
    row.side = order.side.word
    row.orderQty = isUnsized ? nil : order.quantity.rawValue
    // A market order that waits has no price yet.
    row.price = isWaiting && order.type == .market ? nil : Decimal(order.price)
    row.triggered = triggeredWord
    if conditions != Conditions() { tellConditions(in: &row) }
    row.currency = contract.quoteCurrency
    row.settlCurrency = contract.settlement
    row.ordType = typeWord
    row.timeInForce = conditions.isDay ? dayWord : order.timeInForceWord
    row.execInst = instructionWords
    row.ordStatus = statusWord
    row.workingIndicator = status == .open && !isWaiting
    row.leavesQty = isUnsized ? nil : leaves.rawValue
    row.cumQty = order.filled.rawValue
    row.avgPx = averagePrice(contract)
  }

  private func tellConditions(in row: inout some OrderColumns) {
    row.stopPx = conditions.statedStopPrice
    row.pegPriceType = conditions.peg.word
    row.pegOffsetValue = conditions.statedOffset
    row.displayQty = conditions.isHidden ? conditions.displayed.rawValue : nil
    row.clOrdLinkID = conditions.link.isEmpty ? nil : conditions.link.text
    row.contingencyType = conditions.contingency.word
  }
}
