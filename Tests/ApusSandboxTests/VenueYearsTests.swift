import ApusModel
import ApusSandbox
import Testing

@Suite struct VenueYearsTests {
  @Test(arguments: [UInt64(1), 2])
  func nothingDriftsInSomeYears(seed: UInt64) {
    var venue = VenueYears(seed: seed)
    for _ in 0..<2 { venue.liveYear() }
    #expect(venue.findings == [])
    // Two perpetuals, three times a day.
    #expect(venue.figures.fundings == 2 * 3 * 730)
    #expect(venue.figures.interestCharges > 5_000)
    for sum in venue.sums {
      #expect(sum.interest > .zero && sum.fees != .zero)
      #expect(sum.wallets == sum.paidIn - sum.fees - sum.interest - sum.dust)
    }
  }
}
