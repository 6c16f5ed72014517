// What the operator asks, besides listing, opening accounts and deposits.

/// Changes the terms of a listed instrument; symbol, kind, settlement and multiplier stay.
@safe
public struct UpdateInstrument: Hashable, Sendable, BitwiseCopyable {
  /// Which instrument.
  public var instrument: InstrumentID
  /// Its terms from now on.
  public var listing: ListInstrument

  /// These terms for that instrument.
  public init(instrument: InstrumentID, terms: Instrument) {
    self.instrument = instrument
    listing = ListInstrument(terms)
  }

  /// The terms from now on.
  public var terms: Instrument { listing.terms }
}

/// One source of an index moved, or a lending rate was set; the price of a lending index is its rate a day.
public struct SourcePrice: Hashable, Sendable, BitwiseCopyable {
  /// Which index.
  public var index: IndexID
  /// Which of its sources.
  public var source: UInt8
  /// Its last price.
  public var price: Price

  /// That price from that source.
  @inlinable public init(index: IndexID, source: UInt8, price: Price) {
    self.index = index
    self.source = source
    self.price = price
  }
}

/// Debits a wallet for money that leaves the venue.
public struct Withdraw: Hashable, Sendable, BitwiseCopyable {
  /// Whose wallet.
  public var account: AccountID
  /// In which currency.
  public var currency: Currency
  /// How much leaves, network fee included, positive, in the smallest unit.
  public var amount: Amount

  /// A withdrawal.
  @inlinable public init(account: AccountID, currency: Currency, amount: Amount) {
    self.account = account
    self.currency = currency
    self.amount = amount
  }
}

/// Moves money from one account's wallet to another's.
public struct TransferWallet: Hashable, Sendable, BitwiseCopyable {
  /// Who pays.
  public var from: AccountID
  /// Who receives.
  public var to: AccountID
  /// In which currency.
  public var currency: Currency
  /// How much, positive, in the smallest unit.
  public var amount: Amount

  /// A transfer.
  @inlinable public init(from: AccountID, to: AccountID, currency: Currency, amount: Amount) {
    self.from = from
    self.to = to
    self.currency = currency
    self.amount = amount
  }
}

/// Restricts an account, or releases it, for a reason.
public struct RestrictAccount: Hashable, Sendable, BitwiseCopyable {
  /// Whom.
  public var account: AccountID
  /// What it may still do.
  public var restriction: Restriction
  /// Why.
  public var reason: RestrictionReason

  /// That restriction for that reason.
  @inlinable public init(account: AccountID, restriction: Restriction, reason: RestrictionReason) {
    self.account = account
    self.restriction = restriction
    self.reason = reason
  }
}

/// Says who an account is to the venue and what it has qualified for.
public struct SetStanding: Hashable, Sendable, BitwiseCopyable {
  /// Whose.
  public var account: AccountID
  /// Trader or anchor market maker.
  public var role: Role
  /// Its fees and interest.
  public var plan: AccountPlan

  /// That role and plan.
  @inlinable public init(account: AccountID, role: Role, plan: AccountPlan) {
    self.account = account
    self.role = role
    self.plan = plan
  }
}

/// Opens, limits or halts the venue, or one market of it.
public struct SetTradingState: Hashable, Sendable, BitwiseCopyable {
  /// Which market; nil for the whole venue.
  public var instrument: InstrumentID?
  /// What it takes from now on.
  public var state: TradingState

  /// That state.
  @inlinable public init(instrument: InstrumentID? = nil, state: TradingState) {
    self.instrument = instrument
    self.state = state
  }
}

/// Sets by how many steps the market's condition raises leverage interest, 0 to 10.
public struct SetInterestStep: Hashable, Sendable, BitwiseCopyable {
  /// In which market.
  public var instrument: InstrumentID
  /// Steps above the base schedule.
  public var step: UInt8

  /// That step.
  @inlinable public init(instrument: InstrumentID, step: UInt8) {
    self.instrument = instrument
    self.step = step
  }
}
