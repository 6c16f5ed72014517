import ApusAPI
import ApusExchange
import ApusModel
import Logging
import NIOCore

/// A realtime connection: what a client says, and what it is told.
final class RealtimeSession: ChannelInboundHandler, Member {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let desk: LoopDesk
  private let source: Source
  private let limits: RealtimeLimits
  var place = 0
  private var context: ChannelHandlerContext?
  private var input = ByteBuffer()
  private var assembler: MessageAssembler
  private var key: APIKey?
  /// Whose realtime connections this one counts among.
  private var counted: AccountID?
  /// The topics followed, each with the batch that its partial includes.
  private var topics: [TopicKey: UInt64] = [:]
  private let firstTopics: [String]
  private let remaining: Int64
  private var operations: TokenBucket
  private var isEnding = false
  private var isDirty = false
  private var isReading = false
  private var lastHeard = NIODeadline.now()
  private var isAsked = false
  private var controlFrames = 0
  private var refusals = 0

  init(_ desk: LoopDesk, _ source: Source, _ handshake: Handshake) {
    self.desk = desk
    self.source = source
    limits = desk.gateway.configuration.realtime
    assembler = MessageAssembler(longest: limits.message)
    key = handshake.key
    counted = handshake.key?.account
    firstTopics = handshake.topics
    remaining = handshake.remaining
    operations = TokenBucket(desk.gateway.configuration.rates.operations, now: WallClock.milliseconds)
  }

  // MARK: Coming and going

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    desk.join(self)
  }

  /// Welcomes the client; `rest` is what it has sent already.
  func begin(with rest: ByteBuffer) {
    input = rest
    isReading = true
    welcome()
    if !firstTopics.isEmpty { begin(firstTopics) }
    work()
    isReading = false
    flush()
    context?.read()
  }

  func channelInactive(context: ChannelHandlerContext) {
    guard self.context != nil else { return }
    self.context = nil
    for key in topics.keys { desk.unfollow(key, self) }
    topics.removeAll()
    desk.leave(self)
    desk.gateway.sources.leave(source)
    uncount()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  // MARK: Frames

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    guard !isEnding else { return }
    if input.readableBytes == 0 { input = bytes } else { input.writeBuffer(&bytes) }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    isReading = true
    work()
    isReading = false
    flush()
    if context.channel.isWritable { context.read() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    // Who does not take what it is told is not listened to.
    if context.channel.isWritable { context.read() }
  }

  private func work() {
    do throws(FrameRefusal) {
      while !isEnding, let frame = try Frame.take(from: &input, longest: limits.frame) { try take(frame) }
    } catch { end(error.code) }
  }

  private func take(_ frame: Frame) throws(FrameRefusal) {
    lastHeard = .now()
    isAsked = false
    if frame.kind.isControl {
      controlFrames += 1
      guard controlFrames <= limits.controlFrames else { throw FrameRefusal(code: .policyViolation) }
    }
    switch frame.kind {
    case .close: end(try Self.closeCode(frame.payload))
    case .ping: write(.frame(.pong, frame.payload))
    case .pong: break
    case .text, .binary, .continuation:
      if let message = try assembler.take(frame) { take(message) }
    }
  }

  /// The code to say goodbye with when the client has said its own.
  private static func closeCode(_ payload: [UInt8]) throws(FrameRefusal) -> CloseCode {
    if payload.isEmpty { return .normal }
    guard payload.count >= 2 else { throw FrameRefusal(code: .protocolError) }
    let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
    let isKnown = (1000...1003).contains(code) || (1007...1014).contains(code) || (3000...4999).contains(code)
    guard isKnown else { throw FrameRefusal(code: .protocolError) }
    guard String(validating: payload.dropFirst(2), as: UTF8.self) != nil else {
      throw FrameRefusal(code: .invalidText)
    }
    return CloseCode(rawValue: code) ?? .normal
  }

  // MARK: Operations

  private func take(_ message: [UInt8]) {
    do throws(RealtimeRefusal) {
      switch try ClientMessage(message) {
      case .ping: write(.textFrame(Array("pong".utf8)))
      case .help: write(.textFrame(TopicTable.help))
      case .operation(let operation, let request):
        do throws(APIError) {
          try take(operation, request)
        } catch { throw RealtimeRefusal(error, request: request) }
      }
    } catch { refuse(error) }
  }

  private func take(_ operation: ClientOperation, _ request: JSONObject) throws(APIError) {
    guard operations.take(now: WallClock.milliseconds) != nil else {
      throw .rateLimited(retryAfter: operations.secondsUntilToken)
    }
    switch operation {
    case .subscribe(let topics):
      try paySubscription()
      subscribe(topics, request: request)
    case .unsubscribe(let topics): unsubscribe(topics, request: request)
    case .authenticate(let credentials):
      guard key == nil else { throw .alreadyAuthenticated }
      let shown = try desk.gateway.keys.verify(Claim(credentials), from: source, now: WallClock.milliseconds)
      try desk.gateway.sockets.enter(shown.account)
      key = shown
      counted = shown.account
      say { $0.appendAuthenticated(request: request) }
    case .cancelAllAfter(let asked):
      try Permission.cancel.check(key)
      guard let account = key?.account else { return }
      try desk.submit(
        .command(.cancelAllAfter(CancelAllAfter(account: account, timeout: asked.timeout)), .deadline(request)),
        .realtime(self))
    }
  }

  private func welcome() {
    say { writer in
      writer.append(
        Welcome(
          version: desk.gateway.configuration.version, timestamp: WallClock.milliseconds,
          docs: "/api/v1/schema/websocketHelp", appName: "apus", remaining: remaining))
    }
  }

  /// The request that the topics of the address stand for.
  private static func request(_ topics: [String]) -> JSONObject {
    JSONObject([
      JSONObject.Member("op", .string("subscribe")), JSONObject.Member("args", .array(topics.map { .string($0) })),
    ])
  }

  // MARK: Topics

  /// Subscribes to the topics of the address.
  private func begin(_ topics: [String]) {
    let request = Self.request(topics)
    do throws(APIError) {
      try paySubscription()
      subscribe(topics, request: request)
    } catch { refuse(RealtimeRefusal(error, request: request)) }
  }

  /// Each subscription, of however many topics, costs as much as a request.
  private func paySubscription() throws(APIError) {
    let now = WallClock.milliseconds
    if let key {
      _ = try key.take(isOrder: false, desk.gateway.configuration.rates, now: now)
    } else {
      _ = try source.take(now: now)
    }
  }

  private func subscribe(_ texts: [String], request: JSONObject) {
    for text in texts {
      do throws(APIError) {
        try subscribe(text, request)
      } catch { refuse(RealtimeRefusal(error, request: request)) }
    }
  }

  private func subscribe(_ text: String, _ request: JSONObject) throws(APIError) {
    let topic = try topicKey(text)
    guard topics[topic] == nil else { throw .alreadySubscribed(text) }
    guard topics.count < limits.topics else { throw .tooManyPendingSubscriptions }
    // Followed first and read then: what a later batch changes comes as a message, and none is missed in between.
    desk.follow(topic, self)
    let partial = Partial(topic, desk.gateway.venue)
    topics[topic] = partial.batch
    say { $0.appendSubscribed(text, request: request) }
    write(.textFrame(partial.json))
  }

  private func unsubscribe(_ texts: [String], request: JSONObject) {
    for text in texts {
      do throws(APIError) {
        let topic = try topicKey(text)
        if topics.removeValue(forKey: topic) != nil { desk.unfollow(topic, self) }
        say { $0.appendUnsubscribed(text, request: request) }
      } catch { refuse(RealtimeRefusal(error, request: request)) }
    }
  }

  private func topicKey(_ text: String) throws(APIError) -> TopicKey {
    let topic = try Topic(text)
    guard let table = TopicTable(rawValue: topic.table) else { throw .unknownTable(topic.table) }
    let symbol = table.hasSymbol ? topic.symbol ?? "" : ""
    if !symbol.isEmpty, !desk.gateway.venue.isListed(symbol, in: table) { throw .unknownTopicSymbol }
    if table.isPublic { return TopicKey(table: table, account: 0, symbol: symbol) }
    guard let key else { throw .subscriptionNeedsAuthorization }
    return TopicKey(table: table, account: key.account.rawValue, symbol: symbol)
  }

  /// Sends a message of a topic, unless its partial says it already.
  func send(_ parcel: Parcel, of topic: TopicKey) {
    guard let batch = topics[topic], parcel.batch > batch else { return }
    write(parcel.frame)
  }

  // MARK: Answers

  /// Tells what became of a command.
  func answer(_ reply: Reply, _ outcomes: [Outcome]) {
    do throws(APIError) {
      write(.textFrame(try reply.json(outcomes)))
    } catch { refuse(reply, error) }
  }

  /// Tells that a command was refused.
  func refuse(_ reply: Reply, _ error: APIError) {
    guard case .deadline(let request?) = reply else { preconditionFailure("no realtime operation asks for \(reply)") }
    refuse(RealtimeRefusal(error, request: request))
  }

  private func refuse(_ refusal: RealtimeRefusal) {
    say { $0.append(refusal) }
    refusals += 1
    if refusals >= limits.refusals { end(.policyViolation) }
  }

  private func say(_ write: (inout JSONWriter) -> Void) {
    var writer = JSONWriter(capacity: 512)
    write(&writer)
    self.write(.textFrame(writer.bytes))
  }

  private func write(_ frame: ByteBuffer) {
    guard !isEnding, let context else { return }
    context.write(wrapOutboundOut(frame), promise: nil)
    guard !isDirty else { return }
    isDirty = true
    if !isReading { desk.willFlush(self) }
  }

  func flush() {
    guard isDirty, let context else { return }
    isDirty = false
    context.flush()
    if !context.channel.isWritable, backlog(context) > limits.backlog {
      // What waits can never be overtaken by a goodbye, so there is none.
      desk.gateway.configuration.logger.info(
        "a realtime client reads too slowly", metadata: ["from": "\(source.address)"])
      context.close(promise: nil)
    }
  }

  private func backlog(_ context: ChannelHandlerContext) -> Int {
    do {
      return try context.channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0
    } catch { return 0 }
  }

  /// Says goodbye and closes.
  private func end(_ code: CloseCode) {
    guard !isEnding else { return }
    uncount()
    write(.closeFrame(code))
    isEnding = true
    input.clear()
    flush()
    context?.close(mode: .output, promise: nil)
    lastHeard = .now()
  }

  private func uncount() {
    if let counted { desk.gateway.sockets.leave(counted) }
    counted = nil
  }

  // MARK: Time

  func look(at now: NIODeadline) {
    controlFrames = 0
    let silence = now - lastHeard
    if let key, !key.isGood(at: WallClock.milliseconds) { end(.policyViolation) }
    if isEnding {
      if silence > .seconds(2) { context?.close(promise: nil) }
    } else if isAsked, silence > .seconds(2 * limits.pingSeconds) {
      context?.close(promise: nil)
    } else if !isAsked, silence > .seconds(limits.pingSeconds) {
      isAsked = true
      write(.frame(.ping, []))
    }
  }

  func dismiss() { end(.serviceRestart) }
}
