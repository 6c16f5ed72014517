import ApusEngine
import ApusModel
import ApusTestSupport
import Testing

/// The engine beside its twin. `apus-check` runs the same worlds by the million, in release.
@Suite struct DifferentialTests {
  @Test func `the engine and its naive twin say the same in many small worlds`() {
    var coverage = Coverage()
    for seed in 1...100 {
      do throws(Disagreement) {
        coverage.add(try Differential.run(seed: UInt64(seed), steps: 400))
      } catch {
        Issue.record("\(error.report)")
        return
      }
    }
    #expect(coverage.commands == 40_000)
    #expect(coverage.trades > 1_000)
    #expect(coverage.restores > 200)
    #expect(coverage.missing == [])
  }

  @Test func `the engine and its naive twin say the same in a world nobody has seen`() {
    let seed = UInt64.random(in: 1_000_000...(.max))
    do throws(Disagreement) {
      _ = try Differential.run(seed: seed, steps: 1_000)
    } catch {
      Issue.record("\(error.report)")
    }
  }

  @Test func `whatever was told adds up to the image`() {
    for seed in UInt64(1)...10 {
      let world = World(seed: seed)
      var stream = CommandStream(world)
      var engine = Engine(limits: world.limits)
      var reader = Reader()
      var events = EventBuffer(capacity: 256)
      for sequence in UInt64(1)...300 {
        events.removeAll()
        engine.apply(stream.next(sequence), into: &events)
        stream.note(events.happenings)
        reader.read(events)
      }
      events.removeAll()
      engine.image(into: &events)
      var fresh = Reader()
      fresh.read(events)
      #expect(reader == fresh, "seed \(seed)")
    }
  }

  @Test func `different limits and restarts leave the fingerprint alone`() throws {
    let world = World(seed: 11)
    var roomy = world.limits
    roomy.ordersPerMarket += 100
    roomy.positions += 100
    var stream = CommandStream(world)
    var engine = Engine(limits: world.limits)
    var events = EventBuffer(capacity: 256)
    for sequence in UInt64(1)...300 {
      events.removeAll()
      engine.apply(stream.next(sequence), into: &events)
      stream.note(events.happenings)
    }
    var writer = ByteWriter()
    engine.snapshot(into: &writer)
    let restored = try Engine(limits: roomy, snapshot: writer.bytes)
    #expect(restored.fingerprint() == engine.fingerprint())
    #expect(restored.fingerprint() == Engine.fingerprint(of: writer.bytes))
    #expect(restored.audit().isEmpty)
  }
}

/// A reader who knows nothing but what was told: what it believes must be what an image says.
private struct Reader: Equatable {
  private var orders: [OrderID: Order] = [:]
  private var positions: [Position] = []
  private var balances: [AccountID: [Currency: Amount]] = [:]
  private var marks: [InstrumentID: Price] = [:]
  private var deadlines: [AccountID: Timestamp] = [:]
  private var indices: [IndexID: IndexChanged] = [:]
  private var bases: [InstrumentID: FairBasisChanged] = [:]
  private var sources: [[Int]: SourceQuoted] = [:]
  private var rates: [InstrumentID: FundingSet] = [:]
  private var steps: [InstrumentID: UInt8] = [:]
  private var currencies: [InstrumentID: Currency] = [:]
  private var offers: [OrderID: LiquidationOrder] = [:]
  private var insurance: [Currency: Amount] = [:]
  private var lights: [[Int]: UInt8] = [:]

  mutating func read(_ events: EventBuffer) {
    for happening in events.happenings {
      if case .instrumentListed(let instrument) = happening.event {
        currencies[instrument] = events.listings[Int(instrument.rawValue)].settlement
        // A number is used again: what was known of the contract before it is over.
        marks[instrument] = nil
        bases[instrument] = nil
        rates[instrument] = nil
        steps[instrument] = nil
        lights = lights.filter { $0.key[1] != Int(instrument.rawValue) }
      }
      read(happening.event)
    }
  }

  private mutating func read(_ event: Event) {
    switch event {
    case .orderPlaced(let placed): orders[placed.order.id] = placed.order
    case .orderAmended(let amended): orders[amended.order.id] = amended.order
    case .orderTriggered(let triggered): orders[triggered.order.id] = triggered.order
    case .orderStands(let order): orders[order.id] = order
    case .orderCanceled(let canceled): orders[canceled.order] = nil
    case .filled(let fill): read(fill)
    case .walletChanged(let wallet): balances[wallet.account, default: [:]][wallet.currency] = wallet.balance
    case .priceChanged(let prices): marks[prices.instrument] = prices.mark
    case .cancelAllAfterSet(let set): deadlines[set.account] = set.deadline
    case .positionChanged(let position): read(position)
    // Who was paid out holds nothing there any more.
    case .contractSettled(let settled):
      positions.removeAll { $0.instrument == settled.instrument }
      lights = lights.filter { $0.key[1] != Int(settled.instrument.rawValue) }
    case .indexChanged(let change): indices[change.index] = change
    case .sourceQuoted(let quote): sources[[Int(quote.index.rawValue), Int(quote.source)]] = quote
    case .fairBasisChanged(let fair): read(fair)
    case .fundingSet(let set): rates[set.instrument] = set
    case .interestStepSet(let set): steps[set.instrument] = set.step == 0 ? nil : set.step
    case .fundingPaid(let paid): read(paid.balance, of: paid.account, in: paid.instrument)
    case .interestCharged(let charge): read(charge.balance, of: charge.account, in: charge.instrument)
    case .liquidationOrder(let order): offers[order.order] = order.leaves == .zero ? nil : order
    case .deleverageRanked(let rank):
      lights[[Int(rank.account.rawValue), Int(rank.instrument.rawValue)]] = rank.lights == 0 ? nil : rank.lights
    case .insuranceChanged(let fund): insurance[fund.currency] = fund.balance
    default: break
    }
  }

  private mutating func read(_ fair: FairBasisChanged) {
    // A basis that is nothing is as good as none.
    let none = FairBasisChanged(
      instrument: fair.instrument, basis: .zero, basisRate: .zero, impactBid: .zero, impactAsk: .zero,
      hasLiquidity: false)
    bases[fair.instrument] = fair == none ? nil : fair
  }

  private mutating func read(_ balance: Amount, of account: AccountID, in instrument: InstrumentID) {
    // What the liquidation engine holds is told by the insurance fund.
    if account == .venue { return }
    if let currency = currencies[instrument] { balances[account, default: [:]][currency] = balance }
  }

  private mutating func read(_ fill: Fill) {
    read(fill.balance, of: fill.account, in: fill.instrument)
    guard var order = orders[fill.order] else { return }
    order.filled += fill.quantity
    order.filledValue += fill.value
    orders[fill.order] = fill.leaves == .zero ? nil : order
  }

  private mutating func read(_ position: Position) {
    positions.removeAll { $0.account == position.account && $0.instrument == position.instrument }
    // A position that only takes up a place says nothing.
    if position != Position(account: position.account, instrument: position.instrument) { positions.append(position) }
    positions.sort { ($0.account, $0.instrument) < ($1.account, $1.instrument) }
  }
}
