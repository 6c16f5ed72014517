import ApusModel

// MARK: Commands
extension CommandStream {
  mutating func placeOrder() -> PlaceOrder {
    let instrument = instrument()
    let account = account()
    let position = held[instrument]?[account] ?? .zero
    var side = side()
    var instructions: Instructions = []
    if dice.oneIn(position == .zero ? 30 : reducesOneIn) {
      instructions.insert(dice.oneIn(4) ? .close : .reduceOnly)
      if dice.oneIn(8) { instructions.insert(.alone) }
      if !dice.oneIn(6) { side = position > .zero ? .sell : .buy }
    }
    if dice.oneIn(10) { instructions.insert(.postOnly) }
    let type: OrderType = dice.oneIn(10) ? .market : .limit
    let wholePosition = instructions.contains(.close) && dice.oneIn(2)
    return PlaceOrder(
      account: account, instrument: instrument, side: side, type: type,
      timeInForce: dice.oneIn(immediateOneIn) && !(instructions.contains(.postOnly) && !dice.oneIn(4))
        ? dice.pick([.immediateOrCancel, .fillOrKill]) : .goodTillCancel,
      instructions: instructions, price: type == .market && dice.oneIn(2) ? .zero : price(instrument, side),
      quantity: wholePosition ? .zero : quantity(instrument), clientID: dice.oneIn(namesOneIn) ? name() : .none)
  }

  /// An order that waits for a price nearby; sometimes one that trails, sometimes one on the wrong side.
  mutating func placeConditional() -> PlaceConditional {
    var order = placeOrder()
    if dice.oneIn(3) { order.type = .market }
    if !dice.oneIn(4) { order.instructions.remove(.postOnly) }
    var conditions = Conditions()
    if dice.oneIn(4) { hide(&conditions, of: order) }
    if dice.oneIn(4) {
      conditions.contingency = dice.pick([.none, .oneCancelsOther, .oneCancelsOther, .oneTriggersOther])
      if !dice.oneIn(20) { conditions.link = link() }
    }
    conditions.isDay = dice.oneIn(5)
    if dice.oneIn(3) {
      if !dice.oneIn(5) { order.type = .limit }
      if !dice.oneIn(5) { order.timeInForce = .goodTillCancel }
      if !dice.oneIn(4) { conditions.peg = dice.pick([.primary, .market, .last, .mid]) }
      conditions.pegOffset = dice.oneIn(3) ? .zero : distance(terms(order.instrument), dice.oneIn(2))
      return PlaceConditional(order: order, conditions: conditions)
    }
    conditions.trigger = dice.oneIn(3) ? .touch : .stop
    conditions.source = dice.pick([.mark, .last, .last, .index])
    conditions.withinMark = dice.oneIn(conditions.source == .last ? 4 : 40)
    let rises = (order.side == .buy) == (conditions.trigger == .stop)
    let terms = terms(order.instrument)
    if dice.oneIn(4) {
      conditions.peg = dice.oneIn(12) ? .primary : .trailing
      conditions.pegOffset = distance(terms, rises)
      return PlaceConditional(order: order, conditions: conditions)
    }
    let away = Int64(dice.roll(dice.oneIn(8) ? -3...2 : 1...8)) * (rises ? 1 : -1)
    conditions.stopPrice =
      dice.oneIn(20)
      ? price(order.instrument, order.side)
      : terms.price(of: Tick(min(max(1, centre(order.instrument) + away), terms.ticks)))
    return PlaceConditional(order: order, conditions: conditions)
  }

  /// Somebody wants more of an order that was filled a moment ago.
  mutating func revival() -> Command {
    guard let id = done.last, let order = doneOrders[id] else { return command() }
    var change = AmendOrder(
      account: dice.oneIn(12) ? account() : order.account,
      order: order.clientID.isEmpty || dice.oneIn(2) ? .id(id) : .client(order.clientID),
      leaves: quantity(order.instrument))
    if dice.oneIn(3) { change.price = price(order.instrument, order.side) }
    if dice.oneIn(12) { change.quantity = quantity(order.instrument) }
    return .amendOrder(change)
  }

  private mutating func link() -> ClientOrderID { ClientOrderID(dice.pick(["one", "two"]))! }

  /// An order that others of its link wait for, those, and a trade that may fill it; then a few commands more.
  mutating func bracket() -> [Command] {
    let instrument = instrument()
    let terms = terms(instrument)
    let account = account()
    let side = side()
    let link = link()
    let lot = terms.lot
    func price(_ away: Int) -> Price {
      terms.price(of: Tick(min(max(1, centre(instrument) + Int64(away) * side.sign), terms.ticks)))
    }
    let quantity = lot * Int64(dice.roll(1...6))
    var entering = PlaceConditional(
      order: PlaceOrder(account: account, instrument: instrument, side: side, price: price(-1), quantity: quantity),
      conditions: Conditions())
    entering.conditions.contingency = .oneTriggersOther
    entering.conditions.link = link
    if dice.oneIn(4) {
      entering.conditions.trigger = .stop
      entering.conditions.source = .last
      entering.conditions.stopPrice = price(2)
    }
    var leaving = entering
    leaving.order.side = side.opposite
    leaving.order.type = dice.pick([.market, .limit])
    leaving.order.price = price(3)
    leaving.conditions.contingency = dice.pick([.oneCancelsOther, .oneCancelsOther, .none])
    leaving.conditions.trigger = dice.pick([.stop, .touch, .none])
    leaving.conditions.source = dice.pick([.mark, .last])
    leaving.conditions.stopPrice = price(leaving.conditions.trigger == .touch ? 2 : -2)
    if leaving.conditions.trigger == .stop, dice.oneIn(3) {
      leaving.conditions.peg = .trailing
      leaving.conditions.pegOffset = terms.tickSize * (-2 * side.sign)
    }
    var other = leaving
    other.order.price = price(4)
    other.conditions.trigger = .none
    other.conditions.peg = .none
    other.order.type = .limit
    var meeting = PlaceOrder(
      account: self.account(), instrument: instrument, side: side.opposite, price: price(-1), quantity: quantity)
    if dice.oneIn(3) { meeting.quantity = lot }
    let commands: [Command] = [
      .placeConditional(entering), .placeConditional(leaving), .placeConditional(other), .placeOrder(meeting),
      command(), .placeConditional(leaving), command(), .cancelOrders(CancelOrders(account: meeting.account)),
    ]
    return Array(commands.dropLast(dice.roll(3)))
  }

  /// Shows nothing of an order, or a part; sometimes one that is none.
  private mutating func hide(_ conditions: inout Conditions, of order: PlaceOrder) {
    conditions.isHidden = true
    let lot = terms(order.instrument).lot
    if dice.oneIn(3) { return }
    conditions.displayed = dice.oneIn(15) ? quantity(order.instrument) : lot * Int64(dice.roll(1...4))
  }

  /// An order that is not all shown, somebody else's behind it at its price, and one that takes some or all of both.
  mutating func iceberg() -> [Command] {
    let instrument = instrument()
    let side = side()
    let price = terms(instrument).price(of: Tick(centre(instrument)))
    let lot = terms(instrument).lot
    func order(_ account: AccountID, _ side: Side, _ lots: Int) -> PlaceOrder {
      PlaceOrder(
        account: account, instrument: instrument, side: side, price: price, quantity: lot * Int64(lots))
    }
    var concealed = order(holder(in: instrument), side, dice.roll(2...20))
    if dice.oneIn(3) { concealed.instructions.insert(.reduceOnly) }
    var conditions = Conditions()
    hide(&conditions, of: concealed)
    var taking = order(account(), side.opposite, dice.roll(1...30))
    taking.timeInForce = dice.pick([.goodTillCancel, .immediateOrCancel, .fillOrKill])
    if dice.oneIn(3) { taking.type = .market }
    return [
      .placeConditional(PlaceConditional(order: concealed, conditions: conditions)),
      .placeOrder(order(dice.oneIn(2) ? concealed.account : account(), side, dice.roll(1...10))),
      .placeOrder(taking), command(),
    ]
  }

  /// How far a stop trails: a few ticks, or a little more or less than whole ones, in the right direction or not.
  mutating func distance(_ terms: Instrument, _ rises: Bool) -> Price {
    if dice.oneIn(20) { return dice.pick([.zero, Price(.min), Price(.max), terms.maximumPrice]) }
    let exact = terms.tickSize * Int64(dice.roll(1...5)) + Price(dice.oneIn(2) ? 0 : Int64(dice.roll(1_000)))
    return rises != dice.oneIn(15) ? exact : .zero - exact
  }

  /// A thin touch before a deep level far away, and an order that takes what it can: there the money ends, not the book.
  mutating func sweep() -> [Command] {
    let instrument = instrument()
    let side = side()
    let maker = account()
    let taker = account()
    let far = centre(instrument) + side.sign * max(2, centre(instrument) / Int64(dice.roll(8...300)))
    func place(_ account: AccountID, _ side: Side, at tick: Int64, _ quantity: Contracts) -> PlaceOrder {
      let price = terms(instrument).price(of: Tick(min(max(1, tick), terms(instrument).ticks)))
      return PlaceOrder(account: account, instrument: instrument, side: side, price: price, quantity: quantity)
    }
    let lot = terms(instrument).lot
    var taking = place(taker, side, at: far, fortunesWorth(of: taker, instrument))
    taking.type = .market
    if dice.oneIn(4) { taking.timeInForce = .fillOrKill }
    return [
      place(maker, side.opposite, at: centre(instrument), lot),
      place(maker, side.opposite, at: far, lot * Int64(dice.roll(1...2_000))), taking,
    ].map { .placeOrder($0) }
  }

  /// Somebody raises a risk limit, orders more than the base allows and wants the base back; somebody else takes the most
  /// leverage after the index has moved against him.
  mutating func climb() -> [Command] {
    let instrument = instrument()
    let terms = terms(instrument)
    let risk = terms.riskLimit
    let centre = terms.price(of: Tick(centre(instrument)))
    let lots = risk.base.rawValue / 100 * 120 / max(1, terms.value(ofOneLotAt: centre).rawValue) + 1
    let climber = holder(in: instrument)
    let holder = holder(in: instrument)
    let isLong = (held[instrument]?[holder] ?? .zero) > .zero
    let moved = Price(centre.rawValue + (isLong ? -1 : 1) * centre.rawValue / Int64(dice.roll(30...120)))
    return [
      .setRiskLimit(SetRiskLimit(account: climber, instrument: instrument, limit: risk.base + risk.step * 2)),
      .placeOrder(
        PlaceOrder(
          account: climber, instrument: instrument, side: side(), price: centre,
          quantity: terms.lot * min(lots, terms.maximumQuantity.rawValue / terms.lot.rawValue))),
      .setRiskLimit(SetRiskLimit(account: climber, instrument: instrument, limit: risk.base)),
      .setLeverage(SetLeverage(account: holder, instrument: instrument, leverage: Leverage(1_000))),
      .indexPrice(IndexPrice(instrument: instrument, price: moved)),
      .setLeverage(
        SetLeverage(account: holder, instrument: instrument, leverage: Leverage(dice.pick([3_333, 5_000, 10_000])))),
      .indexPrice(IndexPrice(instrument: instrument, price: centre)),
    ]
  }

  /// Two accounts as leveraged as their money goes, and a price that runs away from one of them.
  mutating func crash() -> [Command] {
    let instrument = instrument()
    let terms = terms(instrument)
    let (victim, other) = (account(), account())
    let side = side()
    let leverages = [victim, other].map { account in
      SetLeverage(account: account, instrument: instrument, leverage: Leverage(dice.pick([0, 2_500, 5_000, 10_000])))
    }
    var commands = leverages.map { Command.setLeverage($0) }
    let quantity = min(fortunesWorth(of: victim, instrument), fortunesWorth(of: other, instrument))
    for (account, side) in [(other, side.opposite), (victim, side)] {
      let price = terms.price(of: Tick(min(max(1, centre(instrument)), terms.ticks)))
      commands.append(
        .placeOrder(
          PlaceOrder(account: account, instrument: instrument, side: side, price: price, quantity: quantity)))
    }
    guard Int(instrument.rawValue) < centres.count else { return commands }
    // A part closed so far through the mark that the rest may have nothing left behind it.
    let far = centre(instrument) - side.sign * max(1, centre(instrument) / Int64(dice.roll(20...120)))
    let part = terms.lot * max(1, quantity.rawValue / terms.lot.rawValue / Int64(dice.roll(2...4)))
    let price = terms.price(of: Tick(min(max(1, far), terms.ticks)))
    commands.append(
      .placeOrder(
        PlaceOrder(account: victim, instrument: instrument, side: side.opposite, price: price, quantity: part)))
    for _ in 0..<dice.roll(2...8) {
      if dice.oneIn(2) { commands.append(.tick) }
      if dice.oneIn(2) { commands.append(command()) }
      let step = max(1, centre(instrument) / Int64(dice.roll(20...600)))
      let moved = centre(instrument) - (dice.oneIn(6) ? -step : step) * side.sign
      centres[Int(instrument.rawValue)] = min(max(10, moved), terms.ticks - 10)
      commands.append(
        .indexPrice(IndexPrice(instrument: instrument, price: terms.price(of: Tick(centre(instrument))))))
    }
    commands.append(.tick)
    return commands
  }

  mutating func amendOrder() -> AmendOrder {
    let key = anyKey()
    var command = AmendOrder(account: account(), order: key)
    var order: Order?
    if case .id(let id) = key { order = orders[id] }
    if let order, !dice.oneIn(15) { command.account = order.account }
    let instrument = order?.instrument ?? InstrumentID(0)
    if dice.oneIn(2) { command.price = price(instrument, order?.side ?? side()) }
    if dice.oneIn(2) {
      command.quantity = quantity(instrument)
      if dice.oneIn(8) { command.quantity = order?.filled }
    }
    if dice.oneIn(5) { command.leaves = dice.oneIn(5) ? .zero : quantity(instrument) }
    if dice.oneIn(8) { command.clientID = dice.oneIn(10) ? ClientOrderID.none : name() }
    if dice.oneIn(40) { command = AmendOrder(account: command.account, order: key) }
    if let order, dice.oneIn(15) { return repeated(order, key) }
    if let order, dice.oneIn(waiting[order.id] == nil ? 30 : 2) {
      if dice.oneIn(3) { command.pegOffset = distance(terms(instrument), dice.oneIn(2)) }
      if !dice.oneIn(3) { command.stopPrice = price(instrument, order.side) }
    }
    return command
  }

  /// An amendment to what an order is already, or was when it was last told of.
  private mutating func repeated(_ order: Order, _ key: OrderKey) -> AmendOrder {
    var command = AmendOrder(account: order.account, order: key)
    if order.type == .limit, dice.oneIn(2) { command.price = order.price }
    if dice.oneIn(2) { command.quantity = order.quantity } else { command.leaves = order.leaves }
    if let conditions = waiting[order.id], dice.oneIn(2) {
      if conditions.peg == .trailing {
        command.pegOffset = conditions.pegOffset
      } else {
        command.stopPrice = conditions.stopPrice
      }
    }
    if dice.oneIn(10) { command.clientID = name() }
    return command
  }

  mutating func cancelOrder() -> CancelOrder {
    let key = anyKey()
    if case .id(let id) = key, let owner = orders[id]?.account, !dice.oneIn(10) {
      return CancelOrder(account: owner, order: key)
    }
    return CancelOrder(account: account(), order: key)
  }

  mutating func cancelOrders() -> CancelOrders {
    CancelOrders(
      account: account(), instrument: dice.oneIn(2) ? instrument() : nil, side: dice.oneIn(2) ? side() : nil)
  }

  mutating func timeout() -> Int64 {
    dice.oneIn(10) ? dice.pick([-1, .min, .max, 86_400_001]) : dice.pick([0, 1, 100, 1_000, 60_000])
  }

  mutating func setLeverage() -> SetLeverage {
    let leverages: [Int64] = dice.oneIn(4) ? [-1, .min, .max, 1_000_000, 1] : [0, 100, 200, 333, 1_000, 2_500, 10_000]
    return SetLeverage(account: account(), instrument: instrument(), leverage: Leverage(dice.pick(leverages)))
  }

  /// An account that holds something, mostly.
  mutating func holder(in instrument: InstrumentID) -> AccountID {
    let holders = held[instrument, default: [:]].filter { $0.value != .zero }.keys.sorted()
    return holders.isEmpty || dice.oneIn(4) ? account() : dice.pick(holders)
  }

  /// A trader's row of the fee schedule; sometimes none there is.
  mutating func setStanding() -> SetStanding {
    let tier = UInt8(dice.oneIn(8) ? 8 : dice.roll(8))
    return SetStanding(account: account(), role: .trader, plan: AccountPlan(feeTier: tier))
  }

  /// A limit some steps up, mostly few; sometimes off the grid.
  mutating func setRiskLimit() -> SetRiskLimit {
    let instrument = instrument()
    let risk = terms(instrument).riskLimit
    let wrong: [Int64] = [0, -1, .min, .max, risk.base.rawValue + 1, risk.base.rawValue - risk.step.rawValue]
    // Half of them go back to the base, most of those who have something to lose by it.
    let steps = dice.oneIn(2) ? 0 : dice.roll(dice.oneIn(6) ? 300 : 6)
    var limit = Amount(risk.base.rawValue + risk.step.rawValue * Int64(steps))
    if dice.oneIn(10) { limit = Amount(dice.pick(wrong)) }
    return SetRiskLimit(account: holder(in: instrument), instrument: instrument, limit: limit)
  }

  /// Something like a part of the margin of a few lots, in or out; sometimes impossible.
  mutating func transferMargin() -> TransferMargin {
    let instrument = instrument()
    let terms = terms(instrument)
    let lot = terms.value(ofOneLotAt: terms.price(of: Tick(centre(instrument)))).rawValue
    let amount = dice.oneIn(8) ? dice.pick([0, .min, .max, 1, -1, 1_000_000_000_000]) : Int64(dice.roll(Int(lot) + 9))
    let account = holder(in: instrument)
    return TransferMargin(
      account: account, instrument: instrument, amount: Amount(dice.oneIn(3) && amount != .min ? -amount : amount))
  }

  mutating func deposit() -> Deposit {
    let wrong: [Amount] = [.zero, Amount(-5), Amount(.min), Amount(.max), Amount.limit + Amount(1)]
    return Deposit(
      account: dice.oneIn(8) ? .venue : account(), currency: dice.pick(Currency.allCases),
      amount: dice.oneIn(6) ? dice.pick(wrong) : fortune())
  }

  mutating func indexPrice() -> IndexPrice {
    let instrument = instrument()
    let terms = terms(instrument)
    let wrong: [Price] = [.zero, Price(-1), Price(.min), Price(.max), Price(terms.tickSize.rawValue - 1)]
    if dice.oneIn(15) { return IndexPrice(instrument: instrument, price: dice.pick(wrong)) }
    if Int(instrument.rawValue) < centres.count {
      let moved = centre(instrument) + Int64(dice.oneIn(12) ? dice.roll(-200...200) : dice.roll(-3...3))
      centres[Int(instrument.rawValue)] = min(max(10, moved), terms.ticks - 10)
    }
    // An index is finer than a tick.
    let exact = terms.index(at: centre(instrument)) + Price(Int64(dice.roll(Int(terms.tickSize.rawValue))))
    return IndexPrice(instrument: instrument, price: exact)
  }

  mutating func listing() -> Instrument {
    var terms = dice.pick(world.instruments)
    if dice.oneIn(2) { terms.lot = .zero }
    if dice.oneIn(2) { terms.symbol = "ANOTHER" }
    terms.maximumPrice = terms.tickSize * min(terms.ticks, 10_000)
    return terms
  }
}
