import ApusModel
import ApusSandbox
import Testing

@Suite struct CourseTests {
  @Test(arguments: History.allCases, [UInt64(1), 7])
  func everyDayHitsItsRecordedBar(history: History, seed: UInt64) {
    let course = history.course(every: 5_000, seed: seed)
    for day in history.days {
      let prices = (0..<course.prices.count)
        .filter { course.time(of: $0) >= day.start && course.time(of: $0) <= day.end }.map { course.prices[$0] }
      #expect(prices.first == day.open)
      #expect(prices.max() == day.high)
      #expect(prices.min() == day.low)
      #expect(prices.last == day.close)
    }
    #expect(course.time(of: course.prices.count - 1) == history.days.last?.end)
  }

  @Test func theDaysOfMarch2020AreThoseOfTheRecord() {
    let days = History.march2020.days
    #expect(days.map(\.open) == [Price(units: 7_939), Price(units: 4_346)])
    #expect(days.map(\.low) == [Price(units: 4_266), Price(units: 3_596)])
    #expect(days.map(\.high) == [Price(units: 7_967), Price(units: 58_735, over: 10)])
    #expect(days.map(\.close) == [Price(units: 4_346), Price(units: 55_715, over: 10)])
    #expect(days.map { CalendarDay($0.start).day } == [12, 13])
  }

  @Test func theSameSeedGoesTheSameWayAndAnotherDoesNot() {
    #expect(History.calm.course(every: 5_000, seed: 3) == History.calm.course(every: 5_000, seed: 3))
    #expect(History.calm.course(every: 5_000, seed: 3) != History.calm.course(every: 5_000, seed: 4))
  }

  @Test func minuteBarsAreHitOneByOne() throws {
    let bars = try BarFile.read(Array(minutes.utf8))
    #expect(bars.count == 3)
    #expect(bars[1].start == bars[0].start + Timestamp(rawValue: 60_000))
    let course = Course(through: bars, every: 5_000, seed: 2)
    #expect(course.prices.count == 37)
    for (number, bar) in bars.enumerated() {
      let prices = course.prices[(number * 12)...(number * 12 + 12)]
      #expect(prices.max() == bar.high && prices.min() == bar.low && prices.last == bar.close)
    }
  }

  @Test func aPartOfACourseKeepsItsTimes() {
    let course = History.march2020.course(every: 10_000, seed: 1)
    let part = course.part(from: 3_600_000, lasting: 7_200_000)
    #expect(part.prices.count == 721)
    #expect(part.time(of: 0) == course.time(of: 360))
    #expect(part.prices[5] == course.prices[365])
  }

  @Test func aFileThatHoldsNoBarsSaysWhy() {
    let cases: [(String, String)] = [
      ("", "line 1: there must be a header and at least two bars"),
      ("timestamp,open,high,low\n", "line 1: there is no column close"),
      (
        minutes.replacing("7162.5,7163", with: "7162.5,7161"),
        "line 2: times must rise, and high and low must enclose the close"
      ),
      (minutes.replacing("7162.5", with: "x"), "line 2: low cannot be read"),
      (minutes.replacing("T00:01", with: "T0001"), "line 3: timestamp cannot be read"),
    ]
    for (text, reason) in cases {
      do throws(BarFileError) {
        _ = try BarFile.read(Array(text.utf8))
        Issue.record("read: \(text)")
      } catch { #expect(error.description == reason) }
    }
  }

  private let minutes = """
    timestamp,open,high,low,close,trades
    2020-01-01T00:00:00.000Z,7163,7163,7162.5,7163,24
    2020-01-01T00:01:00.000Z,7163,7162,7156,7156,2418
    2020-01-01T00:02:00.000Z,7156,7160,7155.5,7159.5,900
    """
}
