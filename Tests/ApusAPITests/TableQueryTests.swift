import ApusAPI
import Testing

@Suite("Questions about tables")
struct TableQueryTests {
  private func query(_ text: String) throws -> JSONObject {
    try RequestBody.parameters([], contentType: nil, query: text)
  }

  @Test("Nothing asked is a hundred rows, oldest first, all columns")
  func defaults() throws {
    let query = try TableQuery(JSONObject())
    #expect(query.count == 100)
    #expect(query.start == 0)
    #expect(!query.reverse)
    #expect(query.columns == nil)
    #expect(query.filter == .none)
    #expect(query.symbol == nil)
    #expect(try TableQuery(JSONObject(), usually: 10_000, most: 10_000, newestFirst: true).reverse)
  }

  @Test("Everything asked, as query strings spell it")
  func everything() throws {
    let asked = try TableQuery(
      query(
        "symbol=XBT%3Aperpetual&filter=%7B%22side%22%3A+%22Buy%22%7D&columns=%5B%22price%22%5D&count=900&start=10"
          + "&reverse=true&startTime=2026-11-20&endTime=2026-11-20T23%3A48%3A16.784000%2B00%3A00"), most: 500)
    #expect(asked.symbol?.name == "XBT")
    #expect(asked.symbol?.term == .perpetual)
    #expect(asked.filter.terms.map(\.name) == ["side"])
    #expect(asked.columns == ["price"])
    #expect(asked.count == 500)
    #expect(asked.start == 10)
    #expect(asked.reverse)
    #expect(asked.startTime == 1_795_132_800_000)
    #expect(asked.endTime == 1_795_218_496_784)
    #expect(try TableQuery(query("columns=price,size")).columns == ["price", "size"])
  }

  @Test(
    "What cannot be asked is refused in the venue's words",
    arguments: [
      ("count=0", "count is invalid"), ("count=-1", "count is invalid"), ("count=ten", "count is invalid"),
      ("count=1e400", "count is invalid"),
      ("count=1.5", "count is invalid"), ("start=-1", "start is invalid"), ("start=x", "start is invalid"),
      ("reverse=maybe", "reverse is invalid"),
      ("startTime=noon", "startTime is invalid"), ("endTime=2026-02-30", "endTime is invalid"),
      ("filter=%7Bnot+json", "filter values are not valid"),
      ("filter=7", "filter values are not valid"), ("filter=%7B%22a%22%3A%7B%7D%7D", "filter values are not valid"),
      ("columns=%5B7%5D", "columns are not valid"), ("symbol=%3A", "Invalid symbol"),
    ])
  func refused(text: String, message: String) throws {
    let sent = try query(text)
    #expect(throws: APIError(400, message)) { try TableQuery(sent) }
  }

  @Test("Book, bins and currencies")
  func others() throws {
    #expect(try OrderBookQuery(query("symbol=XBTUSD")).depth == 25)
    #expect(try OrderBookQuery(query("symbol=XBTUSD&depth=0")).depth == 0)
    #expect(try BucketQuery(query("binSize=1d&partial=true")).binSize.milliseconds == 86_400_000)
    #expect(try CurrencyQuery(query("currency=all")).currency == nil)
    #expect(try CurrencyQuery(JSONObject()).currency == "XBt")
    let (depth, bin) = (try query("symbol=XBTUSD&depth=-1"), try query("binSize=2m"))
    #expect(throws: APIError.depthInvalid) { try OrderBookQuery(depth) }
    #expect(throws: APIError.binSizeInvalid) { try BucketQuery(bin) }
  }

  private var order: OrderRow {
    var order = OrderRow(orderID: PublicID(.order, 9), account: 3, symbol: "XBTUSD")
    order.side = "Buy"
    order.clOrdID = "mine"
    order.price = Decimal(93_515, scale: 1)
    order.orderQty = 100
    order.ordStatus = "PartiallyFilled"
    order.workingIndicator = true
    order.timestamp = 1_795_218_496_784  // Friday, 2026-11-20T23:48:16.784Z
    return order
  }

  private func filter(_ json: String) throws -> RowFilter<OrderRow> {
    guard case .object(let conditions) = try JSONReader.read(json) else { throw APIError.filterInvalid }
    return try RowFilter(Filter(conditions: conditions), OrderRow.schema)
  }

  @Test(
    "Filters that an order passes",
    arguments: [
      "{}", #"{"symbol":"XBTUSD"}"#, #"{"symbol":["ETHUSD","XBTUSD"],"side":"Buy"}"#, #"{"open":true}"#,
      #"{"open":"true"}"#,
      #"{"ordStatus.isTerminated":false}"#, #"{"price":9351.50}"#, #"{"price":"9351.5"}"#, #"{"orderQty":"100"}"#,
      #"{"stopPx":null}"#,
      #"{"workingIndicator":true}"#, #"{"clOrdID":"mine"}"#, #"{"startTime":"2026-11-20"}"#,
      #"{"endTime":"2026-11-21"}"#,
      #"{"timestamp.date":"2026-11-20"}"#, #"{"timestamp.month":"2026-11"}"#, #"{"timestamp.year":2026}"#,
      #"{"timestamp.mm":11}"#,
      #"{"timestamp.dd":20}"#, #"{"timestamp.hh":23}"#, #"{"timestamp.uu":48}"#, #"{"timestamp.ss":"16"}"#,
      #"{"timestamp.dd":"020"}"#,
      #"{"timestamp.ww":6}"#,
      #"{"timestamp.minute":"23:48"}"#, #"{"timestamp.second":"23:48:16"}"#, #"{"timestamp.time":"23:48:16.784"}"#,
      #"{"timestamp.ww":[1,6]}"#, #"{"timestamp":"2026-11-20T23:48:16.784Z"}"#,
    ])
  func passes(json: String) throws {
    #expect(try filter(json).matches(order))
  }

  @Test(
    "Filters that an order does not pass",
    arguments: [
      #"{"symbol":"ETHUSD"}"#, #"{"symbol":[]}"#, #"{"symbol":"XBTUSD","side":"Sell"}"#, #"{"open":false}"#,
      #"{"ordStatus.isTerminated":true}"#,
      #"{"price":9351}"#, #"{"stopPx":1}"#, #"{"price":null}"#, #"{"orderID":"unknown"}"#,
      #"{"startTime":"2026-11-21"}"#,
      #"{"endTime":"2026-11-20"}"#, #"{"timestamp.time":"12:00"}"#, #"{"timestamp.ww":5}"#,
      #"{"transactTime":"2026-11-20"}"#,
    ])
  func fails(json: String) throws {
    #expect(try !filter(json).matches(order))
  }

  @Test(
    "Filters that name what the table has not, or values that cannot be",
    arguments: [
      #"{"colour":"red"}"#, #"{"orderQty":"many"}"#, #"{"price":true}"#, #"{"workingIndicator":"yes"}"#,
      #"{"symbol":7}"#, #"{"open":"yes"}"#,
      #"{"timestamp.century":21}"#, #"{"symbol.ww":6}"#, #"{"timestamp":"noon"}"#, #"{"startTime":[1,2]}"#,
      #"{"timestamp.time":12}"#,
      #"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1}"#,
    ])
  func invalid(json: String) {
    #expect(throws: APIError.filterInvalid) { try filter(json) }
  }

  @Test("An order is found by the name the venue gave it, and times bound both ends")
  func namesAndTimes() throws {
    #expect(try filter(#"{"orderID":"\#(order.orderID)"}"#).matches(order))
    for (text, found) in [
      ("startTime=1795218496784&endTime=1795218496784", true), ("startTime=1795218496785", false),
      ("endTime=1795218496783", false), ("startTime=2&endTime=1", false),
    ] {
      #expect(try TableQuery(query(text)).rowFilter(OrderRow.schema).matches(order) == found)
    }
  }
}
