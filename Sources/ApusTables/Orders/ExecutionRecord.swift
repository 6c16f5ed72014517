import ApusAPI
import ApusModel

/// What kind of thing happened to an order.
enum ExecutionKind: UInt8, Sendable, BitwiseCopyable {
  case new = 0
  case trade = 1
  case canceled = 2
  case replaced = 3
  case funding = 8
  case triggered = 4
  /// A contract paid out.
  case settlement = 5
  /// A position taken over or closed by the venue.
  case liquidation = 6

  /// The contract's word for it.
  var word: String {
    switch self {
    case .new: "New"
    case .trade: "Trade"
    case .canceled: "Canceled"
    case .replaced: "Replaced"
    case .funding: "Funding"
    case .triggered: "TriggeredOrActivatedBySystem"
    case .settlement: "Settlement"
    case .liquidation: "Liquidation"
    }
  }
}

/// One thing that happened to an order, with the order as it stood afterwards.
struct ExecutionRecord: Sendable {
  var id: ExecutionID
  var kind: ExecutionKind
  var time: Timestamp
  var order: OrderRecord
  /// The match; its other fields count only with it.
  var trade: TradeID?
  var price = Price.zero
  var quantity = Contracts.zero
  var value = Amount.zero
  var fee = Amount.zero
  var isMaker = false
  /// The rate of a funding or of the fee of a trade.
  var rate = Rate.zero
  /// What a unit of a quanto contract's quote currency was in the settlement unit; zero while unknown.
  var quote = Amount.zero

  init(_ id: ExecutionID, _ kind: ExecutionKind, of order: OrderRecord, at time: Timestamp) {
    self.id = id
    self.kind = kind
    self.order = order
    self.time = time
  }

  init(_ fill: Fill, of order: OrderRecord, quote: Amount, at time: Timestamp) {
    self.init(fill.execution, ExecutionKind(fill.kind), of: order, at: time)
    trade = fill.trade
    price = fill.price
    quantity = fill.quantity
    value = fill.value
    fee = fill.fee
    isMaker = fill.isMaker
    self.quote = quote
  }

  /// A funding has no order: a filled one of the position's size and direction at the mark stands in for it.
  init(_ funding: FundingPaid, in contract: Contract, quote: Amount, at time: Timestamp) {
    var order = Order(
      id: OrderID(0), account: funding.account, instrument: funding.instrument,
      side: funding.quantity > .zero ? .buy : .sell, type: .limit, timeInForce: .immediateOrCancel, instructions: [],
      price: funding.mark, quantity: funding.quantity.magnitude, clientID: .none, placed: time)
    order.filled = order.quantity
    order.filledValue = funding.value
    var record = OrderRecord(order, in: contract, at: time)
    record.status = .filled
    self.init(funding.execution, .funding, of: record, at: time)
    trade = TradeID(0)
    price = funding.mark
    quantity = order.quantity
    value = funding.value
    fee = funding.amount
    rate = funding.rate
    self.quote = quote
  }
}

extension ExecutionKind {
  /// What a fill is called.
  init(_ kind: FillKind) {
    switch kind {
    case .trade: self = .trade
    case .settlement: self = .settlement
    case .takeover, .deleveraging: self = .liquidation
    }
  }
}

extension ExecutionRecord {
  /// The row of the execution.
  func row(_ contract: Contract) -> ExecutionRow {
    let placed = order.order
    var row = ExecutionRow(
      execID: PublicID(.execution, id.rawValue), account: Int64(placed.account.rawValue), symbol: contract.symbol)
    row.orderID = PublicID(.order, placed.id.rawValue)
    order.tell(contract, in: &row)
    row.execType = kind.word
    row.text = kind == .liquidation ? "Liquidation" : order.text
    row.transactTime = time.rawValue
    row.timestamp = time.rawValue
    if let trade { tell(trade, &row, contract) }
    if kind == .funding { tellFunding(&row) }
    return row
  }

  private func tellFunding(_ row: inout ExecutionRow) {
    row.orderID = nil
    row.trdMatchID = nil
    row.lastLiquidityInd = nil
    row.tradePublishIndicator = nil
    row.feeType = nil
    row.commission = Decimal(rate)
    row.text = "Funding"
  }

  private func tell(_ trade: TradeID, _ row: inout ExecutionRow, _ contract: Contract) {
    let side = order.order.side
    // What is paid out has no other side.
    row.trdMatchID = trade.rawValue == 0 ? nil : PublicID(.trade, trade.rawValue)
    row.lastQty = quantity.rawValue
    row.lastPx = Decimal(price)
    if kind == .trade {
      row.lastLiquidityInd = isMaker ? "AddedLiquidity" : "RemovedLiquidity"
      row.tradePublishIndicator = isMaker ? "DoNotPublishTrade" : "PublishTrade"
      row.commission = Decimal(rate)
    } else {
      row.commission = kind == .settlement ? Decimal(contract.terms.settlementFee) : .zero
    }
    row.execCost = contract.terms.signed(value, bought: side).rawValue
    row.execComm = fee.rawValue
    let notionals = contract.notionals(of: quantity, worth: value, quote: quote).held(side.sign)
    row.homeNotional = notionals.home
    row.foreignNotional = notionals.foreign
  }
}
