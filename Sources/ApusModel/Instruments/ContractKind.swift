/// How a contract's value follows its price.
public enum ContractKind: UInt8, Sendable, BitwiseCopyable {
  /// Worth a fixed sum of the quote currency, settled in the underlying: value = multiplier ÷ price.
  case inverse = 0
  /// Worth a fixed amount of the underlying, settled in the quote currency: value = multiplier × price.
  case linear = 1
  /// Settled in a third currency at a fixed multiplier: value = multiplier × price.
  case quanto = 2
}
