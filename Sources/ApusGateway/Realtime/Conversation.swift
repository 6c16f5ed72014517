import ApusAPI
import ApusExchange
import ApusModel
import NIOCore
import Synchronization

/// What a realtime client says and is told: who it is, what it follows, what it asks for.
///
/// It has a connection to itself, or is one of the streams of a connection that several share.
final class Conversation {
  private let socket: RealtimeSocket
  /// The stream it is; nil when it has the connection to itself.
  let stream: StreamName?
  private var key: APIKey?
  /// Whose realtime connections this one counts among.
  private var counted: AccountID?
  /// The topics followed, each with the batch that its partial includes.
  private var topics: [TopicKey: UInt64] = [:]
  /// By topic and contract, what a client that is behind has not been told of.
  private var merges: [TopicKey: [TopicKey: Merge]] = [:]
  private var operations: TokenBucket
  private var refusals = 0
  private var isOver = false

  private var desk: LoopDesk { socket.desk }

  /// Begins to talk; who came with a key has been counted already.
  init(_ socket: RealtimeSocket, stream: StreamName?, key: APIKey?) {
    self.socket = socket
    self.stream = stream
    self.key = key
    counted = key?.account
    operations = TokenBucket(socket.desk.gateway.configuration.rates.operations, now: WallClock.milliseconds)
  }

  /// Welcomes the client and subscribes to the topics of the address.
  func begin(_ topics: [String], remaining: Int64) {
    say { writer in
      writer.append(
        Welcome(
          version: desk.gateway.configuration.version, timestamp: WallClock.milliseconds,
          docs: "/api/v1/schema/websocketHelp", appName: "apus", remaining: remaining))
    }
    guard !topics.isEmpty else { return }
    let request = Self.request(topics)
    do throws(APIError) {
      try paySubscription()
      subscribe(topics, request: request)
    } catch { refuse(RealtimeRefusal(error, request: request)) }
  }

  /// Whether the key it was opened with is still good.
  var isWelcome: Bool { key?.isGood(at: WallClock.milliseconds) ?? true }

  /// Follows nothing any more.
  func end() {
    isOver = true
    for topic in topics.keys { desk.unfollow(topic, self) }
    topics.removeAll()
    merges.removeAll()
    if let counted { desk.gateway.sockets.leave(counted) }
    counted = nil
  }

  // MARK: Operations

  /// Takes one message.
  func take(_ message: [UInt8]) {
    do throws(RealtimeRefusal) {
      switch try ClientMessage(message) {
      case .ping: send(stream == nil ? Array("pong".utf8) : Array(#""pong""#.utf8))
      case .help: send(TopicTable.help)
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
      let shown = try desk.gateway.admit(Claim(credentials), from: socket.source, now: WallClock.milliseconds)
      try desk.gateway.sockets.enter(shown.account)
      key = shown
      counted = shown.account
      say { $0.appendAuthenticated(request: request) }
    case .cancelAllAfter(let asked):
      try Permission.cancel.check(key)
      guard let account = key?.account else { return }
      try desk.submit(
        .command(.cancelAllAfter(CancelAllAfter(account: account, timeout: asked.timeout)), .deadline(request)),
        .realtime(self), began: .now)
    }
  }

  /// The request that the topics of the address stand for.
  private static func request(_ topics: [String]) -> JSONObject {
    JSONObject([
      JSONObject.Member("op", .string("subscribe")), JSONObject.Member("args", .array(topics.map { .string($0) })),
    ])
  }

  // MARK: Topics

  /// Each subscription, of however many topics, costs as much as a request.
  private func paySubscription() throws(APIError) {
    let now = WallClock.milliseconds
    if let key {
      _ = try key.take(isOrder: false, desk.gateway.configuration.rates, now: now)
    } else {
      _ = try socket.source.take(now: now)
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
    // One topic too many may have ended the connection before it is the next one's turn.
    guard !isOver else { return }
    guard topics[topic] == nil else { throw .alreadySubscribed(text) }
    guard topics.count < socket.limits.topics else { throw .tooManyPendingSubscriptions }
    // Followed first and read then: what a later batch changes comes as a message, and none is missed in between.
    desk.follow(topic, self)
    let partial = Partial(topic, desk.gateway.venue)
    topics[topic] = partial.batch
    say { $0.appendSubscribed(text, request: request) }
    send(partial.json)
  }

  private func unsubscribe(_ texts: [String], request: JSONObject) {
    for text in texts {
      do throws(APIError) {
        let topic = try topicKey(text)
        if topics.removeValue(forKey: topic) != nil { desk.unfollow(topic, self) }
        merges[topic] = nil
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

  /// Sends a message of a topic, unless its partial says it already; who is behind is told the sum of several.
  func send(_ parcel: Parcel, of topic: TopicKey) {
    guard let batch = topics[topic], parcel.batch > batch else { return }
    if let changes = parcel.changes, socket.isBehind || merges[topic]?[parcel.key] != nil {
      return merge(changes, of: topic, parcel.key)
    }
    guard let stream else { return socket.write(parcel.frame) }
    socket.write(.textFrame(stream.message(parcel.message)))
  }

  private func merge(_ changes: MergeableChanges, of topic: TopicKey, _ key: TopicKey) {
    desk.gateway.meters.merged.add(1, ordering: .relaxed)
    guard var sum = merges[topic]?.removeValue(forKey: key) else {
      merges[topic, default: [:]][key] = Merge(changes)
      return
    }
    sum.take(changes)
    merges[topic]?[key] = sum
  }

  /// Tells what was merged while the client was behind.
  func catchUp() {
    guard !merges.isEmpty else { return }
    let all = merges
    merges.removeAll()
    for sums in all.values { for sum in sums.values { for message in sum.messages { send(message) } } }
  }

  // MARK: Answers

  /// Tells what became of a command.
  func answer(_ reply: Reply, _ outcomes: [Outcome]) {
    do throws(APIError) {
      send(try reply.json(outcomes))
    } catch { refuse(reply, error) }
  }

  /// Tells that a command was refused.
  func refuse(_ reply: Reply, _ error: APIError) {
    guard case .deadline(let request?) = reply else { preconditionFailure("no realtime operation asks for \(reply)") }
    refuse(RealtimeRefusal(error, request: request))
  }

  /// Tells that an operation was refused; who has it refused again and again is let go.
  func refuse(_ refusal: RealtimeRefusal) {
    desk.gateway.meters.note(refusal.error)
    say { $0.append(refusal) }
    refusals += 1
    if refusals >= socket.limits.refusals { socket.end(.policyViolation) }
  }

  private func say(_ write: (inout JSONWriter) -> Void) {
    var writer = JSONWriter(capacity: 512)
    write(&writer)
    send(writer.bytes)
  }

  private func send(_ message: [UInt8]) {
    guard let stream else { return socket.write(.textFrame(message)) }
    socket.write(.textFrame(stream.message(message)))
  }
}
