import ApusAPI
import ApusExchange
import Logging
import NIOCore
import Synchronization

/// A connection that speaks WebSocket: takes frames apart, and sends as fast as the client reads.
///
/// What it cannot send yet waits here, not in the channel. So a goodbye can overtake it when it becomes too much.
final class RealtimeSocket: ChannelInboundHandler, Member {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let desk: LoopDesk
  let source: Source
  let limits: RealtimeLimits
  var place = 0
  private var context: ChannelHandlerContext?
  private var input = ByteBuffer()
  private var assembler: MessageAssembler
  private var speech: Speech
  private var waiting = CircularBuffer<ByteBuffer>()
  /// Bytes of what waits.
  private var waitingBytes = 0
  private var isEnding = false
  private var isDirty = false
  private var isReading = false
  private var isDraining = false
  /// When it last heard from the client, in the seconds of the desk, which pass only while the venue is awake.
  private var lastHeard = 0
  private var isAsked = false
  private var controlFrames = 0

  /// Who talks over the connection.
  private enum Speech {
    case nobody
    case one(Conversation)
    case many(Streams)
  }

  init(_ desk: LoopDesk, _ source: Source) {
    self.desk = desk
    self.source = source
    limits = desk.gateway.configuration.realtime
    lastHeard = desk.seconds
    assembler = MessageAssembler(longest: limits.message)
    speech = .nobody
  }

  // MARK: Coming and going

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    desk.join(self)
    desk.gateway.meters.sockets.add(1, ordering: .relaxed)
  }

  /// Welcomes the client; `rest` is what it has sent already.
  func begin(_ handshake: Handshake, with rest: ByteBuffer) {
    input = rest
    isReading = true
    if handshake.isMultiplexed {
      speech = .many(Streams(self, remaining: handshake.remaining))
    } else {
      let conversation = Conversation(self, stream: nil, key: handshake.key)
      speech = .one(conversation)
      conversation.begin(handshake.topics, remaining: handshake.remaining)
    }
    work()
    isReading = false
    flush()
    context?.read()
  }

  func channelInactive(context: ChannelHandlerContext) {
    guard self.context != nil else { return }
    self.context = nil
    letGo()
    desk.leave(self)
    desk.gateway.sources.leave(source)
    desk.gateway.meters.sockets.subtract(1, ordering: .relaxed)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func letGo() {
    switch speech {
    case .nobody: break
    case .one(let conversation): conversation.end()
    case .many(let streams): streams.end()
    }
    speech = .nobody
    waiting.removeAll()
    waitingBytes = 0
  }

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
    readOn(context)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    guard context.channel.isWritable else { return }
    drain()
    readOn(context)
  }

  /// Who does not take what it is told is not listened to.
  private func readOn(_ context: ChannelHandlerContext) {
    if context.channel.isWritable, waiting.isEmpty || isEnding { context.read() }
  }

  private func work() {
    do throws(FrameRefusal) {
      while !isEnding, let frame = try Frame.take(from: &input, longest: limits.frame) { try take(frame) }
    } catch { end(error.code) }
    // An empty connection keeps no room for what it may once be told.
    if input.readableBytes == 0 { input = ByteBuffer() }
  }

  private func take(_ frame: Frame) throws(FrameRefusal) {
    lastHeard = desk.seconds
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
      guard let message = try assembler.take(frame) else { return }
      switch speech {
      case .nobody: break
      case .one(let conversation): conversation.take(message)
      case .many(let streams): streams.take(message)
      }
    }
  }

  /// The code to say goodbye with when the client has said its own, which is the same.
  private static func closeCode(_ payload: [UInt8]) throws(FrameRefusal) -> CloseCode {
    if payload.isEmpty { return .normal }
    guard payload.count >= 2 else { throw FrameRefusal(code: .protocolError) }
    let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
    let isKnown = (1000...1003).contains(code) || (1007...1014).contains(code) || (3000...4999).contains(code)
    guard isKnown else { throw FrameRefusal(code: .protocolError) }
    guard String(validating: payload.dropFirst(2), as: UTF8.self) != nil else {
      throw FrameRefusal(code: .invalidText)
    }
    return CloseCode(rawValue: code)
  }

  // MARK: Sending

  /// Whether so much waits that changes had better be merged.
  var isBehind: Bool { waitingBytes > limits.merging }

  /// Sends a frame, or keeps it until the client has read what came before.
  func write(_ frame: ByteBuffer) {
    guard !isEnding, let context else { return }
    guard waiting.isEmpty, context.channel.isWritable else {
      waiting.append(frame)
      waitingBytes += frame.readableBytes
      if waitingBytes > limits.backlog { cut() }
      return
    }
    context.write(wrapOutboundOut(frame), promise: nil)
    becomeDirty()
  }

  private func becomeDirty() {
    guard !isDirty else { return }
    isDirty = true
    if !isReading { desk.willTell(self) }
  }

  func flush() {
    guard isDirty, let context else { return }
    isDirty = false
    context.flush()
  }

  /// Sends on what waited, and when all of it is under way the sum of what was merged meanwhile.
  private func drain() {
    guard !isDraining, !isEnding, let context else { return }
    isDraining = true
    defer { isDraining = false }
    while context.channel.isWritable {
      guard let frame = waiting.popFirst() else {
        catchUp()
        break
      }
      waitingBytes -= frame.readableBytes
      context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
  }

  private func catchUp() {
    switch speech {
    case .nobody: break
    case .one(let conversation): conversation.catchUp()
    case .many(let streams): streams.catchUp()
    }
    flush()
  }

  /// Ends a connection that reads too slowly; what waited is dropped, the goodbye is not.
  private func cut() {
    desk.gateway.meters.cuts.add(1, ordering: .relaxed)
    desk.gateway.configuration.logger.info(
      "a realtime client reads too slowly", metadata: ["from": "\(source.address)"])
    end(.policyViolation)
  }

  /// Says goodbye and closes.
  func end(_ code: CloseCode) {
    guard !isEnding, let context else { return }
    letGo()
    isEnding = true
    input = ByteBuffer()
    context.writeAndFlush(wrapOutboundOut(.closeFrame(code)), promise: nil)
    context.close(mode: .output, promise: nil)
    lastHeard = desk.seconds
    // To hear that the client has gone.
    context.read()
  }

  // MARK: Time

  func look(at now: NIODeadline) {
    controlFrames = 0
    let silence = desk.seconds - lastHeard
    guard !isEnding else {
      if silence > limits.goodbyeSeconds { context?.close(promise: nil) }
      return
    }
    switch speech {
    case .nobody: break
    case .one(let conversation): if !conversation.isWelcome { return end(.policyViolation) }
    case .many(let streams): streams.look()
    }
    if isAsked, silence > 2 * limits.pingSeconds {
      end(.goingAway)
    } else if !isAsked, silence > limits.pingSeconds {
      isAsked = true
      write(.frame(.ping, []))
    }
  }

  func dismiss() { end(.serviceRestart) }
}
