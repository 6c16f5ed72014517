import ApusAPI
import Testing

func parameters(_ json: String) throws -> JSONObject {
  try RequestBody.parameters(Array(json.utf8), contentType: "application/json; charset=utf-8", query: "")
}

func form(_ text: String) throws -> JSONObject {
  try RequestBody.parameters(Array(text.utf8), contentType: "application/x-www-form-urlencoded", query: "")
}

@Suite("Orders as clients send them")
struct OrderRequestTests {
  @Test("The same order as JSON, as JSON of texts, as a form, without a content type and in the query")
  func spellings() throws {
    let json =
      #"{"symbol":"xbtusd","side":"Buy","orderQty":100.0,"price":9351.50,"clOrdID":"a","execInst":"ParticipateDoNotInitiate,ReduceOnly"}"#
    let texts =
      #"{"symbol":"XBTUSD","side":"Buy","orderQty":"100","price":"9351.5","clOrdID":"a","execInst":["ParticipateDoNotInitiate","ReduceOnly"]}"#
    let fields =
      "symbol=XBTUSD&side=Buy&orderQty=100.0&price=9351.5&clOrdID=a&execInst=ParticipateDoNotInitiate%2C+ReduceOnly"
    let sent = [
      try parameters(json), try parameters(texts), try form(fields),
      try RequestBody.parameters(Array(json.utf8), contentType: nil, query: ""),
      try RequestBody.parameters(Array(fields.utf8), contentType: nil, query: ""),
      try RequestBody.parameters([], contentType: "application/json", query: fields),
      try RequestBody.parameters(
        Array("price=9351.5".utf8), contentType: nil, query: fields.replacing("9351.5", with: "1")),
    ]
    for parameters in sent {
      let order = try PlaceOrderRequest(parameters)
      #expect(order.symbol.name == "XBTUSD")
      #expect(order.side == .buy)
      #expect(order.orderQty == 100)
      #expect(order.price == Decimal(93_515, scale: 1))
      #expect(order.clOrdID == "a")
      #expect(order.execInst == [.participateDoNotInitiate, .reduceOnly])
      #expect(order.ordType == .limit)
      #expect(order.timeInForce == .goodTillCancel)
    }
  }

  @Test(
    "The prices make plain what kind of order is meant",
    arguments: [
      (#""price":1"#, FIX.OrderType.limit, FIX.TimeInForce.goodTillCancel),
      (#""text":"x""#, .market, .immediateOrCancel),
      (#""stopPx":1"#, .stop, .immediateOrCancel),
      (#""stopPx":1,"price":2"#, .stopLimit, .goodTillCancel),
      (#""pegPriceType":"PrimaryPeg","pegOffsetValue":0,"execInst":"Fixed""#, .pegged, .goodTillCancel),
      (#""pegPriceType":"TrailingStopPeg","pegOffsetValue":-50"#, .stop, .immediateOrCancel),
      (#""ordType":"Market","price":1"#, .market, .immediateOrCancel),
      (#""ordType":"LimitIfTouched","price":1,"stopPx":2"#, .limitIfTouched, .goodTillCancel),
    ])
  func kinds(fields: String, kind: FIX.OrderType, time: FIX.TimeInForce) throws {
    let order = try PlaceOrderRequest(try parameters(#"{"symbol":"XBTUSD","orderQty":1,\#(fields)}"#))
    #expect(order.ordType == kind)
    #expect(order.timeInForce == time)
    #expect((order.price != nil) == kind.isLimited)
  }

  @Test("A negative quantity sells, and a closing order needs none")
  func quantities() throws {
    let short = try PlaceOrderRequest(try parameters(#"{"symbol":"XBTUSD","orderQty":-100}"#))
    #expect(short.side == .sell)
    #expect(short.orderQty == 100)
    let close = try PlaceOrderRequest(try parameters(#"{"symbol":"XBTUSD","execInst":"Close"}"#))
    #expect(close.side == nil)
    #expect(close.orderQty == nil)
    let empty = try PlaceOrderRequest(
      try parameters(#"{"symbol":"XBTUSD","orderQty":1,"side":"","clOrdID":"","text":null,"execInst":""}"#))
    #expect(empty.side == .buy)
    #expect(empty.clOrdID == nil)
    #expect(empty.execInst.isEmpty)
  }

  @Test(
    "What cannot be an order is refused in the venue's words",
    arguments: [
      (#"{}"#, "Invalid symbol"), (#"{"symbol":""}"#, "Invalid symbol"), (#"{"symbol":1}"#, "Invalid symbol"),
      (#"{"symbol":"XBT:someday","orderQty":1}"#, "Invalid symbol"), (#"{"symbol":"XBTUSD"}"#, "Invalid orderQty"),
      (#"{"symbol":"XBTUSD","orderQty":0}"#, "Invalid orderQty"),
      (#"{"symbol":"XBTUSD","orderQty":1.5}"#, "orderQty is invalid"),
      (#"{"symbol":"XBTUSD","orderQty":"many"}"#, "orderQty is invalid"),
      (#"{"symbol":"XBTUSD","orderQty":1e400}"#, "orderQty is invalid"),
      (#"{"symbol":"XBTUSD","orderQty":true}"#, "orderQty is invalid"),
      (#"{"symbol":"XBTUSD","orderQty":[1]}"#, "orderQty is invalid"),
      (#"{"symbol":"XBTUSD","orderQty":-9223372036854775808}"#, "orderQty is invalid"),
      (#"{"symbol":"XBTUSD","orderQty":-1,"side":"Buy"}"#, "Invalid orderQty"),
      (#"{"symbol":"XBTUSD","orderQty":1,"side":"buy"}"#, "Invalid side"),
      (#"{"symbol":"XBTUSD","orderQty":1,"side":1}"#, "Invalid side"),
      (#"{"symbol":"XBTUSD","orderQty":1,"price":0}"#, "Invalid price"),
      (#"{"symbol":"XBTUSD","orderQty":1,"price":-1}"#, "Invalid price"),
      (#"{"symbol":"XBTUSD","orderQty":1,"price":1e400}"#, "Invalid price"),
      (#"{"symbol":"XBTUSD","orderQty":1,"price":"cheap"}"#, "Invalid price"),
      (#"{"symbol":"XBTUSD","orderQty":1,"ordType":"Limit"}"#, "Invalid price"),
      (#"{"symbol":"XBTUSD","orderQty":1,"ordType":"Stop"}"#, "Invalid stopPx for ordType"),
      (#"{"symbol":"XBTUSD","orderQty":1,"ordType":"Limit","price":1,"stopPx":1}"#, "Invalid stopPx for ordType"),
      (#"{"symbol":"XBTUSD","orderQty":1,"ordType":"Iceberg"}"#, "Unsupported ordType"),
      (#"{"symbol":"XBTUSD","orderQty":1,"timeInForce":"Forever"}"#, "Unsupported timeInForce"),
      (#"{"symbol":"XBTUSD","orderQty":1,"execInst":"AllOrNone"}"#, "Unsupported execInst"),
      (
        #"{"symbol":"XBTUSD","orderQty":1,"execInst":"ParticipateDoNotInitiate"}"#,
        "Invalid ordType or timeInForce for execInst"
      ),
      (
        #"{"symbol":"XBTUSD","orderQty":1,"price":1,"timeInForce":"FillOrKill","execInst":"ParticipateDoNotInitiate"}"#,
        "Invalid ordType or timeInForce for execInst"
      ),
      (
        #"{"symbol":"XBTUSD","orderQty":1,"stopPx":1,"execInst":"MarkPrice,LastPrice"}"#,
        "Invalid ordType or timeInForce for execInst"
      ),
      (#"{"symbol":"XBTUSD","orderQty":1,"displayQty":-1}"#, "Invalid displayQty"),
      (#"{"symbol":"XBTUSD","orderQty":1,"ordType":"Pegged"}"#, "Invalid pegPriceType for ordType"),
      (#"{"symbol":"XBTUSD","orderQty":1,"pegPriceType":"MarketPeg"}"#, "Invalid pegOffsetValue"),
      (#"{"symbol":"XBTUSD","orderQty":1,"clOrdID":"1234567890123456789012345678901234567"}"#, "Invalid clOrdID"),
      (#"{"symbol":"XBTUSD","orderQty":1,"clOrdID":7}"#, "Invalid clOrdID"),
      (#"{"symbol":"XBTUSD","orderQty":1,"contingencyType":"Whatever"}"#, "Invalid contingencyType"),
    ])
  func refused(json: String, message: String) throws {
    let sent = try parameters(json)
    #expect(throws: APIError(400, message)) { try PlaceOrderRequest(sent) }
  }

  @Test("An amendment names its order either way, and changes what it names")
  func amendments() throws {
    let id = PublicID(.order, 5)
    let byVenue = try AmendOrderRequest(try parameters(#"{"orderID":"\#(id)","orderQty":"200","price":"9000.5"}"#))
    #expect(byVenue.order == .orderID(id))
    #expect(byVenue.orderQty == 200)
    #expect(byVenue.price == Decimal(90_005, scale: 1))
    let byClient = try AmendOrderRequest(try form("origClOrdID=abc-123&clOrdID=def-456&leavesQty=1000"))
    #expect(byClient.order == .clOrdID("abc-123"))
    #expect(byClient.clOrdID == "def-456")
    #expect(byClient.leavesQty == 1_000)
    #expect(try AmendOrderRequest(try parameters(#"{"orderID":"nonsense"}"#)).order == .unknown("nonsense"))
    for (json, message) in [
      ("{}", "Invalid orderID"), (#"{"orderID":"a","orderQty":0}"#, "Invalid orderQty"),
      (#"{"orderID":"a","leavesQty":-1}"#, "Invalid leavesQty"),
      (#"{"orderID":"a","price":null,"stopPx":0}"#, "Invalid stopPx"),
    ] {
      let sent = try parameters(json)
      #expect(throws: APIError(400, message)) { try AmendOrderRequest(sent) }
    }
  }

  @Test("Orders to cancel come as a list, a list in a text, separated by commas, or alone")
  func cancellations() throws {
    let (first, second) = (PublicID(.order, 1), PublicID(.order, 2))
    let both = [OrderReference.orderID(first), .orderID(second)]
    for sent in [
      try parameters(#"{"orderID":["\#(first)","\#(second)"]}"#),
      try parameters(#"{"orderID":"\#(first),\#(second)"}"#),
      try form("orderID=%5B%22\(first)%22%2C%22\(second)%22%5D"), try form("orderID=\(first),\(second)"),
      try RequestBody.parameters([], contentType: "application/json", query: "orderID=\(first),\(second)"),
    ] {
      let request = try CancelOrdersRequest(sent)
      #expect(request.orders == both)
      #expect(!request.isSingle)
    }
    let alone = try CancelOrdersRequest(try form("clOrdID=mm_bitmex_1a/oemUeQ4CAJZgP3fjHsA"))
    #expect(alone.orders == [.clOrdID("mm_bitmex_1a/oemUeQ4CAJZgP3fjHsA")])
    #expect(alone.isSingle)
    let trade = PublicID(.trade, 1)
    #expect(try CancelOrdersRequest(try form("orderID=\(trade)")).orders == [.unknown(trade.description)])
    for json in ["{}", #"{"orderID":[]}"#, #"{"orderID":7}"#, #"{"orderID":[7]}"#] {
      let sent = try parameters(json)
      #expect(throws: APIError.invalidOrderID) { try CancelOrdersRequest(sent) }
    }
  }

  @Test(
    "A dead man's switch counts in milliseconds, in every spelling",
    arguments: [
      (#"{"timeout":60000}"#, 60_000), (#"{"timeout":"60000.0"}"#, 60_000), (#"{"timeout":0}"#, 0),
      (#"{"timeout":0.7}"#, 1),
    ] as [(String, Int64)])
  func timeout(json: String, milliseconds: Int64) throws {
    #expect(try CancelAllAfterRequest(try parameters(json)).timeout == milliseconds)
  }

  @Test(
    "A switch without a time is refused",
    arguments: ["{}", #"{"timeout":-1}"#, #"{"timeout":"soon"}"#, #"{"timeout":1e12}"#])
  func noTimeout(json: String) throws {
    let sent = try parameters(json)
    #expect(throws: APIError.invalidTimeout) { try CancelAllAfterRequest(sent) }
  }

  @Test("Requests about positions")
  func positions() throws {
    #expect(try LeverageRequest(try parameters(#"{"symbol":"XBTUSD","leverage":0}"#)).leverage == 0)
    #expect(try LeverageRequest(try form("symbol=XBTUSD&leverage=12.5")).leverage == Decimal(125, scale: 1))
    #expect(try IsolateRequest(try form("symbol=XBTUSD")).enabled)
    #expect(try !IsolateRequest(try form("symbol=XBTUSD&enabled=false")).enabled)
    #expect(
      try RiskLimitRequest(try parameters(#"{"symbol":"XBTUSD","riskLimit":"20000000000"}"#)).riskLimit
        == 20_000_000_000)
    #expect(try TransferMarginRequest(try parameters(#"{"symbol":"XBTUSD","amount":-5}"#)).amount == -5)
    #expect(try ClosePositionRequest(try parameters(#"{"symbol":"XBTUSD","price":null}"#)).price == nil)
    for (sent, kept) in [("33.333", 3_333), ("3.14159265", 314), ("3.2999999999999998", 330), ("0.015", 2)] {
      let request = try LeverageRequest(try form("symbol=XBTUSD&leverage=\(sent)"))
      #expect(request.leverage == Decimal(Int64(kept), scale: 2))
    }
    for leverage in ["-1", "0.001", "101", "null", "\"high\"", "1e30"] {
      let sent = try parameters(#"{"symbol":"XBTUSD","leverage":\#(leverage)}"#)
      #expect(throws: APIError.invalidLeverage) { try LeverageRequest(sent) }
    }
  }

  @Test(
    "A body that cannot be read is refused with a reason",
    arguments: ["{oops", "[1]", "{\"a\":1e}", "{\"a\":1,\"a\":1}"])
  func unreadable(body: String) {
    do {
      _ = try parameters(body)
      Issue.record("\(body) was read")
    } catch let error as APIError {
      #expect(error.status == 400)
      #expect(error.message.hasPrefix("Malformed request: "))
    } catch {
      Issue.record(error)
    }
  }
}
