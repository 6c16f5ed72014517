import ApusModel
import Foundation
import Testing

/// Trades the venue recorded, their value worked out again from price and size. The recordings are not part of this
/// repository; where they are absent the test says so and proves nothing.
@Suite struct RecordedTradeTests {
  private static let data = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/data").standardizedFileURL

  private func recording(_ name: String) -> String? {
    guard let bytes = FileManager.default.contents(atPath: RecordedTradeTests.data.appending(path: name).path()) else {
      print("SKIPPED: the recording \(name) is not here; nothing was proven about recorded trades")
      return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `the value of every trade of a fast hour in 2019 is that of its contracts, rounded one by one`() {
    guard let text = recording("xbtusd-trades-20190503.csv") else { return }
    let rows = Vector.rows(of: text)
    let wrong = rows.filter { row in
      Instrument.xbtusd2019.value(of: row.contracts("size"), at: row.price("price")).magnitude
        != row.amount("grossValue")
    }
    #expect(rows.count == 4_891)
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  private struct Contract: Decodable {
    let symbol: String
    let multiplier: Int64
    let lotSize: Int64
    let isInverse: Bool
    let isQuanto: Bool

    var terms: Instrument {
      var terms = Instrument.xbtusd2019
      terms.kind = isInverse ? .inverse : isQuanto ? .quanto : .linear
      terms.multiplier = abs(multiplier)
      terms.lot = Contracts(lotSize)
      return terms
    }
  }

  private struct TradeFrame: Decodable {
    struct Message: Decodable {
      let data: [Trade]
    }
    struct Trade: Decodable {
      let symbol: String
      let size: Int64
      let price: Double
      let grossValue: Int64
    }
    let msg: Message
  }

  @Test func `the value of every trade of a session in 2021 is that of its lots, rounded one by one`() throws {
    guard let text = recording("bitmex-ws-20210722.jsonl"),
      let listing = recording("bitmex-instrument-active-20210722.json")
    else { return }
    let decoder = JSONDecoder()
    let contracts = try decoder.decode([Contract].self, from: Data(listing.utf8))
    var checked: [String: Int] = [:]
    for line in text.split(separator: "\n") where line.contains("\"table\":\"trade\"") {
      for trade in try decoder.decode(TradeFrame.self, from: Data(line.utf8)).msg.data {
        let contract = try #require(contracts.first { $0.symbol == trade.symbol })
        // The recorded text is a binary fraction once it is read; no price is finer than the scale it is rounded to.
        let price = Price(Int64((trade.price * Double(Price.scale)).rounded()))
        let value = contract.terms.value(of: Contracts(trade.size), at: price)
        #expect(value.magnitude == Amount(trade.grossValue), "\(trade)")
        checked[trade.symbol, default: 0] += 1
      }
    }
    #expect(checked["XBTUSD"] == 16)
    #expect(checked.count == 10)
  }
}
