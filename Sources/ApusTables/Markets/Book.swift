import ApusAPI
import ApusModel

/// The price levels of a market, what changed of them, and the cuts of the book that are published.
struct Book: Sendable {
  private(set) var bids = LevelSide(.buy)
  private(set) var asks = LevelSide(.sell)
  /// Levels that changed since the last batch, with what they held.
  private var touched: [(side: Side, tick: Tick, before: Level)] = []
  /// The best 25 levels a side as last published.
  private(set) var top: (bids: [Line], asks: [Line]) = ([], [])
  /// The ten best levels a side as last published.
  private(set) var ten: OrderBook10Row
  /// The best prices at the last look.
  private var bestPrices: (bid: Tick?, ask: Tick?) = (nil, nil)
  /// The touch as last quoted.
  private(set) var touch: Touch?

  init(_ contract: Contract) { ten = OrderBook10Row(symbol: contract.symbol) }

  /// One side.
  subscript(side: Side) -> LevelSide {
    _read { if side == .buy { yield bids } else { yield asks } }
    _modify { if side == .buy { yield &bids } else { yield &asks } }
  }

  /// True when a level changed since the last batch.
  var isTouched: Bool { !touched.isEmpty }

  /// Adds contracts to a level, or takes them away.
  mutating func add(_ contracts: Contracts, _ side: Side, at tick: Tick, _ time: Timestamp, isNews: Bool) {
    if let before = self[side].add(contracts, at: tick, time, isNews: isNews) {
      touched.append((side, tick, before))
    } else if !isNews {
      self[side].settle(tick)
    }
  }

  /// The rows of both sides, best first within a depth; asks then bids, each by falling price.
  func rows(_ contract: Contract, depth: Int) -> [OrderBookRow] {
    asks.best(depth).reversed().map { $0.row(.sell, contract) } + bids.best(depth).map { $0.row(.buy, contract) }
  }

  /// The published best 25 levels a side, asks then bids, each by falling price.
  func topRows(_ contract: Contract) -> [OrderBookRow] {
    top.asks.reversed().map { $0.row(.sell, contract) } + top.bids.map { $0.row(.buy, contract) }
  }
}

/// The best price and size of both sides.
struct Touch: Hashable, Sendable, BitwiseCopyable {
  var bid: Tick
  var bidSize: Contracts
  var ask: Tick
  var askSize: Contracts
}

extension Book {
  /// True when a best price is another than at the last look, which this is.
  mutating func isTouchMoved() -> Bool {
    let now = (bids.best?.tick, asks.best?.tick)
    defer { bestPrices = now }
    return now != bestPrices
  }

  /// The touch when it is two-sided and differs from the one quoted before; it counts as quoted from now on.
  mutating func newTouch() -> Touch? {
    guard let bid = bids.best, let ask = asks.best else { return nil }
    let now = Touch(bid: bid.tick, bidSize: bid.level.size, ask: ask.tick, askSize: ask.level.size)
    guard now != touch else { return nil }
    touch = now
    return now
  }

  /// Says what was quoted last.
  mutating func setTouch(_ last: Touch?) { touch = last }

  /// Tells what changed since the last batch in each cut of the book.
  mutating func endBatch(_ contract: Contract, _ changes: inout TableChanges) {
    guard isTouched else { return }
    var moves: [LevelMove] = []
    moves.reserveCapacity(touched.count)
    var reachesTop = false
    for (side, tick, before) in touched {
      moves.append(LevelMove(side, Line(tick: tick, level: before), Line(tick: tick, level: self[side][tick])))
      reachesTop = reachesTop || isInTop(tick, side)
      self[side].settle(tick)
    }
    touched.removeAll(keepingCapacity: true)
    moves.tell(contract, &changes.orderBookL2)
    if reachesTop { publishTop(contract, &changes) }
  }

  /// Derives all cuts of the book without news.
  mutating func derive(_ contract: Contract) {
    var unheard = TableChanges()
    publishTop(contract, &unheard)
  }

  /// Says when the levels last changed.
  mutating func setTimes(_ bidTimes: LevelTimes, _ askTimes: LevelTimes) {
    for (tick, changed) in bidTimes { bids.setTime(changed, of: tick) }
    for (tick, changed) in askTimes { asks.setTime(changed, of: tick) }
  }

  /// When the touch last changed.
  var touchTime: Timestamp {
    max(bids.best?.level.changed ?? .zero, asks.best?.level.changed ?? .zero)
  }

  private func isInTop(_ tick: Tick, _ side: Side) -> Bool {
    let lines = side == .buy ? top.bids : top.asks
    guard lines.count == Self.depth, let last = lines.last else { return true }
    return self[side].isAtLeast(tick, asGoodAs: last.tick)
  }

  private static let depth = 25

  private mutating func publishTop(_ contract: Contract, _ changes: inout TableChanges) {
    let before = top
    top = (bids.best(Self.depth), asks.best(Self.depth))
    var moves: [LevelMove] = []
    compare(before.asks, top.asks, .sell, &moves)
    compare(before.bids, top.bids, .buy, &moves)
    moves.tell(contract, &changes.orderBookL2Top)
    let asks = top.asks.prefix(10).map { $0.price(contract) }
    let bids = top.bids.prefix(10).map { $0.price(contract) }
    guard asks != ten.asks || bids != ten.bids else { return }
    let old = ten
    ten.asks = asks
    ten.bids = bids
    let changed = (top.asks.prefix(10) + top.bids.prefix(10)).map(\.level.changed).max()
    ten.timestamp = max(ten.timestamp ?? 0, changed?.rawValue ?? 0)
    changes.orderBook10.append(.update(old: old, new: ten))
  }

  /// Walks two lists of the same side, best first, and notes where they differ.
  private func compare(_ before: [Line], _ after: [Line], _ side: Side, _ moves: inout [LevelMove]) {
    var old = before[...]
    var new = after[...]
    while let first = old.first ?? new.first {
      let line = new.first ?? first
      if let gone = old.first,
        new.isEmpty || gone.tick != line.tick && self[side].isAtLeast(gone.tick, asGoodAs: line.tick)
      {
        moves.append(
          LevelMove(side, gone, Line(tick: gone.tick, level: Level(size: .zero, changed: gone.level.changed))))
        old.removeFirst()
      } else if old.first?.tick == line.tick {
        moves.append(LevelMove(side, old.removeFirst(), new.removeFirst()))
      } else {
        moves.append(LevelMove(side, Line(tick: line.tick, level: Level()), line))
        new.removeFirst()
      }
    }
  }
}

/// A level before and after; one that holds nothing was not there, or is not any more.
private struct LevelMove {
  let side: Side
  let before: Line
  let now: Line

  init(_ side: Side, _ before: Line, _ now: Line) {
    self.side = side
    self.before = before
    self.now = now
  }

  /// What a client does with it; nil when nothing changed.
  var action: TableAction? {
    switch (before.level.size > .zero, now.level.size > .zero) {
    case (false, false): nil
    case (false, true): .insert
    case (true, false): .delete
    case (true, true): before == now ? nil : .update
    }
  }
}

extension [LevelMove] {
  /// Tells the moves as rows: deletions first, so that a client who takes them one by one never sees a crossed book.
  fileprivate func tell(_ contract: Contract, _ changes: inout [RowChange<OrderBookRow>]) {
    for move in self where move.action == .delete {
      changes.append(.delete(move.now.row(move.side, contract, lastSize: move.before.level.size)))
    }
    for move in self where move.action == .update {
      changes.append(.update(old: move.before.row(move.side, contract), new: move.now.row(move.side, contract)))
    }
    for move in self where move.action == .insert { changes.append(.insert(move.now.row(move.side, contract))) }
  }
}

extension Line {
  /// The row of the level; `lastSize` is what a deleted one held.
  func row(_ side: Side, _ contract: Contract, lastSize: Contracts? = nil) -> OrderBookRow {
    var row = OrderBookRow(symbol: contract.symbol, id: contract.bookID(of: tick), side: side.word)
    row.size = (lastSize ?? level.size).rawValue
    row.price = Decimal(contract.terms.price(of: tick))
    row.timestamp = level.changed.rawValue
    row.transactTime = level.changed.rawValue
    return row
  }

  /// The level as the short book shows it.
  func price(_ contract: Contract) -> PriceLevel {
    PriceLevel(price: Decimal(contract.terms.price(of: tick)), size: level.size.rawValue)
  }
}
