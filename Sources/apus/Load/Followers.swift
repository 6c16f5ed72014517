import Glibc

/// Many realtime connections, read by one thread.
struct Followers {
  private var connections: [Connection] = []
  private var polled: [pollfd] = []
  private var states: [FrameCounter] = []
  private var bytes = [UInt8](repeating: 0, count: 1 << 18)

  /// How many there are.
  var count: Int { connections.count }

  /// Opens the connections and reads what each is welcomed with.
  init(port: UInt16, count: Int) throws(FileError) {
    let handshake = """
      GET /realtime HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r

      """
    for _ in 0..<count {
      let connection = try Connection(port: port)
      try connection.send(Array(handshake.utf8))
      connections.append(connection)
      polled.append(pollfd(fd: connection.socket, events: Int16(POLLIN), revents: 0))
      states.append(FrameCounter())
    }
    try read(until: 1)
  }

  /// Has each follow a topic, and reads its answer and its image.
  mutating func subscribe(to topic: String) throws(FileError) {
    let text = Array(#"{"op":"subscribe","args":"\#(topic)"}"#.utf8)
    // A mask of zeros leaves the text as it is.
    for connection in connections { try connection.send([0x81, 0x80 | UInt8(text.count), 0, 0, 0, 0] + text) }
    try read(until: 3)
  }

  /// Reads until each has had so many frames since it was opened.
  private mutating func read(until frames: Int) throws(FileError) {
    while states.contains(where: { $0.frames < frames }) {
      guard try read(milliseconds: 10_000, { _, _ in }) else {
        throw FileError("the venue tells its followers nothing")
      }
    }
  }

  /// Reads what comes within a time; shows how many frames each had had, whenever one has come whole. False for nothing.
  mutating func read(milliseconds: Int32, _ body: (_ follower: Int, _ frame: Int) -> Void) throws(FileError) -> Bool {
    guard Connection.wait(&polled, milliseconds: milliseconds) > 0 else { return false }
    for place in connections.indices where polled[place].revents != 0 {
      let got = try connections[place].read(into: &bytes)
      states[place].take(bytes, got) { body(place, $0) }
    }
    return true
  }
}

/// Counts the frames in a stream of bytes behind the answer to the handshake.
private struct FrameCounter {
  private(set) var frames = 0
  private var isOpen = false
  private var head: [UInt8] = []
  /// Bytes of the frame's payload that are still to come.
  private var left = 0

  mutating func take(_ bytes: [UInt8], _ count: Int, _ whole: (Int) -> Void) {
    var place = 0
    while place < count {
      if left > 0 {
        let part = min(left, count - place)
        left -= part
        place += part
        if left == 0 { finish(whole) }
        continue
      }
      head.append(bytes[place])
      place += 1
      if !isOpen {
        guard head.suffix(4).elementsEqual("\r\n\r\n".utf8) else { continue }
        isOpen = true
        head.removeAll()
      } else if let length = payloadLength {
        head.removeAll(keepingCapacity: true)
        left = length
        if length == 0 { finish(whole) }
      }
    }
  }

  private mutating func finish(_ whole: (Int) -> Void) {
    frames += 1
    whole(frames)
  }

  /// The length that a whole head tells.
  private var payloadLength: Int? {
    guard head.count >= 2 else { return nil }
    let size = head[1] == 127 ? 10 : head[1] == 126 ? 4 : 2
    guard head.count == size else { return nil }
    return size == 2 ? Int(head[1]) : head[2...].reduce(0) { $0 << 8 | Int($1) }
  }
}
