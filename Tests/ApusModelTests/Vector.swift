import ApusModel
import Foundation
import Testing

/// One row of a table of worked numbers, each with where it comes from.
struct Vector: Sendable, CustomTestStringConvertible {
  private let fields: [String: String]

  var testDescription: String { fields["id"] ?? "" }

  /// The rows of a table in `Vectors/`.
  static func table(_ name: String) -> [Vector] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/\(name).csv")
    guard let bytes = FileManager.default.contents(atPath: file.path()) else { preconditionFailure("no table \(name)") }
    let text = String(decoding: bytes, as: UTF8.self)
    return rows(of: text)
  }

  /// The rows of comma-separated text whose first line names the columns.
  static func rows(of text: String) -> [Vector] {
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { line in
      precondition(line.count == header.count, "\(line.count) fields under \(header.count) names: \(line)")
      return Vector(fields: Dictionary(uniqueKeysWithValues: zip(header.map(String.init), line.map(String.init))))
    }
  }

  private init(fields: [String: String]) { self.fields = fields }

  func text(_ name: String) -> String {
    guard let field = fields[name] else { preconditionFailure("no column \(name)") }
    return field
  }

  func whole(_ name: String) -> Int64 {
    guard let number = Int64(text(name)) else { preconditionFailure("\(name): \(text(name))") }
    return number
  }

  func amount(_ name: String) -> Amount { Amount(whole(name)) }
  func contracts(_ name: String) -> Contracts { Contracts(whole(name)) }
  func price(_ name: String) -> Price { Vector.price(text(name)) }
  func rate(_ name: String) -> Rate { Rate(Vector.scaled(text(name).dropLast(), decimals: 6)) }

  static func price(_ text: some StringProtocol) -> Price { Price(scaled(text, decimals: 10)) }

  /// A decimal number times a power of ten, without a binary fraction in between.
  private static func scaled(_ text: some StringProtocol, decimals: Int) -> Int64 {
    let parts = text.split(separator: ".")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    precondition(fraction.count <= decimals, "\(text) is finer than \(decimals) decimals")
    let digits = parts[0] + fraction + String(repeating: "0", count: decimals - fraction.count)
    guard let number = Int64(digits) else { preconditionFailure("no number: \(text)") }
    return number
  }

  /// A contract with the terms this row names, everything else as the perpetual of 2019.
  var instrument: Instrument {
    var terms = Instrument.xbtusd2019
    switch fields["kind"] {
    case "linear": terms.kind = .linear
    case "quanto": terms.kind = .quanto
    default: terms.kind = .inverse
    }
    if fields["multiplier"] != nil { terms.multiplier = whole("multiplier") }
    if fields["lot"] != nil { terms.lot = contracts("lot") }
    if fields["tick"] != nil { terms.tickSize = price("tick") }
    if fields["initialRate"] != nil { terms.initialMargin = rate("initialRate") }
    if fields["maintenanceRate"] != nil { terms.maintenanceMargin = rate("maintenanceRate") }
    if fields["fee"] != nil, fields["rate"] == nil { terms.takerFee = rate("fee") }
    return terms
  }
}
