import ApusAPI

/// The name a client gave to one of the streams of a connection: its number and its topic, which it chooses freely.
struct StreamName: Hashable {
  let id: String
  let topic: String

  /// What an element of a frame says besides its payload.
  enum Kind: Int {
    case message = 0
    case open = 1
    case close = 2
  }

  /// A frame with a payload, which is JSON.
  func message(_ payload: some Sequence<UInt8>) -> [UInt8] {
    var bytes = beginning(.message)
    bytes.append(UInt8(ascii: ","))
    bytes += payload
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }

  /// A frame that says that the stream has ended.
  var closing: [UInt8] { beginning(.close) + [UInt8(ascii: "]")] }

  private func beginning(_ kind: Kind) -> [UInt8] {
    var writer = JSONWriter(capacity: 64)
    writer.beginArray()
    writer.append(Int64(kind.rawValue))
    writer.append(id)
    writer.append(topic)
    return writer.bytes
  }
}

/// The streams that share a connection to `/realtimemd`: each a conversation of its own, with its own welcome and key.
final class Streams {
  // The connection holds this and ends it, so neither outlives the other.
  private unowned let socket: RealtimeSocket
  private let remaining: Int64
  private var open: [String: Conversation] = [:]
  private var refusals = 0

  init(_ socket: RealtimeSocket, remaining: Int64) {
    self.socket = socket
    self.remaining = remaining
  }

  /// Takes one frame `[kind, id, topic, payload]`.
  func take(_ message: [UInt8]) {
    if message.elementsEqual("ping".utf8) { return socket.write(.textFrame(Array("pong".utf8))) }
    guard let frame = StreamFrame(message) else { return refuse(.malformedOperation) }
    switch frame.kind {
    case .open: begin(frame.name)
    case .close: open.removeValue(forKey: frame.name.id)?.end()
    case .message:
      guard let conversation = open[frame.name.id] else { return refuse(.unknownStream(frame.name.id)) }
      conversation.take(frame.payload)
    }
  }

  private func begin(_ name: StreamName) {
    guard open[name.id] == nil else { return refuse(.streamIsOpen(name.id)) }
    guard open.count < socket.limits.streams else { return refuse(.tooManyPendingSubscriptions) }
    let conversation = Conversation(socket, stream: name, key: nil)
    open[name.id] = conversation
    conversation.begin([], remaining: remaining)
  }

  /// A refusal of what belongs to no stream.
  private func refuse(_ error: APIError) {
    socket.desk.gateway.meters.note(error)
    var writer = JSONWriter(capacity: 256)
    writer.append(RealtimeRefusal(error, request: JSONObject()))
    socket.write(.textFrame(writer.bytes))
    refusals += 1
    if refusals >= socket.limits.refusals { socket.end(.policyViolation) }
  }

  /// Tells what was merged while the client was behind.
  func catchUp() { for conversation in open.values { conversation.catchUp() } }

  /// Ends the streams whose keys are no good any more.
  func look() {
    for (id, conversation) in open where !conversation.isWelcome {
      open[id] = nil
      conversation.end()
      if let name = conversation.stream { socket.write(.textFrame(name.closing)) }
    }
  }

  /// Ends all streams.
  func end() {
    for conversation in open.values { conversation.end() }
    open.removeAll()
  }
}

/// A frame of a client with several streams.
private struct StreamFrame {
  var kind: StreamName.Kind
  var name: StreamName
  var payload: [UInt8] = []

  /// Reads `[kind, id, topic, payload]`; nil when it is none. A message needs its payload.
  init?(_ message: [UInt8]) {
    let value: JSONValue
    do throws(JSONRefusal) { value = try JSONReader.read(message) } catch { return nil }
    guard case .array(let parts) = value, (3...4).contains(parts.count), case .number(let number) = parts[0],
      let kind = Int(number).flatMap({ StreamName.Kind(rawValue: $0) }), let id = parts[1].name,
      let topic = parts[2].name
    else { return nil }
    self.kind = kind
    name = StreamName(id: id, topic: topic)
    guard kind == .message else { return }
    guard parts.count == 4 else { return nil }
    if case .string(let text) = parts[3] {
      payload = Array(text.utf8)
    } else {
      var writer = JSONWriter(capacity: 256)
      writer.append(parts[3])
      payload = writer.bytes
    }
  }
}

extension JSONValue {
  /// A text of at most 64 bytes; nil when it is none.
  fileprivate var name: String? {
    guard case .string(let text) = self, text.utf8.count <= 64 else { return nil }
    return text
  }
}

extension APIError {
  /// A message for a stream that is not open.
  static func unknownStream(_ id: String) -> APIError { APIError(400, "Unknown stream: \(id)", name: .websocket) }

  /// A stream of that name is open.
  static func streamIsOpen(_ id: String) -> APIError {
    APIError(400, "This stream is already open: \(id)", name: .websocket)
  }
}
