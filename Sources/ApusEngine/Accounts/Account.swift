import ApusModel

/// What the engine keeps about a customer besides wallets and positions.
struct Account: BitwiseCopyable {
  /// All deposits so far, by currency.
  var deposited: InlineArray<2, Amount> = [.zero, .zero]
  /// What it has qualified for.
  var plan = AccountPlan()
  /// When the dead man's switch fires; zero when off.
  var deadline: Timestamp = .zero
}
