public import ApusModel

/// Random commands for a world: mostly what traders would do around a moving price, often on purpose what they may not.
public struct CommandStream: Sendable {
  let world: World
  var dice: Dice
  var centres: [Int64]
  var orders: [OrderID: Order] = [:]
  var live: [OrderID] = []
  var done: [OrderID] = []
  var doneOrders: [OrderID: Order] = [:]
  var waiting: [OrderID: Conditions] = [:]
  var held: [InstrumentID: [AccountID: Contracts]] = [:]
  var balances: [Currency: [AccountID: Amount]] = [:]
  var withdrawals: [WithdrawalChanged] = []
  let isRich: Bool
  let namesOneIn: Int
  let reducesOneIn: Int
  let immediateOneIn: Int
  var opening: [Command]
  var isCrashing = false
  var time: Int64 = 1_000
  var deadline: Int64?

  /// The stream that belongs to a world.
  public init(_ world: World) {
    self.world = world
    dice = Dice(seed: world.seed ^ 0x5EED)
    centres = world.centres
    isRich = !dice.oneIn(4)
    namesOneIn = dice.oneIn(4) ? 1 : 5
    reducesOneIn = dice.oneIn(4) ? 2 : 5
    immediateOneIn = dice.oneIn(4) ? 3 : 7
    opening = []
    opening = begin().reversed()
  }

  /// The next entry.
  public mutating func next(_ sequence: UInt64) -> Entry {
    if dice.oneIn(50) { time = leap() }
    if dice.oneIn(3) { time += Int64(dice.oneIn(10) ? dice.roll(5_000) : dice.roll(50)) }
    // A switch fires at its very moment, not a millisecond before.
    if let deadline, deadline > time, dice.oneIn(4) {
      time = deadline - Int64(dice.roll(2))
      return Entry(sequence, at: Timestamp(time), opening.popLast() ?? .tick)
    }
    if isCrashing { time += Int64(dice.roll(600)) }
    if opening.isEmpty {
      isCrashing = dice.oneIn(60)
      if isCrashing {
        opening = (dice.oneIn(3) ? overtaken() : crash()).reversed()
      } else if dice.oneIn(30) {
        opening = (dice.oneIn(3) ? climb() : dice.oneIn(3) ? sweep() : dice.oneIn(2) ? iceberg() : bracket()).reversed()
      }
    }
    return Entry(sequence, at: Timestamp(time), opening.popLast() ?? command())
  }

  /// Takes note of what happened, so that later commands name orders that rest.
  public mutating func note(_ happenings: some Sequence<Happening>) {
    for happening in happenings {
      switch happening.event {
      case .orderPlaced(let placed): add(placed.order)
      case .orderAmended(let amended): orders[amended.order.id] = amended.order
      case .conditionsSet(let set) where set.isWaiting: waiting[set.order] = set.conditions
      case .orderTriggered(let triggered): waiting[triggered.order.id] = nil
      case .orderCanceled(let canceled): remove(canceled.order)
      case .filled(let fill):
        balances[terms(fill.instrument).settlement, default: [:]][fill.account] = fill.balance
        if fill.leaves == .zero { remove(fill.order) }
      case .walletChanged(let wallet): balances[wallet.currency, default: [:]][wallet.account] = wallet.balance
      case .withdrawalChanged(let change):
        withdrawals.removeAll { $0.number == change.number }
        if change.status == .pending { withdrawals.append(change) }
      case .cancelAllAfterSet(let set): deadline = set.deadline?.rawValue
      case .positionChanged(let position): held[position.instrument, default: [:]][position.account] = position.quantity
      default: break
      }
    }
  }

  mutating func add(_ order: Order) {
    orders[order.id] = order
    live.append(order.id)
  }

  mutating func remove(_ id: OrderID) {
    doneOrders = doneOrders.filter { done.contains($0.key) }
    doneOrders[id] = orders[id]
    orders[id] = nil
    live.removeAll { $0 == id }
    done.append(id)
    if done.count > 8 { done.removeFirst() }
  }

  mutating func begin() -> [Command] {
    var commands: [Command] = world.instruments.map { .listInstrument($0) }
    for account in 1...world.accounts {
      commands.append(.openAccount(OpenAccount(account: AccountID(UInt32(account)))))
      for currency in Currency.allCases {
        commands.append(.deposit(Deposit(account: AccountID(UInt32(account)), currency: currency, amount: fortune())))
      }
    }
    for (number, terms) in world.instruments.enumerated() where !dice.oneIn(10) {
      let instrument = InstrumentID(UInt16(number))
      commands.append(.indexPrice(IndexPrice(instrument: instrument, price: terms.index(at: centres[number]))))
    }
    commands += world.indices.map { .listIndex(ListIndex($0)) }
    if world.instruments.contains(where: { $0.type.isOption }), !dice.oneIn(8) {
      commands.append(.setStanding(SetStanding(account: AccountID(1), role: .anchor, plan: AccountPlan())))
    }
    if dice.oneIn(10) { commands.shuffle(using: &dice) }
    return commands
  }

  mutating func command() -> Command {
    switch dice.roll(100) {
    case 0..<45: return .placeOrder(placeOrder())
    case 45..<60: return .placeConditional(placeConditional())
    case 60..<74: return dice.oneIn(12) ? revival() : .amendOrder(amendOrder())
    case 74..<82: return .cancelOrder(cancelOrder())
    case 82: return .cancelOrders(cancelOrders())
    case 83: return .cancelAllAfter(CancelAllAfter(account: account(), timeout: timeout()))
    case 84, 85: return dice.oneIn(6) ? .setStanding(setStanding()) : .setLeverage(setLeverage())
    case 86: return .setRiskLimit(setRiskLimit())
    case 87: return .transferMargin(transferMargin())
    case 88: return .deposit(deposit())
    case 89: return dice.oneIn(2) ? .deposit(deposit()) : withdrawal()
    case 90..<92: return .indexPrice(indexPrice())
    case 92..<95: return dice.oneIn(3) || world.indices.isEmpty ? .indexPrice(indexPrice()) : sourcePrice()
    case 95..<97: return .tick
    case 97: return decision()
    case 98: return .openAccount(OpenAccount(account: AccountID(UInt32(dice.roll(0...world.accounts + 3)))))
    default: return dice.oneIn(2) ? .listInstrument(listing()) : rare()
    }
  }

  /// Some time later, often at the moment something is due: a minute, an hour, a funding, a midnight, or a week on.
  mutating func leap() -> Int64 {
    let span: Int64 = dice.pick([1_000, 30_000, 60_000, 60_000, 300_000, 3_600_000, 14_400_000, 28_800_000, 86_400_000])
    let next = (time / span + 1) * span
    // The day a contract ends, with orders still in its book.
    let expiries = world.instruments.map(\.expiry.rawValue).filter { $0 > time }
    if let expiry = expiries.min(), dice.oneIn(5) { return expiry }
    if dice.oneIn(30) { return next + 7 * 86_400_000 }
    return dice.oneIn(4) ? max(time, next - 1) : next
  }

  mutating func rare() -> Command {
    if dice.oneIn(3), let remark = remark() { return .remark(remark) }
    if dice.oneIn(2), !world.indices.isEmpty { return .listIndex(ListIndex(indexListing())) }
    return .setInterestStep(SetInterestStep(instrument: instrument(), step: UInt8(dice.roll(dice.oneIn(5) ? 255 : 11))))
  }

  /// Something said, often as much as there is room for, and not always in whole letters.
  mutating func remark() -> Remark? {
    let length = dice.oneIn(3) ? Remark.capacity : dice.roll(Remark.capacity)
    let text = (0..<length).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    return Remark(account: account(), utf8: text)
  }

  mutating func indexListing() -> IndexTerms {
    var terms = dice.pick(world.indices)
    if dice.oneIn(2) { terms.symbol = ".ANOTHER" }
    if dice.oneIn(3) { terms.base = ".NOWHERE" }
    if dice.oneIn(4) { terms.minimumSources = 7 }
    return terms
  }

  mutating func sourcePrice() -> Command {
    let number = dice.oneIn(60) ? world.indices.count : dice.roll(world.indices.count)
    let terms = world.indices[min(number, world.indices.count - 1)]
    let market = Int(terms.symbol.utf8[2]) - 48
    var price = world.instruments[market].price(of: Tick(centres[market]))
    price.rawValue += price.rawValue / 1_000 * Int64(dice.roll(-20...20)) + Int64(dice.roll(1_000))
    if dice.oneIn(12) { price = dice.pick([.zero, Price(-1), Price(1), Price(units: 20_000_000), price * 2]) }
    if terms.kind == .lending {
      price = dice.oneIn(9) ? Price(units: 1) : Price(Int64(dice.roll(-20...60)) * 1_000_000)
    }
    let source = UInt8(terms.kind == .lending ? dice.oneIn(9) ? 1 : 0 : dice.oneIn(20) ? 9 : dice.roll(6))
    return .sourcePrice(SourcePrice(index: IndexID(UInt16(number)), source: source, price: price))
  }
}

// MARK: Who and what

extension CommandStream {
  mutating func account() -> AccountID {
    if dice.oneIn(60) { return AccountID(dice.pick([0, UInt32(world.accounts) + 2, .max])) }
    return AccountID(UInt32(dice.roll(1...world.accounts)))
  }

  mutating func instrument() -> InstrumentID {
    if dice.oneIn(80) { return InstrumentID(dice.pick([UInt16(world.instruments.count), 255, .max])) }
    return InstrumentID(UInt16(dice.roll(world.instruments.count)))
  }

  func terms(_ instrument: InstrumentID) -> Instrument {
    world.instruments[min(Int(instrument.rawValue), world.instruments.count - 1)]
  }

  func centre(_ instrument: InstrumentID) -> Int64 {
    centres[min(Int(instrument.rawValue), centres.count - 1)]
  }

  mutating func side() -> Side { dice.oneIn(2) ? .buy : .sell }

  mutating func fortune() -> Amount {
    if dice.oneIn(12) { return Amount(Int64(dice.roll(2_000))) }
    var amount: Int64 = 1_000
    for _ in 0..<(isRich ? dice.roll(4...7) : dice.roll(7)) { amount *= 10 }
    return Amount(amount + Int64(dice.roll(Int(amount))))
  }

  /// A price near the centre of trading; sometimes far, sometimes impossible.
  mutating func price(_ instrument: InstrumentID, _ side: Side) -> Price {
    let terms = terms(instrument)
    if dice.oneIn(50) {
      return dice.pick([
        .zero, Price(-1), Price(.min), Price(.max), terms.maximumPrice + terms.tickSize,
        Price(terms.tickSize.rawValue / 2),
        terms.price(of: Tick(centre(instrument))) + Price(1),
      ])
    }
    let ticks = terms.ticks
    if dice.oneIn(30) {
      return terms.price(of: Tick(dice.pick([1, ticks, max(1, centre(instrument) / 2), ticks / 2])))
    }
    let away = Int64(dice.roll(-5...3)) * side.sign
    return terms.price(of: Tick(min(max(1, centre(instrument) + away), ticks)))
  }

  /// A size of a few lots; sometimes large, sometimes impossible.
  mutating func quantity(_ instrument: InstrumentID) -> Contracts {
    let terms = terms(instrument)
    if dice.oneIn(50) {
      return dice.pick([
        .zero, Contracts(-terms.lot.rawValue), Contracts(.min), Contracts(.max), terms.lot + Contracts(1),
        terms.maximumQuantity + terms.lot,
      ])
    }
    if dice.oneIn(40) { return dice.pick([terms.maximumQuantity, Contracts(terms.lot.rawValue * 1_000)]) }
    return terms.lot * Int64(dice.roll(1...(dice.oneIn(4) ? 60 : 10)))
  }

  /// About as much as an account's money opens at the centre: one level further it may end.
  mutating func fortunesWorth(of account: AccountID, _ instrument: InstrumentID) -> Contracts {
    let terms = terms(instrument)
    let each = terms.orderMarginRate(at: .cross).margin(
      on: terms.value(ofOneLotAt: terms.price(of: Tick(centre(instrument)))))
    let lots = (balances[terms.settlement]?[account] ?? .zero).rawValue / max(1, each.rawValue)
    let some = lots / 100 * Int64(dice.roll(70...102)) + lots % 100 * Int64(dice.roll(70...102)) / 100
    return terms.lot * min(max(1, some), terms.maximumQuantity.rawValue / terms.lot.rawValue)
  }

  mutating func name() -> ClientOrderID {
    let names = [
      "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "a name of thirty-six bytes in all...",
    ]
    return ClientOrderID(dice.pick(names))!
  }

  /// An order that rests, with its owner or another account, by number or name; sometimes one that is done or unknown.
  mutating func anyKey() -> OrderKey {
    if dice.oneIn(30) { return .client(name()) }
    if dice.oneIn(40), let id = done.last { return .id(id) }
    if dice.oneIn(90) { return .id(OrderID(dice.pick([0, 1, 255, .max, 0xFF00]))) }
    guard !live.isEmpty, let order = orders[live[dice.roll(live.count)]] else { return .client(.none) }
    return dice.oneIn(4) && !order.clientID.isEmpty ? .client(order.clientID) : .id(order.id)
  }
}
