import ApusAPI
import Testing

@Suite("The realtime protocol")
struct RealtimeTests {
  private func read(_ text: String) throws(RealtimeRefusal) -> ClientMessage { try ClientMessage(Array(text.utf8)) }

  private func operation(_ text: String) throws -> ClientOperation? {
    if case .operation(let operation, _) = try read(text) { return operation }
    return nil
  }

  private func text(_ write: (inout JSONWriter) throws -> Void) rethrows -> String {
    var writer = JSONWriter()
    try write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test("Two messages are no JSON")
  func words() throws {
    #expect(try read("ping") == .ping)
    #expect(try read("help") == .help)
  }

  @Test("Arguments may come as a list or alone")
  func operations() throws {
    #expect(
      try operation(#"{"op":"subscribe","args":["trade:XBTUSD","quote"]}"#) == .subscribe(["trade:XBTUSD", "quote"]))
    #expect(try operation(#"{"op":"subscribe","args":"trade:*"}"#) == .subscribe(["trade:*"]))
    #expect(try operation(#"{"op":"unsubscribe","args":"trade"}"#) == .unsubscribe(["trade"]))
    #expect(
      try operation(#"{"op":"cancelAllAfter","args":700}"#) == .cancelAllAfter(CancelAllAfterRequest(timeout: 700)))
    #expect(
      try operation(#"{"op":"cancelAllAfter","args":["0"]}"#) == .cancelAllAfter(CancelAllAfterRequest(timeout: 0)))
    for expires in ["1795218496", "\"1795218496\""] {
      let credentials = RealtimeCredentials(key: "k", expires: "1795218496", signature: "s")
      #expect(try operation(#"{"op":"authKeyExpires","args":["k",\#(expires),"s"]}"#) == .authenticate(credentials))
    }
  }

  @Test(
    "What is no operation is refused and echoed",
    arguments: [
      ("{oops", "Unable to parse message.", "{}"), ("[]", "Unable to parse message.", "{}"),
      ("{}", "Unable to parse message.", "{}"),
      (#"{"op":"dance","args":[1.0]}"#, "Unknown op: dance", #"{"op":"dance","args":[1.0]}"#),
      (#"{"op":"subscribe","args":[7]}"#, "Invalid args.", #"{"op":"subscribe","args":[7]}"#),
      (#"{"op":"subscribe"}"#, "Invalid args.", #"{"op":"subscribe"}"#),
      (#"{"op":"authKeyExpires","args":["k",1]}"#, "Invalid args.", #"{"op":"authKeyExpires","args":["k",1]}"#),
      (#"{"op":"cancelAllAfter","args":[-1]}"#, "timeout is invalid", #"{"op":"cancelAllAfter","args":[-1]}"#),
    ])
  func refused(sent: String, message: String, echo: String) throws {
    do throws(RealtimeRefusal) {
      _ = try read(sent)
      Issue.record("\(sent) was taken")
    } catch {
      #expect(text { $0.append(error) } == #"{"status":400,"error":"\#(message)","meta":{},"request":\#(echo)}"#)
    }
  }

  @Test("Topics")
  func topics() throws {
    #expect(try Topic("trade:xbtusd") == Topic(table: "trade", symbol: "XBTUSD"))
    #expect(try Topic("trade:*") == Topic(table: "trade"))
    #expect(try Topic("trade").description == "trade")
    #expect(try Topic("trade:XBTUSD").description == "trade:XBTUSD")
    #expect(throws: APIError.invalidArguments) { try Topic("") }
    let many = Array(repeating: #""trade""#, count: 201).joined(separator: ",")
    let refusal = #expect(throws: RealtimeRefusal.self) { try operation("{\"op\":\"subscribe\",\"args\":[\(many)]}") }
    #expect(refusal?.error.message == "Invalid args: at most 200 topics at once.")
  }

  @Test("A handshake names topics and credentials in its query")
  func handshake() throws {
    let query = try HandshakeQuery(
      "api-expires=1795218496&api-key=k&api-signature=s&subscribe=margin%2CorderBookL2_25%3AXBTUSD")
    #expect(query.topics == ["margin", "orderBookL2_25:XBTUSD"])
    #expect(query.credentials == RealtimeCredentials(key: "k", expires: "1795218496", signature: "s"))
    #expect(try HandshakeQuery("").topics.isEmpty)
    #expect(try HandshakeQuery("api-key=k").credentials == nil)
  }

  @Test("The first message has every member that some client waits for")
  func welcome() {
    let welcome = Welcome(version: "1.0", timestamp: 0, docs: "/docs", appName: "Apus", remaining: 39)
    #expect(
      text { $0.append(welcome) } == """
        {"info":"Welcome to the BitMEX Realtime API.","version":"1.0","timestamp":"1970-01-01T00:00:00.000Z",\
        "docs":"/docs","heartbeatEnabled":false,"appName":"Apus","limit":{"remaining":39}}
        """)
  }

  @Test("Acknowledgements echo the request")
  func acknowledgements() throws {
    let request = try parameters(#"{"op":"subscribe","args":["trade:XBTUSD"]}"#)
    let echo = #""request":{"op":"subscribe","args":["trade:XBTUSD"]}"#
    #expect(
      text { $0.appendSubscribed("trade:XBTUSD", request: request) }
        == #"{"success":true,"subscribe":"trade:XBTUSD",\#(echo)}"#)
    #expect(
      text { $0.appendUnsubscribed("trade", request: request) } == #"{"success":true,"unsubscribe":"trade",\#(echo)}"#)
    #expect(text { $0.appendAuthenticated(request: request) } == #"{"success":true,\#(echo)}"#)
    #expect(
      text { $0.append(RealtimeRefusal(.rateLimited(retryAfter: 5), request: request)) }
        == #"{"status":429,"error":"Rate limit exceeded, retry in 5 seconds.","meta":{"retryAfter":"5"},\#(echo)}"#)
    #expect(
      text { $0.appendCancelAllAfter(now: 0, cancelTime: nil, request: request) }
        == #"{"now":"1970-01-01T00:00:00.000Z","cancelTime":0,\#(echo)}"#)
    #expect(
      text { $0.appendCancelAllAfter(now: 0, cancelTime: 1) }
        == #"{"now":"1970-01-01T00:00:00.000Z","cancelTime":"1970-01-01T00:00:00.001Z"}"#)
  }

  @Test("A partial tells the table's keys, types, foreign keys, attributes and filter before its rows")
  func partial() {
    var row = OrderBookRow(symbol: "XBTUSD", id: 7, side: "Sell")
    row.size = 5
    row.price = 9_000
    #expect(
      text { $0.appendPartial(OrderBookRow.schemaOf25, [row], filter: PartialFilter(symbol: "XBTUSD")) } == """
        {"table":"orderBookL2_25","action":"partial","keys":["symbol","id","side"],"types":{"symbol":"symbol",\
        "id":"long","side":"symbol","size":"long","price":"float","timestamp":"timestamp","transactTime":"timestamp"},\
        "foreignKeys":{"symbol":"instrument","side":"side"},"attributes":{"symbol":"parted","id":"sorted"},\
        "filter":{"symbol":"XBTUSD"},"data":[{"symbol":"XBTUSD","id":7,"side":"Sell","size":5,"price":9000,\
        "timestamp":null,"transactTime":null}]}
        """)
    #expect(
      text { $0.appendPartial(WalletRow.schema, [], filter: PartialFilter(account: 3)) }.hasSuffix(
        #""filter":{"account":3},"data":[]}"#))
  }

  @Test("Neighbouring changes with the same action share a message, and their order is kept")
  func changes() {
    let rows = (1...3).map { QuoteRow(timestamp: Int64($0), symbol: "XBTUSD") }
    let levels = (1...3).map { OrderBookRow(symbol: "XBTUSD", id: $0, side: "Buy") }
    #expect(TableFrames.encode(rows.map(RowChange.insert), QuoteRow.schema).count == 1)
    let mixed: [RowChange] = [.insert(levels[0]), .insert(levels[1]), .delete(levels[2]), .insert(levels[2])]
    let frames = TableFrames.encode(mixed, OrderBookRow.schema).map { String(decoding: $0, as: UTF8.self) }
    #expect(frames.count == 3)
    #expect(frames[0].hasPrefix(#"{"table":"orderBookL2","action":"insert","data":[{"#))
    #expect(frames[1].hasPrefix(#"{"table":"orderBookL2","action":"delete","data":[{"#))
    #expect(frames[1].contains(#""id":3"#))
    #expect(TableFrames.encode([], QuoteRow.schema).isEmpty)
  }

  @Test("Help names operations and topics")
  func help() throws {
    let help = try JSONReader.read(text { $0.appendWebsocketHelp(publicTopics: ["trade"], privateTopics: ["order"]) })
    guard case .object(let object) = help, case .object(let subjects)? = object["subscriptionSubjects"] else {
      Issue.record("help is an object")
      return
    }
    #expect(subjects["public"] == .array([.string("trade")]))
    #expect(subjects["authenticationRequired"] == .array([.string("order")]))
    for name in ["info", "usage", "ops", "subscribe"] { #expect(object.contains(name)) }
  }

  @Test("A refusal over HTTP has the venue's envelope")
  func envelope() {
    #expect(
      String(decoding: APIError.insufficientBalance(needed: 100, currency: "XBt").envelope, as: UTF8.self)
        == #"{"error":{"message":"Account has insufficient Available Balance, 100 XBt required","name":"ValidationError"}}"#
    )
    #expect(APIError.rateLimited(retryAfter: 3).name == .rateLimit)
    #expect(APIError.overloaded.status == 503)
  }
}
