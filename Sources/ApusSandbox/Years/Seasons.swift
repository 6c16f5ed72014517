import ApusModel

/// A price for centuries: it moves by some per cent a day and is always drawn home, so that no year is like another and
/// all stay in one range.
struct Seasons: Hashable, Sendable {
  private let home: Int64
  private(set) var price: Price
  private var random: SeededRandom

  init(home: Price, random: SeededRandom) {
    self.home = home.rawValue
    self.random = random
    price = home
  }

  /// The price some hours later, to the cent.
  mutating func next() -> Price {
    let pull = (home - price.rawValue) / 100
    let stray = random.normal(deviation: price.rawValue / 100)
    let cent = Price.scale / 100
    let moved = min(max(price.rawValue + pull + stray, home / 3), home * 3)
    price = Price(rawValue: moved / cent * cent)
    return price
  }
}
