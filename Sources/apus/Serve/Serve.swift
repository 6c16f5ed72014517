import ApusExchange
import ApusGateway
import ApusModel
import ApusSandbox
import ApusStore
import ArgumentParser

/// Runs a venue until it is told to stop.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a venue: REST, WebSocket and a page to watch it on, with a market that lives by itself.",
    discussion: """
      The venue trades its contracts with play money. Two funded accounts are yours; their keys are printed at the start \
      and kept in the data directory. Everything the venue acknowledges is on disk before the answer is sent: stop it any \
      way you like and start it again on the same directory.

        apus serve --data data                   a simulated market, kept in data
        apus serve --quiet-market                an empty book and a steady price
        apus serve --tape market.csv --speed 10  a recorded market, ten times as fast

      Stop it with Control-C.
      """)

  @OptionGroup var options: ServeOptions

  func run() throws {
    Signals.hold()
    Files.openMany()
    Allocator.keepFreed()
    try checkPlaces()
    let tape = try tape()
    let rates = try rates()
    let directory = try directory()
    var isOpen = false
    do {
      try run(in: directory, tape, rates, &isOpen)
    } catch {
      // Nobody ever met this venue, and nobody asked for its directory.
      if !isOpen, options.data == nil { ChildProcess.remove(directory) }
      throw error
    }
  }

  private func run(in directory: String, _ tape: Tape?, _ rates: RateLimits, _ isOpen: inout Bool) throws {
    OpenExchange.warnOfLostLog(directory)
    let (keys, ring) = try keys(directory)
    let exchange = try OpenExchange.make(options, directory: directory, tape: tape)
    exchange.attach(Warnings())
    let seat = Seat()
    if !options.quietMarket { exchange.attach(seat) }
    let configuration = try gatewayConfiguration(directory, rates)
    let gateway = Gateway(exchange: exchange, keys: ring, configuration: configuration)
    try OpenExchange.start(exchange)
    OpenExchange.warnOfOtherListing(exchange, options)
    try open(exchange, gateway, MarketDriver(options, tape, exchange, seat), keys, ring, &isOpen)
  }

  private func keys(_ directory: String) throws -> (KeyStore, KeyRing) {
    do throws(FileError) {
      let keys = try KeyStore(directory: directory)
      let uses = try KeyUses.read(directory)
      // Everybody here plays with paper: who writes a client may see what should have been signed.
      return (keys, KeyRing(keys.apiKeys(uses: uses), showsSigned: true))
    } catch { throw failure(error.description) }
  }

  private func open(
    _ exchange: Exchange, _ gateway: Gateway, _ market: MarketDriver, _ keys: KeyStore, _ ring: KeyRing,
    _ isOpen: inout Bool
  ) throws {
    market.beginBeforeDoors()
    let port: Int
    let watch: KeyWatch
    do {
      port = try gateway.start()
      watch = try KeyWatch(keys.directory, ring)
    } catch {
      market.stop()
      exchange.stop()
      throw failure("\(error)")
    }
    isOpen = true
    try announce(port, keys)
    market.beginBehindDoors(gateway)
    Signals.wait(while: exchange, looking: watch.look)
    let state = exchange.state
    market.stop()
    // The door closes last, so that whoever was heard is answered.
    exchange.stop()
    gateway.stop()
    watch.end()
    if case .halted(let reason) = state { throw failure("the venue stopped: \(reason)") }
    StandardError.say("Stopped.")
  }

  /// What could only fail at the end of a long start is tried first.
  private func checkPlaces() throws {
    if let web = options.web, !Files.exists("\(web)/index.html") {
      throw failure("there are no pages in \(web): no index.html")
    }
    guard let path = options.readyFile else { return }
    do throws(FileError) {
      // Who waits for the file must not find that of an earlier venue.
      try Files.remove(path)
    } catch { throw failure(error.description) }
  }

  private func directory() throws -> String {
    do throws(FileError) {
      if let data = options.data {
        try Files.makeDirectory(data)
        return data
      }
      let made = try Files.temporaryDirectory()
      StandardError.say("Keeping this venue in \(made); name a place of your own with --data.")
      return made
    } catch { throw failure(error.description) }
  }

  private func tape() throws -> Tape? {
    guard let path = options.tape else { return nil }
    let bytes: [UInt8]
    do throws(FileError) { bytes = try Files.read(path) } catch { throw failure(error.description) }
    do throws(TapeError) { return try Tape(bytes) } catch { throw failure("\(path): \(error)") }
  }

  private func rates() throws -> RateLimits {
    do throws(FileError) { return try LimitChoice.rates(options) } catch { throw failure(error.description) }
  }

  private func gatewayConfiguration(_ directory: String, _ rates: RateLimits) throws -> GatewayConfiguration {
    let logger = options.log.logger("apus.gateway", level: options.logLevel)
    var configuration = GatewayConfiguration(
      host: options.host, port: options.port, version: Version.number, logger: logger)
    do throws(HistoryFailure) {
      configuration.history = try HistoryStore(path: "\(directory)/history.sqlite")
    } catch { throw failure(error.description) }
    configuration.rates = rates
    configuration.webRoot = try options.web ?? Pages.beside(program: program())
    do throws(FileError) {
      configuration.profiles = try HouseBook.profiles(directory)
      configuration.announcements = try HouseBook.announcements(directory)
    } catch { throw failure(error.description) }
    // Who keeps no limits is hammered from one address.
    if configuration.rates == RateLimits() { configuration.connections.perAddress = configuration.connections.total }
    // A recording is told whole, however slowly somebody listens.
    if options.tape != nil {
      configuration.realtime.merging = 1 << 28
      configuration.realtime.backlog = 1 << 28
    }
    return configuration
  }

  private func program() throws -> String {
    do throws(FileError) { return try Files.program() } catch { throw failure(error.description) }
  }

  private func announce(_ port: Int, _ keys: KeyStore) throws {
    print("The venue is open: http://\(options.host):\(port)")
    print("  REST       http://\(options.host):\(port)/api/v1")
    print("  WebSocket  ws://\(options.host):\(port)/realtime")
    for key in keys.shown { print("  \(key.owner)'s key \(key.id)  secret \(key.secret)") }
    StandardOutput.flush()
    guard let path = options.readyFile else { return }
    do throws(FileError) {
      try ReadyFile.write(path, host: options.host, port: port, keys: keys)
    } catch { throw failure(error.description) }
  }
}
