/// `POST /position/leverage`.
public struct LeverageRequest: Hashable, Sendable {
  /// The contract.
  public var symbol: SymbolReference
  /// Zero for cross margin, else 0.01 to 100 in hundredths.
  public var leverage: Decimal

  /// Reads the parameters of a request; what is finer than a hundredth is rounded to the nearest, as clients send
  /// doubles.
  public init(_ parameters: JSONObject) throws(APIError) {
    symbol = try SymbolReference(required: parameters)
    guard let leverage = try parameters.decimal("leverage", else: .invalidLeverage) else { throw .invalidLeverage }
    let isIsolated = leverage >= Decimal(1, scale: 2) && leverage <= 100
    guard leverage == .zero || isIsolated else { throw .invalidLeverage }
    self.leverage = leverage.rounded(to: 2)
  }
}

/// `POST /position/isolate`.
public struct IsolateRequest: Hashable, Sendable {
  /// The contract.
  public var symbol: SymbolReference
  /// True for isolated margin, false for cross margin.
  public var enabled: Bool

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    symbol = try SymbolReference(required: parameters)
    enabled = try parameters.truth("enabled", else: .invalidEnabled) ?? true
  }
}

/// `POST /position/riskLimit`.
public struct RiskLimitRequest: Hashable, Sendable {
  /// The contract.
  public var symbol: SymbolReference
  /// The largest position value, in the smallest unit of the settlement currency.
  public var riskLimit: Int64

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    symbol = try SymbolReference(required: parameters)
    let limit = try parameters.whole("riskLimit", else: .invalidRiskLimit)
    guard let limit, limit > 0 else { throw .invalidRiskLimit }
    riskLimit = limit
  }
}

/// `POST /position/transferMargin`.
public struct TransferMarginRequest: Hashable, Sendable {
  /// The contract.
  public var symbol: SymbolReference
  /// What goes into the position, in the smallest unit of the settlement currency; negative takes out.
  public var amount: Int64

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    symbol = try SymbolReference(required: parameters)
    let amount = try parameters.whole("amount", else: .invalidAmount)
    guard let amount, amount != 0 else { throw .invalidAmount }
    self.amount = amount
  }
}

extension Decimal {
  /// The nearest number, of those that are not negative, with no more than so many decimals.
  fileprivate func rounded(to decimals: Int) -> Decimal {
    guard Int(scale) > decimals else { return self }
    let unit = (decimals..<Int(scale)).reduce(Int64(1)) { unit, _ in unit * 10 }
    let (whole, rest) = mantissa.quotientAndRemainder(dividingBy: unit)
    return Decimal(rest >= unit - rest ? whole + 1 : whole, scale: decimals)
  }
}
