import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

extension Routes {
  /// What an account orders.
  static let orders: [Route] = [
    .act(.post, "/order", .order, .newOrder) { call throws(APIError) in
      let request = try PlaceOrderRequest(call.parameters)
      return try place(call, request)
    },
    .act(.post, "/order/bulk", .order, .newOrders) { call throws(APIError) in
      try bulk(call) { element throws(APIError) in
        let request = try PlaceOrderRequest(element)
        return BulkElement(try place(call, request), refused: OrderRow(refused: request, of: call.account))
      }
    },
    .act(.put, "/order/bulk", .order, .amendOrders) { call throws(APIError) in
      try bulk(call) { element throws(APIError) in
        BulkElement(try amend(call, try AmendOrderRequest(element)), refused: nil)
      }
    },
    .act(.put, "/order", .order, .amendOrder) { call throws(APIError) in
      try amend(call, try AmendOrderRequest(call.parameters))
    },
    .act(.delete, "/order", .cancel, .cancelOrders) { call throws(APIError) in
      try CancelTranslation(try CancelOrdersRequest(call.parameters), call).act
    },
    .act(.delete, "/order/all", .cancel, .cancelAllOrders) { call throws(APIError) in
      try CancelTranslation.all(try CancelAllRequest(call.parameters), call)
    },
    .act(.post, "/order/closePosition", .order, .closePosition) { call throws(APIError) in
      let request = try PlaceOrderRequest(closing: try ClosePositionRequest(call.parameters))
      return try place(call, request, alone: true)
    },
    .act(.post, "/order/cancelAllAfter", .cancel, .cancelAllAfter) { call throws(APIError) in
      let request = try CancelAllAfterRequest(call.parameters)
      return .command(.cancelAllAfter(CancelAllAfter(account: call.account, timeout: request.timeout)), .deadline(nil))
    },
  ]

  private static func amend(_ call: Call, _ request: AmendOrderRequest) throws(APIError) -> Act {
    let translation = try AmendTranslation(request, call)
    return .command(
      .amendOrder(translation.command), saying: request.text, by: call.account,
      .order(.amended(request.order, translation.contract)))
  }

  /// Many orders in one request, of which nothing is asked before every one is found to be in order.
  private static func bulk(
    _ call: Call, _ element: (JSONObject) throws(APIError) -> BulkElement
  ) throws(APIError) -> Act {
    let request = try BulkOrdersRequest(call.parameters)
    for element in request.elements { try call.refuseTargets(in: element) }
    let elements = try request.elements.map(element)
    return .commands(elements.flatMap(\.commands), .bulk(elements))
  }

  private static func place(
    _ call: Call, _ request: PlaceOrderRequest, alone: Bool = false
  ) throws(APIError) -> Act {
    let contract = try call.venue.contract(request.symbol)
    var command = try PlaceTranslation.command(request, of: call.account, contract)
    if alone, case .placeOrder(var order) = command {
      order.instructions.insert(.alone)
      command = .placeOrder(order)
    }
    return .command(command, saying: request.text, by: call.account, .order(.placed(contract, side: request.side)))
  }
}

extension PlaceOrderRequest {
  /// The order that closes a position.
  fileprivate init(closing request: ClosePositionRequest) throws(APIError) {
    var members = [
      JSONObject.Member("symbol", .string(request.symbol.name)), JSONObject.Member("execInst", .string("Close")),
    ]
    if let text = request.text { members.append(JSONObject.Member("text", .string(text))) }
    if let price = request.price { members.append(JSONObject.Member("price", .number(price.description))) }
    try self.init(JSONObject(members))
  }
}
