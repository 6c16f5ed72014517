import ApusEngine
import ApusModel
import ApusSandbox
import Testing

@Suite struct TapePlayerTests {
  let market = InstrumentID(0)
  let terms = Instrument.xbtusd2026

  @Test(.enabled(if: RecordedTape.isThere, "the recorded tape is not there"))
  func theRecordedMarketPlaysExactly() throws {
    let tape = try RecordedTape.read()
    #expect(tape.trades == 5_234 && tape.quotes == 1_885)
    var player = try TapePlayer(tape, on: market, terms: terms, maker: AccountID(1), taker: AccountID(2))
    var venue = Venue(listing: terms, at: tape.start)
    var book = NaiveBook()
    _ = venue.submit(player.founding, at: tape.start)
    var quotes = (equal: 0, different: 0)
    var printed: [TapePlayer.Trade] = []
    var recorded: [TapePlayer.Trade] = []
    while let step = player.next() {
      let happenings = venue.submit(step.commands, at: step.time)
      player.observe(happenings)
      book.observe(happenings)
      if let trade = step.trade { recorded.append(trade) }
      guard let quote = step.quote else { continue }
      if book.quote == quote { quotes.equal += 1 } else { quotes.different += 1 }
    }
    printed = book.trades
    #expect(quotes.equal == 1_885 && quotes.different == 0)
    #expect(recorded.count == 5_234)
    #expect(printed == recorded)
    #expect(book.rejections.isEmpty)
    #expect(book.depth(.buy, 5_000).count == 1_510 && book.depth(.sell, 5_000).count == 1_733)
    #expect(venue.engine.audit().isEmpty)
  }

  @Test func anOrderInsideTheSpreadIsFilledByTheTapeAndTheRecordedBookComesBack() throws {
    let tape = try Tape(
      Array(
        """
        # start_ms=1000 tick=0.1
        P,0,0
        b,1000,5
        a,1010,7
        T,10,S,1000,3,0
        E,20,1
        b,1000,2
        T,30,B,1010,4,1
        E,40,2
        a,1010,3
        Q,1000,2,1010,3

        """.utf8))
    var play = try Play(tape, terms: terms)
    play.step()
    // Alice bids inside the spread; the recorded seller of 3 meets her first.
    let alice = play.place(.buy, at: Price(units: 1_005, over: 10), lots: 2)
    play.step()
    #expect(play.fills(of: alice) == [200])
    #expect(play.book.trades.map(\.quantity.rawValue) == [200, 100])
    play.step()
    #expect(play.book.best(.buy)?.size == Contracts(rawValue: 200))
    // Alice takes 5 of the 7 offered; the recorded buyer of 4 still finds his 4, and the book comes back as recorded.
    let taken = play.place(.buy, at: Price(units: 101), lots: 5)
    #expect(play.fills(of: taken) == [500])
    play.step()
    #expect(play.book.trades.last?.quantity == Contracts(rawValue: 400))
    let step = play.step()
    #expect(play.book.quote == step?.quote)
    #expect(play.step() == nil)
    #expect(play.book.rejections.isEmpty)
    #expect(play.venue.engine.audit().isEmpty)
  }

  @Test func aRecordedOfferPlacedThroughAnOrderOfOursFillsIt() throws {
    let tape = try Tape(
      Array(
        """
        # start_ms=1000 tick=0.1
        P,0,0
        b,1000,5
        a,1010,7
        E,20,1
        a,1003,4
        E,30,2
        a,1003,6
        Q,1000,5,1003,6

        """.utf8))
    var play = try Play(tape, terms: terms)
    play.step()
    let alice = play.place(.buy, at: Price(units: 1_005, over: 10), lots: 1)
    play.step()
    #expect(play.fills(of: alice) == [100])
    let step = play.step()
    #expect(play.book.quote == step?.quote)
  }

  @Test func aTapeInFinerStepsThanTheContractIsRefused() throws {
    let tape = try Tape(Array(TapeTests.small.utf8))
    #expect(throws: TapeError(line: 0, reason: .offTick)) {
      try TapePlayer(tape, on: market, terms: .xbtusd2019, maker: AccountID(1), taker: AccountID(2))
    }
  }

  @Test func aLevelLargerThanTheLargestOrderStandsAtThat() throws {
    let tape = try Tape(Array("# start_ms=1000 tick=0.1\nP,0,0\nb,100000,247118\na,100010,7\n".utf8))
    var play = try Play(tape, terms: terms)
    play.step()
    #expect(play.book.best(.buy)?.size == terms.maximumQuantity)
    #expect(play.book.rejections.isEmpty)
  }
}

/// A tape on a venue with one other trader, Alice.
private struct Play: ~Copyable {
  var venue: Venue
  var book = NaiveBook()
  private var player: TapePlayer
  private var time: Timestamp
  private var happenings: [Happening] = []

  init(_ tape: Tape, terms: Instrument) throws {
    player = try TapePlayer(tape, on: InstrumentID(0), terms: terms, maker: AccountID(1), taker: AccountID(2))
    venue = Venue(listing: terms, at: tape.start)
    time = tape.start
    let alice = AccountID(3)
    submit(
      player.founding + [
        .openAccount(OpenAccount(account: alice)),
        .deposit(Deposit(account: alice, currency: .xbt, amount: Amount(rawValue: 10_000_000_000))),
      ])
  }

  @discardableResult mutating func step() -> TapePlayer.Step? {
    guard let step = player.next() else { return nil }
    time = step.time
    submit(step.commands)
    return step
  }

  mutating func place(_ side: Side, at price: Price, lots: Int64) -> OrderID {
    submit([
      .placeOrder(
        PlaceOrder(
          account: AccountID(3), instrument: InstrumentID(0), side: side, price: price,
          quantity: Contracts(rawValue: lots * 100)))
    ])
    let placed = happenings.last { if case .orderPlaced = $0.event { true } else { false } }
    guard case .orderPlaced(let placed)? = placed?.event else { return OrderID(0) }
    return placed.order.id
  }

  func fills(of order: OrderID) -> [Int64] {
    happenings.compactMap {
      if case .filled(let fill) = $0.event, fill.order == order { fill.quantity.rawValue } else { nil }
    }
  }

  private mutating func submit(_ commands: [Command]) {
    let news = venue.submit(commands, at: time)
    player.observe(news)
    book.observe(news)
    happenings += news
  }
}
