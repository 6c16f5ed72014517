// What traders ask about their positions.

/// Chooses the leverage of a position, zero for cross margin.
public struct SetLeverage: Hashable, Sendable, BitwiseCopyable {
  /// Who asks.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// The leverage.
  public var leverage: Leverage

  /// That leverage in that market.
  @inlinable public init(account: AccountID, instrument: InstrumentID, leverage: Leverage) {
    self.account = account
    self.instrument = instrument
    self.leverage = leverage
  }
}

/// Raises or lowers the risk limit of a position, in the settlement unit; it is always set by hand.
public struct SetRiskLimit: Hashable, Sendable, BitwiseCopyable {
  /// Who asks.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// The limit: the contract's base and whole steps.
  public var limit: Amount

  /// That limit in that market.
  @inlinable public init(account: AccountID, instrument: InstrumentID, limit: Amount) {
    self.account = account
    self.instrument = instrument
    self.limit = limit
  }
}

/// Adds margin to an isolated position, or takes it away when negative, in the settlement unit.
public struct TransferMargin: Hashable, Sendable, BitwiseCopyable {
  /// Who asks.
  public var account: AccountID
  /// In which market.
  public var instrument: InstrumentID
  /// How much.
  public var amount: Amount

  /// That much margin for that position.
  @inlinable public init(account: AccountID, instrument: InstrumentID, amount: Amount) {
    self.account = account
    self.instrument = instrument
    self.amount = amount
  }
}
