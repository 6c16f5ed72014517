import ApusAPI
import ApusExchange
import Logging
import NIOCore

/// A connection that speaks HTTP: takes requests apart, has them served, and sends the answers in their order.
final class HTTPConnection: ChannelInboundHandler, RemovableChannelHandler, Member {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let desk: LoopDesk
  let source: Source
  private let limits: HTTPLimits
  var place = 0
  private var context: ChannelHandlerContext?
  private var reader: RequestReader
  private var queue = AnswerQueue()
  /// A request that reads, while earlier ones still change what there is to read.
  private var held: Request?
  private var isEnding = false
  private var isDirty = false
  /// True while a piece of what came is dealt with, after which all is flushed anyway.
  private var isReading = false
  private var isWorking = false
  /// True when requests wait here for answers to earlier ones.
  private var isPaused = false
  /// False while the client does not take its answers; asking the channel each time costs more than the answer is worth.
  private var isWritable = true
  /// When bytes came last.
  private var arrived = Moment.now
  /// When it was last used, by the desk's count of seconds.
  private var used = 0

  init(_ desk: LoopDesk, _ source: Source) {
    self.desk = desk
    self.source = source
    limits = desk.gateway.configuration.http
    reader = RequestReader(limits)
  }

  // MARK: Coming and going

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    desk.join(self)
    used = desk.seconds
    if context.channel.isActive { context.read() }
  }

  func channelActive(context: ChannelHandlerContext) { context.read() }

  func handlerRemoved(context: ChannelHandlerContext) {
    guard self.context != nil else { return }
    self.context = nil
    isWritable = false
    desk.leave(self)
  }

  func channelInactive(context: ChannelHandlerContext) {
    desk.gateway.sources.leave(source)
    handlerRemoved(context: context)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // What is caught here are resets by the other side: nothing to tell anybody.
    context.close(promise: nil)
  }

  // MARK: Requests

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    arrived = .now
    var bytes = unwrapInboundIn(data)
    guard !isEnding else { return }
    reader.append(&bytes)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    isReading = true
    work()
    isReading = false
    flush()
  }

  /// Serves what has come, as far as it may be served now.
  private func work() {
    isWorking = true
    defer { isWorking = false }
    while !isEnding, let request = next() { serve(request) }
    isPaused = held != nil || queue.count >= limits.pipelined
    // Who waits for its turn, or does not take its answers, is not listened to.
    if !isPaused, isWritable { context?.read() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    isWritable = context.channel.isWritable
    guard isWritable else { return }
    work()
    flush()
  }

  private func next() -> Request? {
    if let held {
      guard queue.unanswered == 0 else { return nil }
      self.held = nil
      return held
    }
    guard queue.count < limits.pipelined, isWritable else { return nil }
    do throws(HTTPRefusal) {
      let request = try reader.next()
      if request == nil, reader.takeContinue() { write(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")) }
      return request
    } catch {
      refuse(error)
      return nil
    }
  }

  private func serve(_ request: Request) {
    used = desk.seconds
    if request.head.isWebSocket, request.head.wantsUpgrade, Routes.isRealtime(request.head.path) {
      return upgrade(request)
    }
    switch desk.gateway.server.serve(request, from: source, mayRead: queue.unanswered == 0, desk.showcase) {
    case .answer(let response): put(response, request.head)
    case .hold: held = request
    case .history(let reading, let form, let allowance):
      let number = queue.expect(AnswerForm(request.head))
      desk.read(reading, as: form, Reader(connection: self, number: number, allowance: allowance))
    case .act(let act, let allowance):
      let number = queue.expect(AnswerForm(request.head))
      do throws(APIError) {
        try desk.submit(act, .request(self, number, allowance), began: arrived)
      } catch {
        var refusal = Response.refusal(error)
        refusal.allowance = allowance
        answer(number, refusal)
      }
    }
  }

  // MARK: Answers

  private func put(_ response: Response, _ head: RequestHead) {
    answer(queue.expect(AnswerForm(head)), counted(response))
  }

  /// Whatever the API answers tells what is left of the allowance.
  private func counted(_ response: Response) -> Response {
    if case .file = response.body { return response }
    var response = response
    response.allowance = response.allowance ?? source.allowance
    return response
  }

  /// Takes the answer to a request and sends what is due in order.
  func answer(_ number: UInt64, _ response: Response) {
    guard context != nil else { return }
    queue.put(number, response, date: desk.date)
    while let due = queue.next() {
      write(due.bytes)
      if !due.keepsAlive { return end() }
    }
    if isPaused, !isWorking { work() }
  }

  private func refuse(_ refusal: HTTPRefusal) {
    desk.gateway.configuration.logger.debug("request refused", metadata: ["reason": "\(refusal.error.message)"])
    answer(queue.expect(AnswerForm(isHead: false, keepsAlive: false)), counted(.refusal(refusal.error)))
    reader.stop()
  }

  private func write(_ bytes: ByteBuffer) {
    context?.write(wrapOutboundOut(bytes), promise: nil)
    guard !isDirty else { return }
    isDirty = true
    if !isReading { desk.willFlush(self) }
  }

  func flush() {
    guard isDirty else { return }
    isDirty = false
    context?.flush()
  }

  /// Says that nothing more comes, and waits for the other side to go: a reset could take the answer with it.
  private func end() {
    isEnding = true
    reader.stop()
    used = desk.seconds
    flush()
    context?.close(mode: .output, promise: nil)
    context?.read()
  }

  // MARK: Time

  func look(at now: NIODeadline) {
    let silence = desk.seconds - used
    if isEnding, silence > 2 { context?.close(promise: nil) }
    guard !isEnding, queue.count == 0 else { return }
    if reader.isLate(now) { return refuse(.tooSlow) }
    if reader.isEmpty, silence > limits.idleSeconds { end() }
  }

  func dismiss() { context?.close(promise: nil) }

  // MARK: Realtime

  private func upgrade(_ request: Request) {
    guard let context else { return }
    let handshake: Handshake
    do throws(APIError) {
      guard queue.count == 0 else { throw .malformedUpgrade }
      handshake = try Handshake(request, desk.gateway, from: source, now: WallClock.milliseconds)
    } catch { return put(.refusal(error), request.head) }
    write(handshake.answer)
    flush()
    let socket = RealtimeSocket(desk, source)
    do {
      try context.pipeline.syncOperations.addHandler(socket, position: .after(self))
      let rest = reader.rest
      isEnding = true
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
      socket.begin(handshake, with: rest)
    } catch {
      context.close(promise: nil)
    }
  }
}
