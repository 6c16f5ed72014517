/// A settlement currency, counted in its smallest unit.
public enum Currency: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Bitcoin in satoshi, 10⁻⁸.
  case xbt = 0
  /// Tether in micro-dollars, 10⁻⁶.
  case usdt = 1

  /// The venue's name of the smallest unit.
  public var symbol: Symbol { self == .xbt ? "XBt" : "USDt" }
  /// The venue's name of the whole unit.
  public var name: Symbol { self == .xbt ? "XBT" : "USDT" }
  /// Decimals between the smallest and the whole unit.
  public var decimals: Int { self == .xbt ? 8 : 6 }
}
