/// `PUT /order`: what is to change about an order.
public struct AmendOrderRequest: Hashable, Sendable {
  /// The order.
  public var order: OrderReference
  /// The client's name that the order should have when it was asked for by the venue's.
  public var origClOrdID: String?
  /// A new name by the client.
  public var clOrdID: String?
  /// Contracts ordered in all, not zero; negative when selling was said so.
  public var orderQty: Int64?
  /// Contracts open from now on.
  public var leavesQty: Int64?
  /// Limit price.
  public var price: Decimal?
  /// Trigger price.
  public var stopPx: Decimal?
  /// Distance of a pegged or trailing price.
  public var pegOffsetValue: Decimal?
  /// The client's notes.
  public var text: String?

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    (order, origClOrdID) = try Self.order(parameters)
    clOrdID = try parameters.text("clOrdID", longest: longestClientOrderID, else: .invalidClientOrderID)
    orderQty = try parameters.whole("orderQty", else: .quantityNotWhole)
    if orderQty == 0 { throw .invalidQuantity }
    leavesQty = try parameters.whole("leavesQty", else: .invalidLeavesQuantity)
    if let leavesQty, leavesQty < 0 { throw .invalidLeavesQuantity }
    price = try parameters.positive("price", else: .invalidPrice)
    stopPx = try parameters.positive("stopPx", else: .invalidStopPrice)
    pegOffsetValue = try parameters.decimal("pegOffsetValue", else: .invalidPegOffset)
    text = try parameters.notes()
  }

  private static func order(_ parameters: JSONObject) throws(APIError) -> (OrderReference, named: String?) {
    let name = try parameters.text(
      "origClOrdID", longest: longestClientOrderID, else: .invalidOriginalClientOrderID)
    if let text = try parameters.text("orderID", else: .invalidOrderID) {
      return (OrderReference(orderID: text), name)
    }
    guard let name else { throw .invalidOrderID }
    return (.clOrdID(name), nil)
  }
}
