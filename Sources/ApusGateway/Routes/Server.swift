import ApusAPI
import ApusStore
import Logging
import Synchronization

/// Serves requests: who asks, how often, for what.
final class Server: Sendable {
  private let routes = Routes()
  private let venue: VenueDoor
  private let keys: KeyRing
  private let rates: RateLimits
  private let logger: Logger
  private let meters: Meters
  private let contract: ContractPage
  private let pages = Mutex(WebRoot())

  /// What comes of a request.
  enum Served {
    case answer(Response)
    /// The engine has to be asked.
    case act(Act, Allowance?)
    /// The past has to be read.
    case history(HistoryReading, ListForm, Allowance?)
    /// The request is to be served once all before it are answered, so that it reads what they wrote.
    case hold
  }

  init(_ venue: VenueDoor, _ keys: KeyRing, _ configuration: GatewayConfiguration, _ meters: Meters) {
    self.venue = venue
    self.keys = keys
    rates = configuration.rates
    logger = configuration.logger
    self.meters = meters
    contract = ContractPage(Routes.contract(venue.version))
  }

  /// Shows these pages from now on.
  func publish(_ pages: WebRoot) { self.pages.withLock { $0 = pages } }

  /// Serves a request; one that reads is held unless it `mayRead` now.
  func serve(_ request: Request, from source: Source, mayRead: Bool, _ showcase: Showcase) -> Served {
    let head = request.head
    if mayRead, request.mayBeShown, let json = showcase.json(for: head.target, at: venue) {
      return show(json, request, source)
    }
    switch routes.match(head.method, head.path) {
    case .route(let route):
      if route.action.isReading, !mayRead { return .hold }
      return serve(request, route, source, showcase)
    case .otherMethods(let methods):
      if head.method == .options { return .answer(.preflight) }
      var response = Response.refusal(.methodNotAllowed)
      response.allows = methods
      return .answer(response)
    case .none: return .answer(page(head))
    }
  }

  private func page(_ head: RequestHead) -> Response {
    if Routes.isRealtime(head.path) { return .refusal(.upgradeRequired) }
    if head.method == .get || head.method == .head {
      if head.path == HealthPage.path { return HealthPage.response(venue) }
      if head.path == MetricsPage.path { return Response(status: 200, body: .text(MetricsPage.bytes(meters))) }
      if let document = contract.response(head) { return document }
      if let page = pages.withLock({ $0 }).response(head.path, knownTag: head.knownTag) { return page }
    }
    return .refusal(.notServed(head.method, head.path))
  }

  /// Answers with what is shown already, which costs the same and needs the same signature, if it has one.
  private func show(_ json: [UInt8], _ request: Request, _ source: Source) -> Served {
    var allowance: Allowance?
    do throws(APIError) {
      _ = try admit(request, isOrder: false, source, &allowance)
    } catch { return refuse(error, allowance) }
    meters.reads.add(1, ordering: .relaxed)
    return .answer(answer(json, allowance))
  }

  private func refuse(_ error: APIError, _ allowance: Allowance?) -> Served {
    meters.note(error)
    var response = Response.refusal(error)
    response.allowance = allowance
    return .answer(response)
  }

  private func serve(_ request: Request, _ route: Route, _ source: Source, _ showcase: Showcase) -> Served {
    var allowance: Allowance?
    do throws(APIError) {
      let key = try admit(request, isOrder: route.isOrder, source, &allowance)
      try route.permission.check(key)
      let call = Call(
        venue: venue,
        parameters: try RequestBody.parameters(
          request.body, contentType: request.head.contentType, query: request.head.query),
        key: key)
      if route.permission != .open {
        try call.refuseTargets(in: call.parameters, but: route.operation.parameters)
      }
      let form = try ListForm(named: call.parameters)
      guard form != .csv || route.action.isHistory else { throw .formatInvalid }
      switch route.action {
      case .read(let read):
        meters.reads.add(1, ordering: .relaxed)
        return .answer(answer(try read(call), allowance))
      case .show(let look):
        meters.reads.add(1, ordering: .relaxed)
        let exhibit = try look(call)
        if request.mayBeShown { showcase.keep(exhibit, for: request.head.target) }
        return .answer(answer(exhibit.json, allowance))
      case .history(let read):
        meters.reads.add(1, ordering: .relaxed)
        let reading = try read(call)
        guard form != .csv || reading.isList else { throw .formatInvalid }
        return .history(reading, form ?? request.head.accept.map { ListForm(accept: $0) } ?? .json, allowance)
      case .act(let act):
        meters.acts.add(1, ordering: .relaxed)
        let act = try act(call)
        if case .answer(let bytes) = act { return .answer(answer(bytes, allowance)) }
        if let key { try charge(key, act.requests - 1, now: WallClock.milliseconds, &allowance) }
        return .act(act, allowance)
      }
    } catch { return refuse(error, allowance) }
  }

  private func answer(_ bytes: [UInt8], _ allowance: Allowance?) -> Response {
    var response = Response.json(bytes)
    response.allowance = allowance
    return response
  }

  /// Finds out whose key signed the request, if any, and takes what it costs; a false signature costs the address.
  private func admit(
    _ request: Request, isOrder: Bool, _ source: Source, _ allowance: inout Allowance?
  ) throws(APIError) -> APIKey? {
    let now = WallClock.milliseconds
    let head = request.head
    guard let id = head.key else {
      guard head.signature == nil else { throw .invalidKey }
      allowance = try source.take(now: now)
      return nil
    }
    let key: APIKey
    do throws(APIError) {
      let claim = Claim(
        key: id, signature: head.signature ?? "", expires: head.expires ?? head.nonce ?? "",
        isNonce: head.isByNonce, verb: head.method.rawValue, target: head.target, body: request.body)
      key = try keys.admit(claim, from: source, now: now, logger)
    } catch {
      allowance = try source.take(now: now)
      throw error
    }
    try charge(key, 1, isOrder: isOrder, now: now, &allowance)
    return key
  }

  /// Takes so many requests from a key's allowance.
  private func charge(
    _ key: APIKey, _ requests: Int, isOrder: Bool = true, now: Int64, _ allowance: inout Allowance?
  ) throws(APIError) {
    do throws(APIError) {
      for _ in 0..<requests { allowance = try key.take(isOrder: isOrder, rates, now: now) }
    } catch {
      allowance = key.left(isOrder: isOrder)
      throw error
    }
  }
}

extension Request {
  /// Whether its target alone says what it asks for.
  fileprivate var mayBeShown: Bool { head.method == .get && body.isEmpty }
}
