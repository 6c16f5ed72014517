import ApusModel
import ApusSandbox
import Testing

@Suite struct TapeTests {
  static let small = """
    # start_ms=1000 tick=0.1
    # counts depth_events=1 trades=1 oracle_quotes=1
    P,0,0
    b,100,5
    a,101,7
    T,12,B,101,3,0
    E,16,88
    a,101,4
    Q,100,5,101,4

    """

  @Test func aSmallTapeReadsAsWritten() throws {
    let tape = try Tape(Array(Self.small.utf8))
    #expect(tape.start == Timestamp(rawValue: 1_000))
    #expect(tape.tickSize == Price(units: 1, over: 10))
    #expect(tape.changes.map(\.size) == [5, 7, 4])
    #expect(tape.records.map(\.offset) == [0, 12, 16])
    #expect(tape.records[0].content == .book(from: 0, to: 2, quote: nil))
    #expect(tape.records[1].content == .trade(Tape.Trade(side: .buy, tick: 101, size: 3)))
    #expect(
      tape.records[2].content == .book(from: 2, to: 3, quote: Tape.Quote(bid: 100, bidSize: 5, ask: 101, askSize: 4)))
    #expect(tape.trades == 1 && tape.quotes == 1)
  }

  @Test(arguments: [
    ("b,100,5", "b,100", 4, TapeError.Reason.badField(3)),
    ("b,100,5", "b,1x0,5", 4, .badField(2)),
    ("b,100,5", "b,0,5", 4, .badField(2)),
    ("b,100,5", "b,100,99999999999", 4, .badField(3)),
    ("b,100,5", "b,100,5,6", 4, .trailingText),
    ("a,101,7", "x,101,7", 5, .unknownRecord(UInt8(ascii: "x"))),
    ("T,12,B,", "T,12,C,", 6, .unknownAggressor),
    ("T,12,B,101,3", "T,12,B,101,0", 6, .badField(5)),
    ("E,16,88\n", "", 7, .outsideEvent),
    ("P,0,0\n", "", 3, .outsideEvent),
    ("E,16,88", "P,0,0", 7, .misplacedSnapshot),
    ("trades=1", "trades=2", 0, .miscounted("trades", promised: 2, found: 1)),
    ("tick=0.1", "tack=0.1", 0, .missingFact("tick")),
    ("start_ms=1000 ", "", 0, .missingFact("start_ms")),
  ])
  func aDamagedLineIsNamedWithItsNumber(good: String, bad: String, line: Int, reason: TapeError.Reason) {
    let text = Self.small.replacing(good, with: bad, maxReplacements: 1)
    #expect(throws: TapeError(line: line, reason: reason)) { try Tape(Array(text.utf8)) }
  }

  @Test func anEmptyTapeIsRefused() {
    #expect(throws: TapeError(line: 0, reason: .misplacedSnapshot)) { try Tape([]) }
  }
}
