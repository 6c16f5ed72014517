import ApusModel
import ApusSandbox
import Testing

@Suite struct VenueYearsTests {
  @Test(arguments: [UInt64(1), 2])
  func nothingDriftsInSomeYears(seed: UInt64) {
    var venue = VenueYears(seed: seed)
    for _ in 0..<5 { venue.liveYear() }
    #expect(venue.findings == [])
    // Two perpetuals, three times a day.
    #expect(venue.figures.fundings == 2 * 3 * 5 * 365)
    #expect(venue.figures.interestCharges > 12_500)
    // A quarter expires four times a year, always followed by one, and with people in it who pay for its settlement. The
    // last Friday of the fifth year lies behind its 365 days.
    #expect((19...20).contains(venue.figures.settlements))
    #expect(venue.figures.settledPositions > 2 * venue.figures.settlements)
    #expect(venue.figures.settlementFees > .zero)
    #expect(venue.figures.listings >= 4 + venue.figures.settlements)
    for sum in venue.sums {
      #expect(sum.interest > .zero && sum.fees != .zero)
      #expect(sum.wallets == sum.paidIn - sum.fees - sum.interest - sum.dust)
    }
  }
}
