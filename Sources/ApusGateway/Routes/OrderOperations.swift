import ApusAPI

// What clients are told about orders.

extension Operation {
  static let getOrders = Operation(
    "Order.getOrders", "The account's orders, those that are done lately included.",
    takes: Parameter.table, answers: .rows(.order))

  static let newOrder = Operation(
    "Order.new", "Places an order.",
    takes: [
      .contract,
      Parameter("side", .text, "Buy when left out, unless orderQty is negative.", choices: FIX.Side.words),
      .simpleQuantity,
      Parameter("orderQty", .whole, "How many contracts; a negative number sells."),
      .price,
      Parameter("displayQty", .whole, "How many contracts to show in the book."),
      .stopPrice,
      .clientName,
      Parameter("clOrdLinkID", .text, "Your name for a group of orders that depend on each other."),
      .pegOffset,
      Parameter("pegPriceType", .text, "What the price or the trigger follows.", choices: FIX.PegPriceType.words),
      Parameter(
        "ordType", .text, "The kind of order; when left out, the one that the prices make plain.",
        choices: FIX.OrderType.words),
      Parameter(
        "timeInForce", .text, "How long it may rest; as long as it takes when left out.", choices: FIX.TimeInForce.words
      ),
      Parameter(
        "execInst", .text, "Instructions, separated by commas, such as ParticipateDoNotInitiate, ReduceOnly or Close."),
      Parameter(
        "contingencyType", .text, "How the orders of a group depend on each other.", choices: FIX.ContingencyType.words),
      .text,
    ],
    answers: .row(.order))

  static let amendOrder = Operation(
    "Order.amend", "Changes an open order, which keeps its place in the book if only its quantity falls.",
    takes: [
      Parameter("orderID", .text, "The venue's name for the order."),
      Parameter("origClOrdID", .text, "Your name for the order, in place of the venue's."),
      Parameter("clOrdID", .text, "Your new name for the order."),
      .simpleQuantity,
      Parameter("orderQty", .whole, "How many contracts in all, what is filled included."),
      Parameter("simpleLeavesQty", .number, "Deprecated: not read. `leavesQty` says how many from now on."),
      Parameter("leavesQty", .whole, "How many contracts from now on."),
      .price, .stopPrice, .pegOffset, .text,
    ],
    answers: .row(.order))

  static let newOrders = Operation(
    "Order.newBulk", "Places up to a hundred orders, in their order.",
    takes: [Parameter("orders", .json, "A list of objects, each with what Order.new takes.").required],
    answers: .rows(.order))

  static let amendOrders = Operation(
    "Order.amendBulk", "Changes up to a hundred open orders, in their order.",
    takes: [Parameter("orders", .json, "A list of objects, each with what Order.amend takes.").required],
    answers: .rows(.order))

  static let cancelOrders = Operation(
    "Order.cancel", "Cancels orders by name, up to a hundred at once.",
    takes: [
      Parameter("orderID", .json, "The venue's names for the orders: one, several with commas, or a JSON list."),
      Parameter("clOrdID", .json, "Your names for the orders: one, several with commas, or a JSON list."),
      .text,
    ],
    answers: .rows(.order))

  static let cancelAllOrders = Operation(
    "Order.cancelAll", "Cancels all open orders, or those of a contract, or those a filter matches.",
    takes: [.symbol, .filter, .text, .targetAccounts], answers: .rows(.order))

  static let closePosition = Operation(
    "Order.closePosition", "Places an order that closes a position, at a price or at any.",
    takes: [.contract, .price, .text], answers: .row(.order))

  static let cancelAllAfter = Operation(
    "Order.cancelAllAfter", "Cancels all orders after a time, unless it is told again before: a dead man's switch.",
    takes: [Parameter("timeout", .number, "In how many milliseconds; zero switches it off.").required],
    answers: .object)
}

extension Parameter {
  fileprivate static let simpleQuantity = Parameter(
    "simpleOrderQty", .number, "Deprecated: not read. `orderQty` says how many.")
  fileprivate static let price = Parameter("price", .number, "The limit price.")
  fileprivate static let stopPrice = Parameter("stopPx", .number, "The price that triggers the order.")
  fileprivate static let pegOffset = Parameter(
    "pegOffsetValue", .number, "How far the price or the trigger stays from what it follows.")
  fileprivate static let clientName = Parameter(
    "clOrdID", .text, "Your name for the order, up to 36 characters, different from that of every other.")
}

extension CaseIterable where Self: RawRepresentable<String> {
  /// All words there are.
  fileprivate static var words: [String] { allCases.map(\.rawValue) }
}
