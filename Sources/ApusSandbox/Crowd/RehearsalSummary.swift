import ApusEngine
import ApusModel

/// What came of a rehearsal, in a few lines.
public struct RehearsalSummary: Sendable {
  private let chronicle: Chronicle
  private let fingerprint: UInt64
  private let audits: Int
  private let findings: Int

  /// The summary of a rehearsal that is over.
  public init(of rehearsal: borrowing Rehearsal) {
    chronicle = rehearsal.chronicle
    fingerprint = rehearsal.engine.fingerprint()
    audits = rehearsal.audits
    findings = rehearsal.findings.count
  }

  /// A name and a figure a line.
  public var lines: [String] {
    let totals = chronicle.totals
    let prices = chronicle.samples.map(\.last).filter { $0 > .zero }
    let rows: [(String, String)] = [
      ("commands", Int64(totals.commands).written()),
      ("events", Int64(totals.events).written()),
      ("refusals", Int64(totals.rejections).written()),
      ("trades", "\(Int64(totals.trades).written()), \(totals.volume.rawValue.written()) contracts"),
      ("prices", "\(dollars(prices.min() ?? .zero)) to \(dollars(prices.max() ?? .zero))"),
      ("open interest", "\(totals.mostOpenInterest.rawValue.written()) contracts at most"),
      ("liquidations", Int64(totals.liquidations).written()),
      ("deleveraged", Int64(totals.deleveragings).written()),
      ("insurance fund", "\(coins(totals.leastInsurance ?? .zero)) at least, \(coins(totals.mostInsurance)) at most"),
      (
        "fundings",
        "\(Int64(totals.fundings).written()), interest charged \(Int64(totals.interestCharges).written()) times"
      ),
      ("worst wallet", coins(totals.worstWallet)),
      ("audits", "\(Int64(audits).written()), \(findings) findings"),
      ("fingerprint", String(repeating: "0", count: fingerprint.leadingZeroBitCount / 4) + hexadecimal),
    ]
    return rows.map { name, figure in name + String(repeating: " ", count: 16 - name.count) + figure }
  }

  /// One line for below the title of a figure.
  public func subtitle(seed: UInt64) -> String {
    let totals = chronicle.totals
    return
      "Seed \(seed) · \(Int64(totals.trades).written()) trades · \(Int64(totals.liquidations).written()) liquidations · "
      + "\(Int64(totals.deleveragings).written()) deleveraged · outside price through the recorded daily bars"
  }

  private var hexadecimal: String { fingerprint == 0 ? "" : String(fingerprint, radix: 16) }

  private func dollars(_ price: Price) -> String { (price.rawValue / (Price.scale / 100)).written(2) }

  private func coins(_ amount: Amount) -> String {
    "\(amount.rawValue.written(chronicle.terms.settlement.decimals)) \(chronicle.terms.settlement.name)"
  }
}
