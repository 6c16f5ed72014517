// An order in fixed little-endian fields. Who writes the orders of one market leaves the market out.

extension ByteWriter {
  /// Writes an order and, unless its reader knows it, the market.
  public mutating func write(_ order: Order, withMarket hasMarket: Bool) {
    write(order.id.rawValue)
    write(order.account.rawValue)
    if hasMarket { write(order.instrument.rawValue) }
    write(order.side.rawValue)
    write(order.type.rawValue)
    write(order.timeInForce.rawValue)
    write(order.instructions.rawValue)
    write(order.price)
    write(order.quantity)
    write(order.filled)
    write(order.filledValue)
    write(order.placed)
    write(text: order.clientID.utf8)
  }
}

extension ByteReader {
  /// Reads an order, which was written without its market if that is given.
  public mutating func readOrder(in market: InstrumentID? = nil) throws(CodecError) -> Order {
    let id = OrderID(rawValue: try read())
    let account = try readAccount()
    let instrument: InstrumentID
    if let market { instrument = market } else { instrument = try readInstrumentID() }
    let side = try read(code: Side.self)
    let type = try read(code: OrderType.self)
    let timeInForce = try read(code: TimeInForce.self)
    let instructions = try readInstructions()
    let price: Price = try read()
    let quantity: Contracts = try read()
    let filled: Contracts = try read()
    let filledValue: Amount = try read()
    let placed: Timestamp = try read()
    var order = Order(
      id: id, account: account, instrument: instrument, side: side, type: type, timeInForce: timeInForce,
      instructions: instructions, price: price, quantity: quantity, clientID: try readClientID(), placed: placed)
    order.filled = filled
    order.filledValue = filledValue
    return order
  }
}
