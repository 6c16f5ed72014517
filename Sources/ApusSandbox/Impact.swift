/// How far trades push a market away from its outside price, and how soon that is forgotten.
public struct Impact: Hashable, Sendable, BitwiseCopyable {
  /// Billionths of the price for a hundred dollars traded at once: 50 are five basis points for a million dollars.
  public var strength: Int64 = 50
  /// The most altogether, in thousandths of the price.
  public var most: Int64 = 10
  /// How long a push lasts, in milliseconds.
  public var fading: Int64 = 15_000

  /// That of the living market.
  public init() {}

  /// That of a market in distress: pushed twice as far and more, and for twenty minutes.
  public static var distressed: Impact {
    var impact = Impact()
    impact.strength = 40
    impact.most = 40
    impact.fading = 1_200_000
    return impact
  }
}
