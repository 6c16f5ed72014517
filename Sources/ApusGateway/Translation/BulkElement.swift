import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

/// One of several orders, or changes of orders, that came in one request.
struct BulkElement: Sendable {
  /// What the engine is asked, behind what its owner says about it.
  let commands: [Command]
  let reply: Reply
  /// What the answer tells of it when the engine refuses a new order; nil for a change, whose order has a row.
  let refused: OrderRow?

  /// What would be done if it had come alone.
  init(_ act: Act, refused: OrderRow?) {
    switch act {
    case .command(let command, let reply): (commands, self.reply) = ([command], reply)
    case .commands(let commands, let reply): (self.commands, self.reply) = (commands, reply)
    case .answer: preconditionFailure("an order that is no command: \(act)")
    }
    self.refused = refused
  }
}

extension [BulkElement] {
  /// The answer: a row for each in their order, the refused among them with the reason; when all were refused, the
  /// first one's refusal.
  func json(_ outcomes: [Outcome]) throws(APIError) -> [UInt8] {
    precondition(outcomes.count == count, "\(outcomes.count) outcomes of \(count) orders")
    var writer = JSONWriter(capacity: 64 + count * 900)
    var first: APIError?
    var isAnyDone = false
    writer.beginArray()
    for (element, outcome) in zip(self, outcomes) {
      guard case .rejected(let rejected, let row, let position) = outcome else {
        guard case .order(let row) = outcome else { preconditionFailure("outcome \(outcome) of an order") }
        writer.append(row, OrderRow.schema)
        isAnyDone = true
        continue
      }
      let error = element.reply.refusal(rejected, row, position)
      first = first ?? error
      writer.append(refused: element.refused, row, error)
    }
    writer.endArray()
    if let first, !isAnyDone { throw first }
    return writer.bytes
  }
}

extension JSONWriter {
  /// Writes an order that was refused: a new one as rejected, one that was there as it stands.
  fileprivate mutating func append(refused new: OrderRow?, _ standing: OrderRow?, _ error: APIError) {
    if var row = new {
      row.ordRejReason = error.message
      row.text = error.message
      append(row, OrderRow.schema, error: error.message)
    } else if let standing {
      append(standing, OrderRow.schema, error: error.message)
    } else {
      beginObject()
      member("orderID", PublicID.nothing)
      member("error", error.message)
      endObject()
    }
  }
}

extension OrderRow {
  /// What is told of an order that never was one.
  init(refused request: PlaceOrderRequest, of account: AccountID) {
    self.init(orderID: PublicID(.order, 0), account: Int64(account.rawValue), symbol: request.symbol.name)
    clOrdID = request.clOrdID
    clOrdLinkID = request.clOrdLinkID
    side = request.side?.rawValue
    orderQty = request.orderQty
    price = request.price
    displayQty = request.displayQty
    stopPx = request.stopPx
    pegOffsetValue = request.pegOffsetValue
    pegPriceType = request.pegPriceType?.rawValue
    ordType = request.ordType.rawValue
    timeInForce = request.timeInForce.rawValue
    execInst = request.execInst.isEmpty ? nil : request.execInst.map(\.rawValue).joined(separator: ",")
    contingencyType = request.contingencyType?.rawValue
    ordStatus = FIX.OrderStatus.rejected.rawValue
    workingIndicator = false
    leavesQty = 0
    cumQty = 0
  }
}
