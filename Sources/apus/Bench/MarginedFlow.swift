import ApusEngine
import ApusModel

/// A recorded flow translated, outside the timed part, into steps for the whole engine.
///
/// The bare book of a flow knows no owners, so one account may meet itself there; the engine would cancel instead of
/// trade. A first pass finds who meets whom, and an order that would meet its own account moves to another one:
/// the tape is then the flow's, trade for trade.
struct MarginedFlow {
  let warm: [FlowStep]
  let timed: [FlowStep]
  private let setup: [Entry]
  private let flowIDs: [UInt64: UInt64]
  private let limits: EngineLimits

  init(_ flow: FlowCommands) {
    let limits = EngineLimits(
      accounts: 2 * flow.accounts + 2, instruments: 1, ordersPerMarket: flow.maximumLive + 16,
      positions: 2 * flow.accounts + 2, rememberedNames: 16, touched: true)
    let apart = FlowTranslation(flow, accounts: flow.commands.map { 2 * $0.account + UInt32($0.side.rawValue) })
    let meetings = MarginedFlow.meetings(in: apart, limits: limits)
    let owners = MarginedFlow.owners(of: flow, meetings: meetings)
    let translation = FlowTranslation(flow, accounts: owners)
    self.limits = limits
    setup = translation.setup
    warm = translation.warm
    timed = translation.timed
    flowIDs = translation.flowIDs
  }

  /// An engine with funded accounts and an empty book.
  func prepare() -> Engine {
    var engine = Engine(limits: limits)
    var events = EventBuffer()
    engine.apply(setup, into: &events)
    return engine
  }

  /// Applies steps in batches, as the venue's loop does, and drops their events.
  ///
  /// Answers the nanoseconds of processor time in the engine: writing the entries is the journal's work, so the clock
  /// stands while a batch of them is made, and what reading it twice a batch costs is taken off.
  @discardableResult
  static func replay(
    _ steps: [FlowStep], on engine: inout Engine, batch: inout [Entry], events: inout EventBuffer
  ) -> Int64 {
    let empty = ThreadClock.emptyInterval()
    var time: Int64 = 0
    var start = 0
    while start < steps.count {
      let end = min(start + MarginedFlow.batchSize, steps.count)
      batch.removeAll(keepingCapacity: true)
      for index in start..<end {
        batch.append(Entry(engine.sequence + UInt64(index - start) + 1, at: .zero, steps[index].command))
      }
      let begun = ThreadClock.cpu()
      engine.apply(batch, into: &events)
      events.removeAll()
      time += ThreadClock.cpu() - begun - empty
      start = end
    }
    return time
  }

  private static var batchSize: Int { 256 }

  /// Replays everything and folds every trade into the flow's digest.
  func verify() -> FlowDigest {
    var engine = prepare()
    var events = EventBuffer()
    var digest = FlowDigest()
    events.removeAll()
    for step in warm + timed {
      engine.apply(Entry(engine.sequence + 1, at: .zero, step.command), into: &events)
      fold(events, into: &digest)
      events.removeAll()
    }
    return digest
  }

  private func fold(_ events: EventBuffer, into digest: inout FlowDigest) {
    var maker: Fill?
    for happening in events.happenings {
      switch happening.event {
      case .filled(let fill) where fill.isMaker: maker = fill
      case .filled(let fill):
        guard let made = maker, let makerID = flowIDs[made.order.rawValue], let takerID = flowIDs[fill.order.rawValue]
        else { preconditionFailure("a fill of an order the flow does not know") }
        let tick = fill.price.rawValue / Instrument.flow.tickSize.rawValue
        digest.trade(maker: makerID, taker: takerID, tick: UInt32(tick), quantity: UInt32(fill.quantity.rawValue))
      case .rejected(let refusal): preconditionFailure("the flow was refused: \(refusal.reason)")
      default: break
      }
    }
  }

  /// Which orders trade with which, by flow id.
  private static func meetings(in translation: FlowTranslation, limits: EngineLimits) -> [UInt64: [UInt64]] {
    var engine = Engine(limits: limits)
    var events = EventBuffer()
    var meetings: [UInt64: [UInt64]] = [:]
    engine.apply(translation.setup, into: &events)
    events.removeAll()
    for step in translation.warm + translation.timed {
      engine.apply(Entry(engine.sequence + 1, at: .zero, step.command), into: &events)
      var maker: UInt64 = 0
      for happening in events.happenings {
        guard case .filled(let fill) = happening.event, let id = translation.flowIDs[fill.order.rawValue] else {
          continue
        }
        if fill.isMaker {
          maker = id
        } else {
          meetings[maker, default: []].append(id)
          meetings[id, default: []].append(maker)
        }
      }
      events.removeAll()
    }
    return meetings
  }

  /// The account of each command: the flow's own unless its order would then meet itself.
  private static func owners(of flow: FlowCommands, meetings: [UInt64: [UInt64]]) -> [UInt32] {
    var owner: [UInt64: UInt32] = [:]
    return flow.commands.map { command in
      if let known = owner[command.id] { return known }
      let taken = Set((meetings[command.id] ?? []).compactMap { owner[$0] })
      var account = command.account
      while taken.contains(account) { account = account % flow.accounts + 1 }
      owner[command.id] = account
      return account
    }
  }
}

/// The order-sensitive digest of a flow's trade tape.
struct FlowDigest: Equatable {
  private(set) var trades: UInt64 = 0
  private(set) var volume: UInt64 = 0
  private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func trade(maker: UInt64, taker: UInt64, tick: UInt32, quantity: UInt32) {
    trades += 1
    volume += UInt64(quantity)
    var mixed = FlowDigest.mix(maker ^ FlowDigest.mix(taker &+ 0x9E37_79B9_7F4A_7C15))
    mixed ^= UInt64(tick) << 32 | UInt64(quantity)
    digest = (digest ^ mixed) &* 0x100_0000_01B3 &+ 0x9E37_79B9_7F4A_7C15
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
