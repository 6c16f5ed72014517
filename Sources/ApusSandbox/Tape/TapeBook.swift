import ApusModel

/// Level by level, what the recorded book says and what the tape's maker has standing there.
struct TapeBook {
  /// One price on one side.
  struct Level {
    /// Contracts that should stand here.
    var recorded = Contracts.zero
    /// Contracts that do stand here.
    var standing = Contracts.zero
    /// The order that stands here, when something does.
    var order = OrderID(0)
    /// Contracts already traded by that order.
    var traded = Contracts.zero
    /// True while the two may differ.
    var isTouched = false
  }

  /// A level's place: its price and side.
  struct Place: Hashable {
    var side: Side
    var index: Int
  }

  /// Every price the tape names, lowest first.
  let ticks: [Tick]
  private var bids: [Level]
  private var asks: [Level]
  /// The levels where the two may differ, in the order they came to.
  private(set) var touched: [Place] = []
  /// No order stands better than here: an index per side.
  private var bestStanding: InlineArray<2, Int>
  /// No recorded level is better than here: an index per side.
  private var bestRecorded: InlineArray<2, Int>

  /// An empty book over these prices, lowest first.
  init(ticks: [Tick]) {
    self.ticks = ticks
    bids = Array(repeating: Level(), count: ticks.count)
    asks = bids
    bestStanding = [-1, ticks.count]
    bestRecorded = bestStanding
  }

  subscript(place: Place) -> Level { place.side == .buy ? bids[place.index] : asks[place.index] }

  /// The place of a price, or nil when the tape never names it.
  func place(_ side: Side, at tick: Tick) -> Place? {
    var low = 0
    var high = ticks.count
    while low < high {
      let middle = (low + high) / 2
      if ticks[middle] < tick { low = middle + 1 } else { high = middle }
    }
    return low < ticks.count && ticks[low] == tick ? Place(side: side, index: low) : nil
  }

  /// Sets what the recorded book says.
  mutating func record(_ contracts: Contracts, at place: Place) {
    change(place) { $0.recorded = contracts }
    if contracts > .zero { bestRecorded[Int(place.side.rawValue)] = better(place, bestRecorded) }
    touch(place)
  }

  /// Sets what stands.
  mutating func stand(_ contracts: Contracts, order: OrderID, at place: Place) {
    change(place) {
      if $0.order != order { $0.traded = .zero }
      $0.standing = contracts
      $0.order = order
    }
    if contracts > .zero { bestStanding[Int(place.side.rawValue)] = better(place, bestStanding) }
    touch(place)
  }

  /// Counts contracts the order at a place has traded.
  mutating func trade(_ contracts: Contracts, at place: Place) { change(place) { $0.traded += contracts } }

  /// Notes that a level may no longer be as recorded.
  mutating func touch(_ place: Place) {
    guard !self[place].isTouched else { return }
    change(place) { $0.isTouched = true }
    touched.append(place)
  }

  /// Forgets the touched levels that are as recorded after all.
  mutating func settle() {
    var open: [Place] = []
    for place in touched {
      let level = self[place]
      if level.recorded == level.standing { change(place) { $0.isTouched = false } } else { open.append(place) }
    }
    touched = open
  }

  /// The best recorded level of a side.
  mutating func best(_ side: Side) -> Place? {
    let hint = bestRecorded[Int(side.rawValue)]
    let place = walk(side, from: hint) { $0.recorded > .zero }
    bestRecorded[Int(side.rawValue)] = place?.index ?? worst(side)
    return place
  }

  /// The places of the orders that stand at a price better than this one, or also those at it, best first.
  mutating func standing(_ side: Side, betterThan index: Int, orAt includes: Bool) -> [Place] {
    var places: [Place] = []
    var next = walk(side, from: bestStanding[Int(side.rawValue)]) { $0.standing > .zero }
    bestStanding[Int(side.rawValue)] = next?.index ?? worst(side)
    while let place = next, isBetter(place.index, than: index, on: side) || (includes && place.index == index) {
      places.append(place)
      next = walk(side, from: place.index + away(side)) { $0.standing > .zero }
    }
    return places
  }

  /// Where an order stands, or nil when it is none of ours.
  func place(of order: OrderID) -> Place? {
    // What is canceled or filled was nearly always touched just now, so the long search is rare.
    if let place = touched.last(where: { self[$0].order == order }) { return place }
    if let index = bids.firstIndex(where: { $0.order == order }) { return Place(side: .buy, index: index) }
    if let index = asks.firstIndex(where: { $0.order == order }) { return Place(side: .sell, index: index) }
    return nil
  }

  private mutating func change(_ place: Place, _ body: (inout Level) -> Void) {
    if place.side == .buy { body(&bids[place.index]) } else { body(&asks[place.index]) }
  }

  private func walk(_ side: Side, from index: Int, until found: (Level) -> Bool) -> Place? {
    var place = Place(side: side, index: index)
    while ticks.indices.contains(place.index) {
      if found(self[place]) { return place }
      place.index += away(side)
    }
    return nil
  }

  private func better(_ place: Place, _ bests: InlineArray<2, Int>) -> Int {
    let best = bests[Int(place.side.rawValue)]
    return isBetter(place.index, than: best, on: place.side) ? place.index : best
  }

  private func isBetter(_ index: Int, than other: Int, on side: Side) -> Bool {
    side == .buy ? index > other : index < other
  }

  private func away(_ side: Side) -> Int { side == .buy ? -1 : 1 }

  private func worst(_ side: Side) -> Int { side == .buy ? -1 : ticks.count }
}
