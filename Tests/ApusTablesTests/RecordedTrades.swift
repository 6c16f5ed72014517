import ApusModel
import Foundation
import Testing

@testable import ApusTables

/// Recorded trades and bars of the venue, told again by our own arithmetic.
struct RecordedTrades {
  @Test func everyTradeHasTheDirectionAndTheValueTheVenueGaveIt() throws {
    guard let rows = recorded("xbtusd-trades-20190503.csv") else { return }
    var statistics = TradeStatistics()
    // The trade before the first was not recorded; the first says that it was a fall to the same price.
    statistics.last = Price(units: 5_700)
    statistics.direction = .minus
    var count = 0
    for row in rows {
      guard let price = row["price"].flatMap(Price.init(text:)), let size = row["size"].flatMap(Int64.init),
        let value = row["grossValue"].flatMap(Int64.init), let direction = row["tickDirection"]
      else {
        Issue.record("\(row)")
        return
      }
      let terms = Instrument.xbtusd2019
      #expect(terms.value(of: Contracts(rawValue: size), at: price).magnitude.rawValue == value)
      let ours = statistics.add(
        price, Contracts(rawValue: size), worth: Amount(rawValue: value), at: Timestamp(rawValue: 1_556_884_800_000))
      #expect(ours.word == direction, "trade \(count)")
      count += 1
    }
    #expect(count == 4_891)
  }

  @Test func theAveragePriceOfEveryDayIsTheVenues() throws {
    guard let rows = recorded("xbtusd-1d-20180101-20200501.csv") else { return }
    var count = 0
    for row in rows {
      guard let volume = row["volume"].flatMap(Int64.init), let turnover = row["turnover"].flatMap(Int64.init),
        let vwap = row["vwap"].flatMap(Price.init(text:)), volume > 0
      else { continue }
      let ours = Instrument.xbtusd2019.averagePrice(of: Contracts(rawValue: volume), worth: Amount(rawValue: turnover))
      if ours == vwap { count += 1 }
    }
    #expect(count == 852)
  }

  @Test func aDayForgetsWhatIsOlder() {
    var statistics = TradeStatistics()
    let minute: Int64 = 60_000
    _ = statistics.add(Price(units: 100), Contracts(rawValue: 5), worth: Amount(rawValue: 50), at: .zero)
    _ = statistics.add(
      Price(units: 90), Contracts(rawValue: 7), worth: Amount(rawValue: 70), at: Timestamp(rawValue: 600 * minute))
    #expect(statistics.day.volume == Contracts(rawValue: 12) && statistics.day.high == Price(units: 100))
    #expect(statistics.priceBefore == Price(units: 100))
    statistics.advance(to: Timestamp(rawValue: 1_440 * minute))
    #expect(statistics.day.volume == Contracts(rawValue: 7) && statistics.day.high == Price(units: 90))
    #expect(statistics.day.turnover == Amount(rawValue: 70))
    #expect(statistics.priceBefore == Price(units: 100))
    #expect(statistics.totalVolume == Contracts(rawValue: 12))
    statistics.advance(to: Timestamp(rawValue: 2_040 * minute))
    #expect(statistics.day == TradeStatistics.Day() && statistics.priceBefore == Price(units: 90))
  }

  /// The rows of a recorded file by column name, or nil, said aloud, where the recordings are not at hand.
  private func recorded(_ name: String) -> [[String: String]]? {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appendingPathComponent("../shared/data/\(name)")
    guard FileManager.default.fileExists(atPath: file.path) else {
      print("SKIPPED: the recording \(name) is not here")
      return nil
    }
    guard let text = FileManager.default.contents(atPath: file.path).map({ String(decoding: $0, as: UTF8.self) }) else {
      Issue.record("\(name) cannot be read")
      return nil
    }
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return lines.dropFirst().map { line in
      let values = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(names, values))
    }
  }
}

extension Price {
  fileprivate init?(text: String) {
    let parts = text.split(separator: ".")
    guard let whole = parts.first.flatMap({ Int64($0) }), parts.count < 3 else { return nil }
    let digits = parts.count == 2 ? parts[1] : ""
    guard digits.count <= 10, let fraction = Int64(digits + String(repeating: "0", count: 10 - digits.count)) else {
      return nil
    }
    self.init(rawValue: whole * Price.scale + fraction)
  }
}
