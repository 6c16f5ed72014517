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

  private static func word(_ direction: TickDirection) -> String {
    switch direction {
    case .plus: "PlusTick"
    case .zeroPlus: "ZeroPlusTick"
    case .zeroMinus: "ZeroMinusTick"
    case .minus: "MinusTick"
    }
  }

  @Test func `the direction of every trade of that hour follows from the price before`() {
    guard let text = recording("xbtusd-trades-20190503.csv") else { return }
    // The trade before the first was not recorded; the first says that it was a fall to the same price.
    var direction = TickDirection.zeroMinus
    var last: Price?
    var wrong = 0
    for row in Vector.rows(of: text) {
      if let last { direction = TickDirection(row.price("price"), after: last, direction) }
      last = row.price("price")
      if RecordedTradeTests.word(direction) != row.text("tickDirection") { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test func `every recorded bar opens where the last one closed and shows the average of its value`() {
    for (name, bars, averages) in [
      ("xbtusd-1m-20200101.csv", 2_000, 1_983), ("xbtusd-1d-20180101-20200501.csv", 852, 852),
    ] {
      guard let text = recording(name) else { return }
      let rows = Vector.rows(of: text)
      #expect(rows.count == bars)
      var matches = 0
      var close: Price?
      for row in rows {
        let volume = row.contracts("volume")
        let turnover = row.amount("turnover")
        let average = row.price("vwap")
        if let close { #expect(row.price("open") == close) }
        close = row.price("close")
        #expect(row.price("low") <= row.price("close") && row.price("close") <= row.price("high"))
        if Instrument.xbtusd2019.averagePrice(of: volume, worth: turnover) == average {
          matches += 1
        } else {
          // All was traded at one price, whose value is a whole number for each contract.
          #expect(Instrument.xbtusd2019.tick(of: average) != nil)
          #expect(Instrument.xbtusd2019.value(of: volume, at: average).magnitude == turnover)
        }
      }
      #expect(matches == averages)
    }
  }

  private struct Contract: Decodable {
    let symbol: String
    let multiplier: Int64
    let lotSize: Int64
    let isInverse: Bool
    let isQuanto: Bool
    let quoteToSettleMultiplier: Int64?
    let indicativeSettlePrice: Double

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
      let tickDirection: String
      let homeNotional: Double
      let foreignNotional: Double
    }
    let msg: Message
  }

  @Test func `what recorded quanto trades were in their own currencies follows from whole satoshis to the dollar`()
    throws
  {
    guard let text = recording("bitmex-ws-20210722.jsonl"),
      let listing = recording("bitmex-instrument-active-20210722.json")
    else { return }
    let decoder = JSONDecoder()
    let contracts = try decoder.decode([Contract].self, from: Data(listing.utf8))
    let bitcoin = try #require(contracts.first { $0.symbol == "XBTUSD" }).indicativeSettlePrice
    let index = Price(Int64((bitcoin * Double(Price.scale)).rounded()))
    for contract in contracts where contract.isQuanto {
      #expect(contract.terms.quoteInSettlement(bitcoinAt: index).rawValue == contract.quoteToSettleMultiplier)
    }
    var checked = 0
    for line in text.split(separator: "\n") where line.contains("\"table\":\"trade\"") {
      for trade in try decoder.decode(TradeFrame.self, from: Data(line.utf8)).msg.data {
        let contract = try #require(contracts.first { $0.symbol == trade.symbol })
        guard contract.isQuanto else { continue }
        let satoshi = Double(trade.size * contract.multiplier) / trade.homeNotional
        #expect(abs(satoshi - satoshi.rounded()) < 1e-9, "\(trade)")
        let ours = QuantoNotional(
          of: Contracts(trade.size), worth: Amount(trade.grossValue), contract.terms,
          quote: Amount(Int64(satoshi.rounded())))
        let scale = Double(QuantoNotional.scale)
        #expect(abs(Double(ours.home) / scale - trade.homeNotional) < 1e-11 * max(1, trade.homeNotional), "\(trade)")
        #expect(
          abs(Double(ours.foreign) / scale - trade.foreignNotional) < 1e-11 * max(1, trade.foreignNotional), "\(trade)")
        checked += 1
      }
    }
    #expect(checked == 9)
  }

  @Test func `value and direction of every trade of a session in 2021 are those of its lots and its prices`() throws {
    guard let text = recording("bitmex-ws-20210722.jsonl"),
      let listing = recording("bitmex-instrument-active-20210722.json")
    else { return }
    let decoder = JSONDecoder()
    let contracts = try decoder.decode([Contract].self, from: Data(listing.utf8))
    var checked: [String: Int] = [:]
    var last: [String: (price: Price, direction: TickDirection)] = [:]
    for line in text.split(separator: "\n") where line.contains("\"table\":\"trade\"") {
      for trade in try decoder.decode(TradeFrame.self, from: Data(line.utf8)).msg.data {
        let contract = try #require(contracts.first { $0.symbol == trade.symbol })
        // The recorded text is a binary fraction once it is read; no price is finer than the scale it is rounded to.
        let price = Price(Int64((trade.price * Double(Price.scale)).rounded()))
        let value = contract.terms.value(of: Contracts(trade.size), at: price)
        #expect(value.magnitude == Amount(trade.grossValue), "\(trade)")
        checked[trade.symbol, default: 0] += 1
        // The first trade of a symbol comes without the one before it; its direction is taken as it is told.
        let told = try #require(
          [TickDirection.plus, .zeroPlus, .zeroMinus, .minus].first {
            RecordedTradeTests.word($0) == trade.tickDirection
          })
        let direction = last[trade.symbol].map { TickDirection(price, after: $0.price, $0.direction) } ?? told
        #expect(direction == told, "\(trade)")
        last[trade.symbol] = (price, direction)
      }
    }
    #expect(checked["XBTUSD"] == 16)
    #expect(checked.count == 10)
  }
}
