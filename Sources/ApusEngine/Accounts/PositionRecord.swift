import ApusModel

/// A position with what the engine derives from it and keeps at hand.
struct PositionRecord: BitwiseCopyable {
  var position: Position
  /// The newest resting order of this account in this market, or `noSlot`.
  var newestOrder: Slot = noSlot
  /// The mark at which `tiedUp` was computed; zero when the position changed since.
  var markVersion: UInt32 = 0
  /// Margin of the position at that mark.
  var tiedUp: Amount = .zero
  /// Margin of the open orders.
  var reserved: Amount = .zero
  /// What an opening order reserves, by leverage.
  var orderRate: Rate
  /// Initial margin, by leverage.
  var marginRate: Rate
  /// True while the position waits to be stated at the end of the command.
  var isTouched = false

  init(_ position: Position, terms: borrowing Instrument) {
    self.position = position
    orderRate = terms.orderMarginRate(at: position.leverage)
    marginRate = terms.initialMargin(at: position.leverage)
    reserved = position.orderMargin(rate: orderRate)
  }
}
