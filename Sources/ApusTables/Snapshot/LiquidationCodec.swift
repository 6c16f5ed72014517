import ApusModel

extension ByteReader {
  /// Reads an order of the liquidation engine.
  mutating func readLiquidationOrder() throws(CodecError) -> LiquidationOrder {
    let order = OrderID(rawValue: try read())
    let instrument = InstrumentID(rawValue: try read())
    let side = try read(code: Side.self)
    let price: Price = try read()
    return LiquidationOrder(order: order, instrument: instrument, side: side, price: price, leaves: try read())
  }

  /// Reads what the insurance fund held at a moment.
  mutating func readInsurance() throws(CodecError) -> InsuranceRecord {
    let currency = try read(code: Currency.self)
    let time: Timestamp = try read()
    return InsuranceRecord(currency: currency, time: time, balance: try read())
  }
}
