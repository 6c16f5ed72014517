import ApusModel

// The tables' own records in fixed little-endian fields, one file for each kind of record.

extension ByteWriter {
  mutating func write(_ record: OrderRecord) {
    write(record.order, withMarket: true)
    write(UInt32(record.contract))
    write(record.changed)
    write(record.onlyPrice)
    write(record.status.rawValue)
    write(record.reason) { $0.write($1.rawValue) }
    write(record.amended.rawValue)
    write(record.remarks) { writer, remarks in
      for text in [remarks.placed, remarks.amended, remarks.canceled] { writer.write(text) { $0.write(remark: $1) } }
    }
    write(record.conditions != Conditions())
    guard record.conditions != Conditions() else { return }
    write(record.conditions)
    write(record.shown)
    write(record.isWaiting)
    write(record.isTriggered)
  }

  mutating func write(remark text: String) {
    let bytes = Array(text.utf8)
    write(UInt16(bytes.count))
    for byte in bytes { write(byte) }
  }

  mutating func write(_ record: ExecutionRecord) {
    write(record.id.rawValue)
    write(record.kind.rawValue)
    write(record.time)
    write(record.order)
    write(record.trade) { writer, trade in
      writer.write(trade.rawValue)
      writer.write(record.price)
      writer.write(record.quantity)
      writer.write(record.value)
      writer.write(record.fee)
      writer.write(record.isMaker)
      writer.write(record.rate)
      writer.write(record.quote)
    }
  }
}

extension ByteReader {
  mutating func readOrderRecord() throws(CodecError) -> OrderRecord {
    var record = OrderRecord(try readOrder(), contract: Int(try read(UInt32.self)), at: try read())
    record.onlyPrice = try read()
    record.status = try read(code: OrderStatus.self)
    record.reason = try readOptional { (r: inout ByteReader) throws(CodecError) in try r.read(code: CancelReason.self) }
    record.amended = Amendment(rawValue: try read())
    record.remarks =
      try readOptional { (r: inout ByteReader) throws(CodecError) in
        let texts = (try r.readRemark(), try r.readRemark(), try r.readRemark())
        return Remarks(placed: texts.0, amended: texts.1, canceled: texts.2)
      } ?? nil
    guard try readFlag() else { return record }
    record.conditions = try readConditions()
    record.shown = try read()
    record.isWaiting = try readFlag()
    record.isTriggered = try readFlag()
    return record
  }

  mutating func readRemark() throws(CodecError) -> String? {
    try readOptional { (r: inout ByteReader) throws(CodecError) in
      let count = Int(try r.read(UInt16.self))
      guard count <= r.remaining else { throw .truncated }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(count)
      for _ in 0..<count { bytes.append(try r.read()) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  mutating func readExecution() throws(CodecError) -> ExecutionRecord {
    let id = ExecutionID(rawValue: try read())
    let kind = try read(code: ExecutionKind.self)
    let time: Timestamp = try read()
    var record = ExecutionRecord(id, kind, of: try readOrderRecord(), at: time)
    guard try readFlag() else { return record }
    record.trade = TradeID(rawValue: try read())
    record.price = try read()
    record.quantity = try read()
    record.value = try read()
    record.fee = try read()
    record.isMaker = try readFlag()
    record.rate = try read()
    record.quote = try read()
    return record
  }

  /// Reads a count and so many elements, each of at least one byte.
  mutating func readList<Element>(
    _ body: (inout ByteReader) throws(CodecError) -> Element
  ) throws(CodecError) -> [Element] {
    let count = Int(try read(UInt32.self))
    guard count <= remaining else { throw .truncated }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try body(&self)) }
    return elements
  }
}

extension ByteWriter {
  /// Writes a count and the elements.
  mutating func write<Element>(list elements: [Element], _ body: (inout ByteWriter, Element) -> Void) {
    write(UInt32(elements.count))
    for element in elements { body(&self, element) }
  }

  mutating func write<Element>(history: Recent<Element>, _ body: (inout ByteWriter, Element) -> Void) {
    write(UInt32(history.count))
    for place in 0..<history.count { body(&self, history[place]) }
  }
}
