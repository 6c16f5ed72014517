import ApusAPI
import Testing

@Suite("Rows as clients read them")
struct RowTests {
  private func text(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test("A level of the book carries its price and its times even when it goes")
  func bookRow() {
    var level = OrderBookRow(symbol: "XBTUSD", id: OrderBookRow.id(symbolIndex: 88, ticks: 935_150), side: "Buy")
    level.size = 100
    level.price = Decimal(93_515, scale: 1)
    level.timestamp = 0
    level.transactTime = 0
    var larger = level
    larger.size = 300
    larger.timestamp = 1
    #expect(
      text { $0.appendDelta(from: level, to: larger, OrderBookRow.schema) } == """
        {"symbol":"XBTUSD","id":8799064850,"side":"Buy","size":300,"price":9351.5,\
        "timestamp":"1970-01-01T00:00:00.001Z","transactTime":"1970-01-01T00:00:00.000Z"}
        """)
    #expect(
      text { $0.appendDeletion(level, OrderBookRow.schema) } == """
        {"symbol":"XBTUSD","id":8799064850,"side":"Buy","price":9351.5,\
        "timestamp":"1970-01-01T00:00:00.000Z","transactTime":"1970-01-01T00:00:00.000Z"}
        """)
  }

  @Test("An order update repeats all that is known, and tells what became unknown")
  func orderUpdate() {
    var resting = OrderRow(orderID: PublicID(.order, 7), account: 3, symbol: "XBTUSD")
    resting.ordStatus = "New"
    resting.leavesQty = 100
    resting.displayQty = 10
    resting.timestamp = 0
    var canceled = resting
    canceled.ordStatus = "Canceled"
    canceled.leavesQty = 0
    canceled.displayQty = nil
    #expect(
      text { $0.appendDelta(from: resting, to: canceled, OrderRow.schema) } == """
        {"orderID":"\(resting.orderID)","account":3,"symbol":"XBTUSD","displayQty":null,"ordStatus":"Canceled",\
        "leavesQty":0,"timestamp":"1970-01-01T00:00:00.000Z"}
        """)
  }

  @Test("Another update tells keys, what changed, and when")
  func positionUpdate() {
    var flat = PositionRow(account: 3, symbol: "XBTUSD")
    flat.markPrice = 9_000
    var long = flat
    long.currentQty = 400
    long.timestamp = 0
    #expect(
      text { $0.appendDelta(from: flat, to: long, PositionRow.schema) } == """
        {"account":3,"symbol":"XBTUSD","currentQty":400,"timestamp":"1970-01-01T00:00:00.000Z"}
        """)
  }

  @Test("Nothing is told when nothing changed")
  func noChange() {
    let row = WalletRow(account: 3, currency: "XBt")
    #expect(text { $0.appendDelta(from: row, to: row, WalletRow.schema) }.isEmpty)
  }

  @Test("A full row writes null for what is unknown")
  func fullRow() {
    let row = QuoteRow(timestamp: 0, symbol: "XBTUSD")
    #expect(
      text { $0.append(row, QuoteRow.schema) } == """
        {"timestamp":"1970-01-01T00:00:00.000Z","symbol":"XBTUSD","bidSize":null,"bidPrice":null,"askPrice":null,\
        "askSize":null}
        """)
  }

  @Test("Chosen columns come with the keys, and an unknown name is refused")
  func selection() throws {
    let row = InstrumentRow(symbol: "XBTUSD")
    let columns = try ColumnSelection(["lastPrice"], of: InstrumentRow.schema)
    #expect(text { $0.append(row, columns) } == #"{"symbol":"XBTUSD","lastPrice":null}"#)
    #expect(throws: APIError(400, "columns are not valid")) {
      try ColumnSelection(["lastprice"], of: InstrumentRow.schema)
    }
  }

  @Test("A column gives its value with its type")
  func cells() {
    var row = InstrumentRow(symbol: "XBTUSD")
    row.fundingInterval = 8 * 3_600_000
    row.isInverse = true
    #expect(InstrumentRow.schema.column("symbol")?.value(row) == .text("XBTUSD"))
    #expect(InstrumentRow.schema.column("fundingInterval")?.value(row) == .timespan(28_800_000))
    #expect(InstrumentRow.schema.column("isInverse")?.value(row) == .bool(true))
    #expect(InstrumentRow.schema.column("lastPrice")?.value(row) == .null)
    #expect(InstrumentRow.schema.column("nothing") == nil)
  }
}
