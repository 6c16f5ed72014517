import ApusModel

/// One position's orders outside of the book.
struct WaitingOrders: BitwiseCopyable {
  /// The newest in the market's stop book, or `noSlot`.
  var newest: Slot = noSlot
  var count: UInt32 = 0
}

/// What the engine keeps about a customer besides wallets and positions.
struct Account: BitwiseCopyable {
  /// All deposits so far, by currency.
  var deposited: InlineArray<2, Amount> = [.zero, .zero]
  /// What it has qualified for.
  var plan = AccountPlan()
  /// Who it is to the venue, what it may do, and why.
  var role = Role.trader
  var restriction = Restriction.none
  var reason = RestrictionReason.operatorDecision
  /// Whether it had too many small orders open when it was last looked at.
  var sendsSpam = false
  /// When the dead man's switch fires; zero when off.
  var deadline: Timestamp = .zero

  /// Whether anything about its standing differs from what everybody begins with.
  var isSpecial: Bool {
    plan != AccountPlan() || role != .trader || restriction != .none || reason != .operatorDecision || sendsSpam
  }
}
