import ApusModel

// A market order goes as far as its account's money: before each fill, what opens a position must be covered, and what
// closes one far through the mark.
// Limit orders never come here. They were charged for all they can do when they arrived.

extension Market {
  /// What an account can put into a market order when it arrives: what is available, and what its orders on the other
  /// side reserve beyond those on this side, since only the dearer side is charged.
  @inline(never) mutating func funds(of incoming: IncomingOrder, free: Amount, accounts: inout Accounts) -> Amount {
    let record = accounts.positions[incoming.position]
    var side = record.position
    side[incoming.side.opposite] = OpenOrders()
    let closes = record.unclaimed(by: incoming.side) >= contracts(incoming.lots)
    let freed = closes ? freed(by: incoming, of: record.position, accounts) : .zero
    return free + freed - side.premium - record.orderRate.margin(on: side.openingValue)
  }

  /// What an order that only closes sets free to pay for what it loses beyond the tolerance: its share of the position's
  /// margin, less what is lost at the mark already and may be lost for nothing.
  private func freed(by incoming: IncomingOrder, of position: Position, _ accounts: borrowing Accounts) -> Amount {
    let margin = margin(
      of: position, rate: accounts.positions[incoming.position].marginRate,
      isolated: accounts.isolatedMargin(incoming.position))
    let lots = wholeLots(in: position.quantity.magnitude)
    let lost = max(.zero, -unrealised(position)) + tolerance * lots
    let left = margin.initial + margin.cross - margin.loss - lost
    guard left > .zero else { return .zero }
    return Amount(
      rawValue: Whole64.multiply(left.rawValue, Int64(incoming.lots), dividedBy: lots, rounding: .down))
  }

  /// The lots of a match that a market order can cover, which are then paid for out of its funds.
  ///
  /// Closing costs what it loses against the mark beyond the tolerance; opening costs margin, fees and all of its loss.
  ///
  /// - Parameter closing: lots that close the taker's position, at most.
  func fundedLots(
    _ lots: Int64, closing: Int64, at lotValue: Amount, _ taker: inout Taker, _ accounts: borrowing Accounts
  ) -> Int64 {
    let closed = min(lots, closing)
    let closeLoss = premium(taker.side, closes: true, lotValue: lotValue)
    if closeLoss * closed > taker.funds && closeLoss > .zero {
      taker.fundsEnded = true
      let funded = max(.zero, taker.funds).rawValue / closeLoss.rawValue
      taker.funds -= closeLoss * funded
      return funded
    }
    taker.funds -= closeLoss * closed
    let opening = lots - closed
    if opening == 0 { return lots }
    let rate = accounts.positions[taker.position].orderRate
    let loss = premium(taker.side, closes: false, lotValue: lotValue)
    var funded = opening
    if cost(of: opening, at: lotValue, rate, loss) > taker.funds {
      funded = affordableLots(at: lotValue, rate, loss, taker.funds)
      taker.fundsEnded = true
    }
    taker.funds -= cost(of: funded, at: lotValue, rate, loss)
    return lots - opening + funded
  }

  /// Margin and fees of lots that open, and their loss against the mark.
  private func cost(of lots: Int64, at lotValue: Amount, _ rate: Rate, _ loss: Amount) -> Amount {
    rate.margin(on: lotValue * lots) + loss * lots
  }

  /// The most lots whose cost the funds cover. Only the margin is rounded, up, so one division finds them exactly.
  private func affordableLots(at lotValue: Amount, _ rate: Rate, _ loss: Amount, _ funds: Amount) -> Int64 {
    let scale = Int128(Rate.scale)
    let each = Int128(lotValue.rawValue) * Int128(rate.rawValue) + Int128(loss.rawValue) * scale
    guard each > 0, funds > .zero else { return 0 }
    return Int64(Int128(funds.rawValue) * scale / each)
  }

  /// Whether the funds of a market order cover all of it in the book as it stands.
  func canFund(_ order: Taker, _ accounts: borrowing Accounts) -> Bool {
    var taker = order
    var wanted = Int64(taker.leaves)
    var closing = wholeLots(in: accounts.positions[taker.position].position.closable(by: taker.side))
    var slot = book.head(BookSide(taker.side).opposite)
    while slot != noSlot && wanted > 0 {
      let lots = min(wanted, availableLots(of: slot, to: taker, accounts))
      // An iceberg trades piece by piece, and each piece may round up by a unit.
      if book[slot].flags & OrderFlag.iceberg != 0 { taker.funds -= Amount(rawValue: pieces(lots, of: slot)) }
      if fundedLots(lots, closing: closing, at: details[slot].lotValue, &taker, accounts) < lots { return false }
      wanted -= lots
      closing = max(0, closing - lots)
      slot = book.next(after: slot)
    }
    return true
  }
}
