import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

/// A change of an order as the contract words it becomes one as the engine knows it.
struct AmendTranslation {
  let command: AmendOrder
  let contract: ListedContract

  /// Looks the order up and checks the change against its contract.
  init(_ request: AmendOrderRequest, _ call: Call) throws(APIError) {
    let account = call.account
    guard let row = call.venue.exchange.read({ $0.order(request.order, of: account) }) else {
      throw request.order.unknownToAmend
    }
    guard request.origClOrdID == nil || request.origClOrdID == row.clOrdID else { throw .invalidOriginalClientOrderID }
    // For a minute a filled order may be given more; the engine knows how long ago it was.
    guard !row.isTerminated || row.ordStatus == "Filled" && request.leavesQty ?? 0 > 0 && request.clOrdID == nil
    else { throw .invalidOrderStatus }
    contract = try call.venue.contract(named: row.symbol)
    guard request.stopPx == nil || row.stopPx != nil else { throw .invalidStopPriceForType }
    guard request.pegOffsetValue == nil || row.pegPriceType != nil else { throw .invalidPegOffset }
    var command = AmendOrder(account: account, order: .id(OrderID(rawValue: row.orderID.number)))
    if let price = request.price { command.price = try contract.price(price) }
    command.quantity = try Self.quantity(request, row, contract)
    if let leaves = request.leavesQty {
      guard command.quantity == nil else { throw .invalidLeavesQuantity }
      command.leaves = try contract.quantity(leaves, else: .invalidLeavesQuantity)
    }
    if let stop = request.stopPx { command.stopPrice = try contract.stopPrice(stop) }
    if request.pegOffsetValue != nil { command.pegOffset = try ConditionTranslation.offset(request.pegOffsetValue) }
    if let name = request.clOrdID { command.clientID = try PlaceTranslation.clientID(name) }
    guard command.asksAnything else { throw .nothingToAmend }
    self.command = command
  }

  /// The new quantity, which may carry the sign of its side.
  private static func quantity(
    _ request: AmendOrderRequest, _ row: OrderRow, _ contract: ListedContract
  ) throws(APIError) -> Contracts? {
    guard let quantity = request.orderQty else { return nil }
    guard quantity > 0 || quantity > .min && row.side == FIX.Side.sell.rawValue else { throw .invalidQuantity }
    return try contract.quantity(abs(quantity), else: .invalidQuantity)
  }
}

extension OrderReference {
  /// What an amendment of an order answers that the account does not have.
  var unknownToAmend: APIError {
    if case .clOrdID = self { return .invalidOriginalClientOrderID }
    return .invalidOrderID
  }
}

extension OrderRow {
  /// Whether nothing more can happen to the order.
  var isTerminated: Bool { ordStatus.flatMap(FIX.OrderStatus.init)?.isTerminated ?? false }
}

extension Tables {
  /// One of an account's orders, open or done recently.
  borrowing func order(_ reference: OrderReference, of account: AccountID) -> OrderRow? {
    switch reference {
    case .orderID(let id): order(OrderID(rawValue: id.number), of: account)
    case .clOrdID(let name): ClientOrderID(name).flatMap { order(named: $0, of: account) }
    case .unknown: nil
    }
  }

  /// The number of one of an account's orders, if it is open.
  borrowing func openOrder(_ reference: OrderReference, of account: AccountID) -> OrderID? {
    switch reference {
    case .orderID(let id): isOpen(OrderID(rawValue: id.number), of: account) ? OrderID(rawValue: id.number) : nil
    case .clOrdID(let name): ClientOrderID(name).flatMap { openOrder(named: $0, of: account) }
    case .unknown: nil
    }
  }
}
