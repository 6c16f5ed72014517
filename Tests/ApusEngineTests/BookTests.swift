import Testing

@testable import ApusEngine

@Suite struct BookTests {
  @Test func bestPriceTradesFirstThenTheOldest() {
    var book = OrderBook(capacity: 10, ticks: 1_000)
    _ = book.rest(1, .sell, tick: 501, leaves: 5, account: 1)
    _ = book.rest(2, .sell, tick: 500, leaves: 5, account: 2)
    _ = book.rest(3, .sell, tick: 500, leaves: 5, account: 3)
    _ = book.rest(4, .buy, tick: 498, leaves: 5, account: 4)
    _ = book.rest(5, .buy, tick: 499, leaves: 5, account: 5)
    #expect(book.queue(.sell).map(\.id) == [2, 3, 1])
    #expect(book.queue(.buy).map(\.id) == [5, 4])
    #expect(book.best(.sell) == 500)
    #expect(book.best(.buy) == 499)
    #expect(book.audit() == nil)
  }

  @Test func aTakerMeetsNobodyBeyondHisLimit() {
    var book = OrderBook(capacity: 10, ticks: 1_000)
    #expect(book.head(.sell, within: 999) == noSlot)
    #expect(book.head(.buy, within: 0) == noSlot)
    let ask = book.rest(1, .sell, tick: 500, leaves: 5, account: 1)
    let bid = book.rest(2, .buy, tick: 400, leaves: 5, account: 1)
    #expect(book.head(.sell, within: 499) == noSlot)
    #expect(book.head(.sell, within: 500) == ask)
    #expect(book.head(.buy, within: 401) == noSlot)
    #expect(book.head(.buy, within: 400) == bid)
  }

  @Test func aSmallerOrderKeepsItsPlaceAndARequeuedOneLosesIt() {
    var book = OrderBook(capacity: 10, ticks: 1_000)
    let first = book.rest(1, .buy, tick: 10, leaves: 5, account: 1)
    let second = book.rest(2, .buy, tick: 10, leaves: 5, account: 2)
    book.reduce(first, to: 2)
    #expect(book.head(.buy) == first)
    book.requeue(first, tick: 10, leaves: 2)
    #expect(book.head(.buy) == second)
    #expect(book.find(1) == first)
    #expect(book[first].leaves == 2)
    #expect(book.audit() == nil)
  }

  @Test func theCallersFlagsNeverChangeTheSide() {
    var book = OrderBook(capacity: 2, ticks: 10)
    let slot = book.rest(1, .sell, tick: 5, leaves: 1, account: 1, flags: 0b10)
    #expect(book[slot].side == .sell)
    book.mark(slot, flags: 0b100)
    #expect(book[slot].side == .sell)
    #expect(book[slot].flags == 0b101)
  }

  @Test func aFullBookRefusesAndStaysAsItWas() {
    var book = OrderBook(capacity: 2, ticks: 1_000_000)
    let first = book.rest(1, .buy, tick: 0, leaves: 1, account: 1)
    #expect(book.rest(2, .sell, tick: 999_999, leaves: 1, account: 1) != noSlot)
    #expect(book.isFull == true)
    #expect(book.rest(3, .sell, tick: 5, leaves: 1, account: 1) == noSlot)
    #expect(book.find(3) == noSlot)
    #expect(book.best(.sell) == 999_999)
    book.remove(first)
    #expect(book.rest(3, .buy, tick: 5, leaves: 1, account: 1) == first)
    #expect(book.audit() == nil)
  }

  @Test func anOrderOffTheWindowTraps() async {
    await #expect(processExitsWith: .failure) {
      var book = OrderBook(capacity: 2, ticks: 60)
      _ = book.rest(1, .buy, tick: 60, leaves: 1, account: 1)
    }
    await #expect(processExitsWith: .failure) {
      var book = OrderBook(capacity: 2, ticks: 60)
      _ = book.rest(1, .sell, tick: 60, leaves: 1, account: 1)
    }
  }
}
