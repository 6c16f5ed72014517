import ApusModel
import Testing

/// The contracts of both listings: those of the day, with terms that can be traded.
@Suite struct ListedContractsTests {
  @Test func `the listing of March 2019 holds the 24 symbols of that day's strip`() {
    let contracts = Listing.march2019.instruments.map { "\($0.symbol)" }
    let strip = [
      "XBTUSD", "XBTM19", "XBTH19", "XBTU19", "XBT7D_U105", "XBT7D_D95", "ADAH19", "ADAM19", "BCHH19", "BCHM19",
      "EOSH19", "EOSM19", "ETHUSD", "ETHH19", "ETHM19", "LTCH19", "LTCM19", "TRXH19", "TRXM19", "XRPH19", "XRPM19",
    ]
    #expect(contracts.sorted() == strip.sorted())
    let indices = Listing.march2019.indices.map { "\($0.symbol)" }
    #expect([".BXBT", ".BETH", ".BVOL24H"].allSatisfy(indices.contains))
    #expect(strip.count + 3 == 24)
  }

  @Test func `the last listing holds perpetuals, two quarters of bitcoin and a linear coin`() {
    let may = CalendarDay(year: 2026, month: 5, day: 20).start
    let contracts = Listing.last2026.instruments(at: may).map { "\($0.symbol)" }
    #expect(contracts == ["XBTUSD", "ETHUSD", "XBTUSDT", "ETHUSDT", "XBTM26", "XBTU26", "SOLUSDT"])
    // Two weeks before the front contract expires there is a third.
    let june = CalendarDay(year: 2026, month: 6, day: 20).start
    #expect(Listing.last2026.instruments(at: june).map { "\($0.symbol)" }.contains("XBTZ26"))
  }

  @Test(arguments: Listing.allCases) func `all terms can be traded, and every index they name is listed`(
    _ listing: Listing
  ) {
    let indices = listing.indices.map(\.symbol)
    for terms in listing.instruments {
      #expect(terms.isSound, "\(terms.symbol)")
      #expect(indices.contains(terms.reference), "\(terms.symbol) follows \(terms.reference)")
      #expect(terms.ticks <= 10_000_000, "\(terms.symbol) has \(terms.ticks) levels")
    }
    for index in listing.indices where !index.base.isEmpty {
      let isKnown = indices.contains(index.base) || listing.instruments.contains { $0.symbol == index.base }
      #expect(isKnown, "\(index.symbol) is made from \(index.base)")
    }
    #expect(Set(listing.instruments.map(\.symbol)).count == listing.instruments.count)
  }

  /// Captured rows of settled contracts, and the terms of the day from the dossier.
  @Test func `terms are those of the day`() throws {
    func terms(_ symbol: Symbol) throws -> Instrument {
      try #require(Listing.march2019.instruments.first { $0.symbol == symbol })
    }
    let march = try terms("XBTH19")
    #expect(march.expiry == CalendarDay(year: 2019, month: 3, day: 29).start + Timestamp(12 * Timestamp.hour))
    #expect(march.riskLimit.base == Amount(20_000_000_000))
    #expect(march.settlementFee == Rate(millionths: 500))
    let september = try terms("XBTU19")
    #expect(september.listed == CalendarDay(year: 2019, month: 3, day: 15).start + Timestamp(8 * Timestamp.hour))
    #expect(september.riskLimit.base == Amount(5_000_000_000))
    let ripple = try terms("XRPH19")
    #expect(ripple.tickSize == Price(units: 1, over: 100_000_000))
    #expect(ripple.initialMargin == Rate(millionths: 50_000))
    #expect(ripple.takerFee == Rate(millionths: 2_500))
    #expect(ripple.reference == ".BXRPXBT30M")
    let upside = try terms("XBT7D_U105")
    #expect(upside.option.strike == Price(units: 4_250))
    let downside = try terms("XBT7D_D95")
    #expect(downside.option.barrier == Price(units: 1_875))
    #expect(downside.expiry == march.expiry)
  }
}

/// The calendar of dated contracts over ten years: each quarter follows the last, each week the week before.
@Suite struct SuccessionTests {
  @Test func `quarters follow each other for ten years`() {
    var contract = Instrument.xbtFuture2019.dated(Expiry.last(year: 2019, month: 3))
    var names: [String] = []
    for _ in 0..<40 {
      let next = contract.nextQuarter(listed: contract.expiry)
      let days = (next.expiry - contract.expiry).rawValue / Timestamp.day
      #expect(days == 84 || days == 91 || days == 98, "\(next.symbol) after \(days) days")
      #expect(Expiry.named(by: next.symbol) == next.expiry)
      #expect(Expiry.quarter(before: next.expiry) == contract.expiry)
      #expect(next.isSound)
      names.append("\(next.symbol)")
      contract = next
    }
    #expect(names.prefix(5) == ["XBTM19", "XBTU19", "XBTZ19", "XBTH20", "XBTM20"])
    #expect(names.last == "XBTH29")
    #expect(Set(names).count == 40)
  }

  @Test func `weeks follow each other at Friday noon for ten years`() {
    var contract = Instrument.profitContracts2019(at: Listing.march2019.beginning)[0]
    for _ in 0..<520 {
      let next = contract.nextWeek.struck(at: Price(units: 4_000))
      #expect(next.expiry - contract.expiry == Timestamp(7 * Timestamp.day))
      #expect(next.listed == contract.expiry && next.isSound)
      contract = next
    }
    #expect(CalendarDay(contract.expiry) == CalendarDay(year: 2029, month: 3, day: 16))
  }

  @Test func `the next quarter is listed two weeks before the front one expires`() {
    let march = Expiry.last(year: 2019, month: 3)
    #expect(
      Instrument.successorDue(expiring: march)
        == CalendarDay(year: 2019, month: 3, day: 15).start + Timestamp(8 * Timestamp.hour))
  }
}
