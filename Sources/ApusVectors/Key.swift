/// The name of a number and the unit it is told in: `limitXBT` is `limit` in whole bitcoin.
struct Key: Equatable {
  /// As the file has it.
  let name: String
  /// Without the unit.
  let stem: String
  /// Decimals between the smallest unit of the currency and the unit named; nil without one.
  let unit: Unit?

  struct Unit: Equatable {
    /// Decimals between the smallest and the whole unit.
    let decimals: Int
    /// True for the smallest unit.
    let isSmallest: Bool
  }

  private static let units: [(String, Unit)] = [
    ("XBt", Unit(decimals: 8, isSmallest: true)), ("XBT", Unit(decimals: 8, isSmallest: false)),
    ("BTC", Unit(decimals: 8, isSmallest: false)), ("USDt", Unit(decimals: 6, isSmallest: true)),
    ("USDT", Unit(decimals: 6, isSmallest: false)), ("Gwei", Unit(decimals: 9, isSmallest: true)),
    ("ETH", Unit(decimals: 9, isSmallest: false)),
  ]

  init(_ name: String) {
    self.name = name
    let found = Key.units.first { name.hasSuffix($0.0) && name.count > $0.0.count }
    unit = found?.1
    stem = found.map { String(name.dropLast($0.0.count)) } ?? name
  }

  /// The names a sum of money may have in a file, with their units.
  static func names(of stem: String) -> [(String, Unit?)] { [(stem, nil)] + units.map { (stem + $0.0, $0.1) } }
}
