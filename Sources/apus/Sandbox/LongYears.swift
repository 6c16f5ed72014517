import ApusModel
import ApusSandbox
import ArgumentParser

extension Sandbox {
  /// Lives through years of funding, interest, expiry and settlement and says what they left, to the unit.
  func live(through years: Int) throws {
    var venue = VenueYears(seed: seed)
    var progress = Progress("Living through years")
    let clock = ContinuousClock()
    let began = clock.now
    for year in 1...years where venue.findings.isEmpty {
      venue.liveYear()
      progress.reached(year, of: years)
    }
    report(venue, years: years, taken: clock.now - began)
    for finding in venue.findings.prefix(20) { StandardError.say("apus: \(finding)") }
    if !venue.findings.isEmpty { throw failure("\(venue.findings.count) things did not hold") }
  }

  private func report(_ venue: borrowing VenueYears, years: Int, taken: Duration) {
    let figures = venue.figures
    print("\(years) years, \(figures.days) days, in \(taken.components.seconds) s")
    print("\(figures.commands) commands, \(figures.events) events, \(figures.trades) trades, \(figures.audits) audits")
    print(
      "\(figures.fundings) fundings, \(figures.fundingPayments) payments, \(figures.interestCharges) interest charges")
    print(
      "\(figures.listings) listings, \(figures.settlements) expiries, \(figures.settledPositions) positions settled, "
        + "\(figures.settlementFees.rawValue) XBt of settlement fees")
    for sum in venue.sums {
      print(
        "\(sum.currency.symbol): paid in \(sum.paidIn.rawValue) = wallets \(sum.wallets.rawValue) + fees "
          + "\(sum.fees.rawValue) + interest \(sum.interest.rawValue) + dust of fundings \(sum.dust.rawValue)")
    }
  }
}
