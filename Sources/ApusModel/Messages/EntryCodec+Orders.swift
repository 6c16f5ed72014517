// What clients ask about orders.

extension ByteWriter {
  mutating func write(_ command: PlaceOrder) {
    write(CommandCode.placeOrder.rawValue)
    write(plain: command)
  }

  /// Writes what a new order asks for.
  public mutating func write(plain command: PlaceOrder) {
    write(command.account.rawValue)
    write(command.instrument.rawValue)
    write(command.side.rawValue)
    write(command.type.rawValue)
    write(command.timeInForce.rawValue)
    write(command.instructions.rawValue)
    write(command.price)
    write(command.quantity)
    write(text: command.clientID.utf8)
  }

  mutating func write(_ command: AmendOrder) {
    write(CommandCode.amendOrder.rawValue)
    write(command.account.rawValue)
    write(command.order)
    write(command.price) { $0.write($1) }
    write(command.quantity) { $0.write($1) }
    write(command.leaves) { $0.write($1) }
    write(command.clientID) { $0.write(text: $1.utf8) }
    write(command.stopPrice) { $0.write($1) }
    write(command.pegOffset) { $0.write($1) }
  }

  mutating func write(_ command: CancelOrders) {
    write(CommandCode.cancelOrders.rawValue)
    write(command.account.rawValue)
    write(command.instrument) { $0.write($1.rawValue) }
    write(command.side) { $0.write($1.rawValue) }
  }

  mutating func write(_ key: OrderKey) {
    switch key {
    case .id(let id):
      write(UInt8(0))
      write(id.rawValue)
    case .client(let name):
      write(UInt8(1))
      write(text: name.utf8)
    }
  }
}

extension ByteReader {
  /// Reads a client order id.
  public mutating func readClientID() throws(CodecError) -> ClientOrderID {
    let text = try readText()
    guard let name = ClientOrderID(utf8: text) else { throw .unknown("client order id length", UInt64(text.count)) }
    return name
  }

  /// Reads the instructions of an order.
  public mutating func readInstructions() throws(CodecError) -> Instructions {
    let raw = try read(UInt8.self)
    guard raw & ~Instructions.all.rawValue == 0 else { throw .unknown("instructions", UInt64(raw)) }
    return Instructions(rawValue: raw)
  }

  mutating func readOrderKey() throws(CodecError) -> OrderKey {
    let kind = try read(UInt8.self)
    switch kind {
    case 0: return .id(OrderID(rawValue: try read()))
    case 1: return .client(try readClientID())
    default: throw .unknown("order key", UInt64(kind))
    }
  }

  /// Reads what a new order asks for.
  public mutating func readPlaceOrder() throws(CodecError) -> PlaceOrder {
    PlaceOrder(
      account: try readAccount(), instrument: try readInstrumentID(), side: try read(code: Side.self),
      type: try read(code: OrderType.self), timeInForce: try read(code: TimeInForce.self),
      instructions: try readInstructions(), price: try read(), quantity: try read(), clientID: try readClientID())
  }

  mutating func readAmendOrder() throws(CodecError) -> AmendOrder {
    let account = try readAccount()
    let order = try readOrderKey()
    let price = try readOptional { (r: inout ByteReader) throws(CodecError) -> Price in try r.read() }
    let quantity = try readOptional { (r: inout ByteReader) throws(CodecError) -> Contracts in try r.read() }
    let leaves = try readOptional { (r: inout ByteReader) throws(CodecError) -> Contracts in try r.read() }
    let name = try readOptional { (r: inout ByteReader) throws(CodecError) -> ClientOrderID in try r.readClientID() }
    let stop = try readOptional { (r: inout ByteReader) throws(CodecError) -> Price in try r.read() }
    let offset = try readOptional { (r: inout ByteReader) throws(CodecError) -> Price in try r.read() }
    return AmendOrder(
      account: account, order: order, price: price, quantity: quantity, leaves: leaves, clientID: name, stopPrice: stop,
      pegOffset: offset)
  }

  mutating func readCancelOrders() throws(CodecError) -> CancelOrders {
    let account = try readAccount()
    let instrument = try readOptional { (r: inout ByteReader) throws(CodecError) -> InstrumentID in
      InstrumentID(rawValue: try r.read())
    }
    let side = try readOptional { (r: inout ByteReader) throws(CodecError) -> Side in try r.read(code: Side.self) }
    return CancelOrders(account: account, instrument: instrument, side: side)
  }
}
