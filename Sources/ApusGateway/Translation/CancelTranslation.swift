import ApusAPI
import ApusExchange
import ApusModel
import ApusTables

/// Orders to cancel as the contract names them become commands, as far as they are open.
struct CancelTranslation {
  /// What the engine is asked, or the answer when there is nothing to ask.
  let act: Act

  /// Looks up the orders; not knowing the only one is a refusal, not knowing one of several a row in the answer.
  init(_ request: CancelOrdersRequest, _ call: Call) throws(APIError) {
    let account = call.account
    let standings = call.venue.exchange.read { tables in
      var standings: [Standing] = []
      for reference in request.orders { standings.append(Standing(reference, of: account, in: tables)) }
      return standings
    }
    var elements: [CancelElement] = []
    var commands: [Command] = []
    for (reference, standing) in zip(request.orders, standings) {
      switch standing {
      case .unknown:
        if request.isSingle { throw .notFound }
        elements.append(.unknown(reference))
      case .done(let row): elements.append(.terminated(row))
      case .open(let order):
        elements.append(.asked(reference))
        let cancel = CancelOrder(account: account, order: .id(order))
        commands += Command.cancelOrder(cancel).after(request.text, by: account)
      }
    }
    act = commands.isEmpty ? .answer(elements.json([])) : .commands(commands, .cancels(elements))
  }

  /// Where an order that was named stands; only of one that is done its row is needed.
  private enum Standing {
    case open(OrderID)
    case done(OrderRow)
    case unknown

    init(_ reference: OrderReference, of account: AccountID, in tables: borrowing Tables) {
      if let order = tables.openOrder(reference, of: account) {
        self = .open(order)
      } else {
        self = tables.order(reference, of: account).map { .done($0) } ?? .unknown
      }
    }
  }

  /// All open orders, those of one contract, or those that match a filter.
  static func all(_ request: CancelAllRequest, _ call: Call) throws(APIError) -> Act {
    let accounts = try call.targets()
    let contract = try request.symbol.map { symbol throws(APIError) in try call.venue.contract(symbol) }
    guard !request.filter.terms.isEmpty else {
      let commands = accounts.flatMap { account in
        Command.cancelOrders(CancelOrders(account: account, instrument: contract?.id)).after(request.text, by: account)
      }
      return commands.count == 1 ? .command(commands[0], .canceledAll) : .commands(commands, .canceledAll)
    }
    let conditions = try RowFilter(request.filter, OrderRow.schema)
    let commands = accounts.flatMap { account in
      call.venue.exchange.read { $0.openOrders(of: account) }
        .filter { (contract == nil || $0.symbol == contract?.symbol) && conditions.matches($0) }
        .map { Command.cancelOrder(CancelOrder(account: account, order: .id(OrderID(rawValue: $0.orderID.number)))) }
        .flatMap { $0.after(request.text, by: account) }
    }
    return commands.isEmpty ? .answer(Array("[]".utf8)) : .commands(commands, .canceledAll)
  }
}

/// What the answer to a cancel says about one of the orders it named.
enum CancelElement: Sendable {
  /// The engine was asked to cancel it.
  case asked(OrderReference)
  /// It was closed already.
  case terminated(OrderRow)
  /// The account has no such order.
  case unknown(OrderReference)
}

extension [CancelElement] {
  /// The answer: the orders in the order they were named, each as it stands, with what went wrong beside it.
  func json(_ outcomes: [CancelOutcome]) -> [UInt8] {
    var writer = JSONWriter(capacity: 64 + count * 900)
    var next = outcomes.makeIterator()
    writer.beginArray()
    for element in self {
      switch element {
      case .asked(let reference):
        switch next.next() {
        case .canceled(let row)?: writer.append(row, OrderRow.schema)
        case .refused(let row?)?: writer.append(terminated: row)
        case .refused(nil)?: writer.append(unknown: reference)
        case nil: preconditionFailure("a cancel of \(count) orders has too few outcomes")
        }
      case .terminated(let row): writer.append(terminated: row)
      case .unknown(let reference): writer.append(unknown: reference)
      }
    }
    writer.endArray()
    return writer.bytes
  }
}

/// What became of the cancel of one order.
enum CancelOutcome {
  case canceled(OrderRow)
  /// It could not be canceled: the order as it stands, if it is known.
  case refused(OrderRow?)
}

extension JSONWriter {
  fileprivate mutating func append(terminated row: OrderRow) {
    append(row, OrderRow.schema, error: APIError.unableToCancel(row.ordStatus ?? "Canceled"))
  }

  fileprivate mutating func append(unknown reference: OrderReference) {
    beginObject()
    switch reference {
    case .orderID(let id): member("orderID", id.description)
    case .clOrdID(let name):
      // Every row of an order has the venue's name; this is the one that no order has.
      member("orderID", PublicID.nothing)
      member("clOrdID", name)
    case .unknown(let text): member("orderID", PublicID.isUUID(text) ? text : PublicID.nothing)
    }
    member("error", APIError.notFound.message)
    endObject()
  }
}
