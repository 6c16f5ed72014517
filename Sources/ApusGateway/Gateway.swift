import ApusAPI
public import ApusExchange
import ApusStore
import ApusTables
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// What all parts of a gateway share.
final class GatewayParts: Sendable {
  let configuration: GatewayConfiguration
  let venue: VenueDoor
  let keys: KeyRing
  let server: Server
  let sources: Sources
  let sockets: AccountSockets
  let interest = Interest()
  let meters = Meters()
  let history: HistoryDoor

  init(_ exchange: Exchange, _ keys: KeyRing, _ configuration: GatewayConfiguration) {
    self.configuration = configuration
    self.keys = keys
    venue = VenueDoor(exchange, keys, configuration)
    server = Server(venue, keys, configuration, meters)
    history = HistoryDoor(
      configuration.history ?? Self.memory(), exchange, patience: configuration.historyPatience)
    sources = Sources(configuration.connections, configuration.rates)
    sockets = AccountSockets(configuration.rates.socketsPerAccount)
  }
}

extension GatewayParts {
  /// The key whose owner a realtime client is.
  func admit(_ claim: Claim, from source: Source, now: Int64) throws(APIError) -> APIKey {
    try keys.admit(claim, from: source, now: now, configuration.logger)
  }
}

extension KeyRing {
  /// The key that made a signature; whoever is refused stands in the log, by reason and address alone.
  func admit(_ claim: Claim, from source: Source, now: Int64, _ logger: Logger) throws(APIError) -> APIKey {
    do throws(APIError) {
      return try verify(claim, from: source, now: now)
    } catch {
      let reason = error.access?.reason.rawValue ?? "expiry"
      logger.info("key refused", metadata: ["reason": "\(reason)", "from": "\(source.address)"])
      throw error
    }
  }
}

extension GatewayParts {
  /// A store that is gone with the process.
  private static func memory() -> HistoryStore {
    do throws(HistoryFailure) { return try HistoryStore() } catch { preconditionFailure(error.description) }
  }
}

/// The venue's door to the network: REST, realtime and pages on one port, answered on the event loops.
public final class Gateway: Sendable {
  private let parts: GatewayParts
  private let group: MultiThreadedEventLoopGroup
  private let desks: [LoopDesk]
  private let fanout: Fanout
  private let listener = Mutex<(any Channel)?>(nil)

  /// Makes a gateway for an exchange that is not started yet, because it must hear of every batch.
  public init(exchange: Exchange, keys: KeyRing, configuration: GatewayConfiguration) {
    let parts = GatewayParts(exchange, keys, configuration)
    self.parts = parts
    group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.loops)
    desks = group.makeIterator().map { LoopDesk($0, parts) }
    fanout = Fanout(parts.interest)
    fanout.connect(parts.venue, desks)
    parts.meters.watch(exchange, parts.sources, parts.interest, fanout)
    exchange.attach(fanout)
  }

  /// Opens the door of an exchange that is started, and returns the port.
  ///
  /// - Throws: `DoorRefusal` when the port cannot be listened on; the file system's error when a page cannot be read.
  public func start() throws -> Int {
    if let webRoot = parts.configuration.webRoot { parts.server.publish(try WebRoot(webRoot)) }
    parts.venue.reload()
    parts.history.start()
    for desk in desks { desk.loop.execute { desk.beginRounds() } }
    let channel: any Channel
    do {
      channel = try bootstrap.bind(host: parts.configuration.host, port: parts.configuration.port).wait()
    } catch { throw DoorRefusal(error, parts.configuration) }
    listener.withLock { $0 = channel }
    guard let port = channel.localAddress?.port else { preconditionFailure("a listener without a port") }
    parts.configuration.logger.info("listening", metadata: ["host": "\(parts.configuration.host)", "port": "\(port)"])
    return port
  }

  /// Lets nobody in any more, says goodbye to realtime clients, and ends the threads.
  public func stop() {
    fanout.disconnect()
    do {
      if let channel = listener.withLock({ $0.take() }) { try channel.close().wait() }
      for desk in desks { try desk.loop.submit { desk.close() }.wait() }
      try parts.history.stop()
      try group.syncShutdownGracefully()
    } catch {
      parts.configuration.logger.warning("not closed in order", metadata: ["error": "\(error)"])
    }
  }

  /// How many connections there are.
  public var connectionCount: Int { parts.sources.count }

  /// How many subscriptions realtime clients have.
  public var subscriptionCount: Int { parts.interest.count }

  /// How long things took since the start.
  public var times: GatewayTimes { parts.meters.spans }

  /// How many changes were merged for clients that read too slowly.
  public var mergedCount: Int { parts.meters.merged.load(ordering: .relaxed) }

  /// What it has done since the start.
  var meters: Meters { parts.meters }

  private var bootstrap: ServerBootstrap {
    let desks = desks
    let parts = parts
    return ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      // What a slow reader leaves is kept here, where it can be merged, not in the kernel.
      .childChannelOption(.socketOption(.so_sndbuf), value: 262_144)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let desk = desks.first(where: { $0.loop === channel.eventLoop }) else {
            preconditionFailure("a connection on a foreign loop")
          }
          let address = channel.remoteAddress?.ipAddress ?? "unknown"
          guard let source = parts.sources.enter(address, now: WallClock.milliseconds) else {
            parts.configuration.logger.info("too many connections", metadata: ["from": "\(address)"])
            throw ChannelError.inputClosed
          }
          try channel.pipeline.syncOperations.addHandler(HTTPConnection(desk, source))
        }
      }
  }
}
