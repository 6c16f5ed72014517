import Testing

@testable import ApusEngine

/// Random days at a market, lived once by the book and once by the naive one.
@Suite struct BookPropertyTests {
  /// How crowded the market is: how many may rest, and over how wide a window.
  struct Crowd: Sendable {
    var capacity: UInt32
    var ticks: UInt32
  }

  @Test(arguments: [
    Crowd(capacity: 40, ticks: 3), Crowd(capacity: 100, ticks: 64), Crowd(capacity: 100, ticks: 700),
    Crowd(capacity: 150, ticks: 600_000),
  ])
  func theBookAndANaiveBookAgree(crowd: Crowd) {
    var day = Day(crowd: crowd, seed: UInt64(crowd.ticks))
    for step in 0..<4_000 {
      day.act()
      if step % 20 == 0 { day.compare() }
    }
    day.compare()
  }

  private struct Day: ~Copyable {
    var dice: BookDice
    var book: OrderBook
    var naive = NaiveBook()
    var lastID: UInt64 = 0
    let crowd: Crowd

    init(crowd: Crowd, seed: UInt64) {
      dice = BookDice(seed: seed)
      book = OrderBook(capacity: crowd.capacity, ticks: crowd.ticks)
      self.crowd = crowd
    }

    mutating func act() {
      switch dice.roll(10) {
      case 0..<4: rest()
      case 4: take()
      case 5: reduce()
      case 6: requeue()
      case 7: liftAndSettle()
      default: cancel()
      }
    }

    private mutating func tick() -> UInt32 { UInt32(dice.roll(Int(crowd.ticks))) }
    private mutating func size() -> UInt32 { UInt32(1 + dice.roll(9)) }

    mutating func rest() {
      lastID += 1
      let id = dice.oneIn(2) ? lastID : lastID << 40
      let order = NaiveBook.Order(
        id: id, side: BookSide(index: UInt32(dice.roll(2))), tick: tick(), leaves: size(), account: size())
      let slot = book.rest(id, order.side, tick: order.tick, leaves: order.leaves, account: order.account)
      #expect((slot == noSlot) == (naive.count == Int(crowd.capacity)))
      if slot != noSlot { naive.rest(order) }
    }

    mutating func take() {
      let side = BookSide(index: UInt32(dice.roll(2)))
      let limit = tick()
      var leaves = size() * 3
      while leaves > 0 {
        let slot = book.head(side, within: limit)
        let expected = naive.head(side, within: limit)
        #expect(expected?.id == (slot == noSlot ? nil : book[slot].id))
        guard slot != noSlot, let maker = expected else { return }
        let quantity = min(leaves, maker.leaves)
        leaves -= quantity
        if quantity == maker.leaves {
          book.remove(slot)
          naive.remove(maker.id)
        } else {
          book.reduce(slot, to: maker.leaves - quantity)
          naive.reduce(maker.id, to: maker.leaves - quantity)
        }
      }
    }

    mutating func reduce() {
      guard let id = naive.ids.randomElement(using: &dice) else { return }
      let leaves = size()
      book.reduce(book.find(id), to: leaves)
      naive.reduce(id, to: leaves)
    }

    mutating func requeue() {
      guard let id = naive.ids.randomElement(using: &dice) else { return }
      let (tick, leaves) = (tick(), size())
      book.requeue(book.find(id), tick: tick, leaves: leaves)
      naive.requeue(id, tick: tick, leaves: leaves)
    }

    mutating func liftAndSettle() {
      guard let id = naive.ids.randomElement(using: &dice) else { return }
      let slot = book.find(id)
      book.lift(slot)
      #expect(book.find(id) == slot)
      let (tick, leaves) = (tick(), size())
      if dice.oneIn(2) {
        book.settle(slot, tick: tick, leaves: leaves)
        naive.requeue(id, tick: tick, leaves: leaves)
      } else {
        book.discard(slot)
        naive.remove(id)
      }
    }

    mutating func cancel() {
      guard let id = naive.ids.randomElement(using: &dice) else { return }
      book.remove(book.find(id))
      naive.remove(id)
      #expect(book.find(id) == noSlot)
    }

    func compare() {
      #expect(book.audit() == nil)
      #expect(Int(book.count) == naive.count)
      for side in [BookSide.buy, .sell] {
        let queue = naive.queue(side)
        #expect(book.queue(side) == queue)
        #expect(book.best(side) == queue.first?.tick)
      }
    }
  }
}
