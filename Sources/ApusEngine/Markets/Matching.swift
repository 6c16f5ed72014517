import ApusModel

/// The side of a match that came to the book.
struct Taker {
  let order: OrderID
  let account: AccountID
  let side: Side
  /// The last level it may reach.
  let limit: UInt32
  let position: Slot
  /// Whether it may only shrink its position.
  let reduces: Bool
  /// Whether it goes as far as its account's money.
  var isMarket = false
  /// Lots still to do.
  var leaves: UInt32
  /// Value of what is done.
  var filledValue: Amount = .zero
  /// For a market order, what its account can still put into opening a position.
  var funds: Amount = .zero
  /// For an order of the liquidation engine, what a lot of it was taken over at.
  var basis: Amount = .zero
  /// Lots of it that stay out of this match.
  var kept: UInt32 = 0
  /// Whether the funds were less than what the book offered.
  var fundsEnded = false

  /// Whether each of its fills must be measured first.
  @inline(__always) var isBounded: Bool { reduces || isMarket }
}

/// The engine's own bits in a resting order's flags; bit 0 is the side.
enum OrderFlag {
  /// Nothing of the order is shown, so it stands behind those that are.
  static let hidden: UInt32 = RestingOrder.standsBehind
  static let reduceOnly: UInt32 = 4
  /// The order has conditions, which the stop book keeps.
  static let conditional: UInt32 = 8
  /// A part of the order is shown at a time.
  static let iceberg: UInt32 = 16
  /// Its first fill cancels the orders of its link.
  static let cancelsOthers: UInt32 = 32
  /// Whatever shows less of an order than there is.
  static let concealed: UInt32 = hidden | iceberg
  /// Whatever must be looked at before the order trades.
  static let measured: UInt32 = reduceOnly | iceberg | cancelsOthers
  /// Whatever makes an order more than a plain one.
  static let all: UInt32 = reduceOnly | conditional
}

extension Market {
  /// Brings a new order to the book: it trades what it can, and the rest stays or is canceled.
  ///
  /// Answers whether it rests.
  @inline(__always)
  mutating func enter(
    _ incoming: IncomingOrder, name: Slot, accounts: inout Accounts, events: inout EventBuffer
  ) -> Bool {
    // Most orders meet nobody and rest, and are not made takers first.
    if incoming.timeInForce == .goodTillCancel && !incoming.instructions.reduces
      && book.head(BookSide(incoming.side).opposite, within: incoming.limit) == noSlot
    {
      rest(incoming, leaves: incoming.lots, filledValue: .zero, name: name, accounts: &accounts)
      return true
    }
    return meet(incoming, name: name, accounts: &accounts, events: &events)
  }

  /// Trades what a new order can; answers whether what is left of it rests.
  @inline(never)
  private mutating func meet(
    _ incoming: IncomingOrder, name: Slot, accounts: inout Accounts, events: inout EventBuffer
  ) -> Bool {
    var taker = incoming.taker
    if incoming.instructions.isPostOnly && crosses(taker) {
      return cancel(incoming, leaves: incoming.lots, .wouldTake, accounts: &accounts, events: &events)
    }
    if incoming.timeInForce == .fillOrKill && !canFill(taker, accounts) {
      return cancel(incoming, leaves: incoming.lots, .notAll, accounts: &accounts, events: &events)
    }
    if incoming.timeInForce == .fillOrKill && taker.isMarket && !canFund(taker, accounts) {
      return cancel(incoming, leaves: incoming.lots, .insufficientMargin, accounts: &accounts, events: &events)
    }
    match(&taker, accounts: &accounts, events: &events)
    if incoming.flags & OrderFlag.cancelsOthers != 0 && taker.leaves < incoming.lots {
      cancelLinked(to: incoming.id, accounts: &accounts, events: &events)
    }
    if taker.leaves == 0 {
      keepFilled(incoming, name: name, worth: taker.filledValue, at: accounts.now)
      return false
    }
    guard incoming.timeInForce == .goodTillCancel else {
      return cancel(incoming, leaves: taker.leaves, reasonToEnd(taker), accounts: &accounts, events: &events)
    }
    guard !taker.reduces || accounts.mayReduce(taker) else {
      return cancel(incoming, leaves: taker.leaves, .nothingToReduce, accounts: &accounts, events: &events)
    }
    rest(incoming, leaves: taker.leaves, filledValue: taker.filledValue, name: name, accounts: &accounts)
    return true
  }

  @inline(__always) private mutating func rest(
    _ incoming: IncomingOrder, leaves: UInt32, filledValue: Amount, name: Slot, accounts: inout Accounts
  ) {
    let slot = book.rest(
      incoming.id.rawValue, BookSide(incoming.side), tick: incoming.limit, leaves: leaves,
      account: incoming.account.rawValue, flags: incoming.flags)
    precondition(slot != noSlot, "the book filled up between check and rest")
    details[slot] = OrderDetail(
      lotValue: incoming.lotValue, premium: incoming.premium, filledValue: filledValue, placed: incoming.placed,
      lots: incoming.lots,
      name: name, type: incoming.type, timeInForce: incoming.timeInForce, instructions: incoming.instructions)
    link(slot, to: incoming.position, accounts: &accounts)
    let value = Amount(rawValue: incoming.lotValue.rawValue &* Int64(leaves))
    accounts.positions[incoming.position].add(
      incoming.side, contracts(leaves), worth: value, premium: incoming.premium &* Int64(leaves),
      reduces: incoming.instructions.reduces)
    accounts.touch(incoming.position)
  }

  @inline(__always) func crosses(_ taker: Taker) -> Bool {
    book.head(BookSide(taker.side).opposite, within: taker.limit) != noSlot
  }

  /// Whether others' orders hold enough for the whole order within its limit.
  private func canFill(_ taker: Taker, _ accounts: borrowing Accounts) -> Bool {
    var wanted = Int64(taker.leaves)
    var slot = book.head(BookSide(taker.side).opposite, within: taker.limit)
    while slot != noSlot && wanted > 0 {
      let maker = book[slot]
      guard taker.side == .buy ? maker.tick <= taker.limit : maker.tick >= taker.limit else { return false }
      wanted -= availableLots(of: slot, to: taker, accounts)
      slot = book.next(after: slot)
    }
    return wanted <= 0
  }

  /// The lots a resting order will give the taker when the queue has traded up to it.
  func availableLots(of slot: Slot, to taker: Taker, _ accounts: borrowing Accounts) -> Int64 {
    let maker = book[slot]
    if maker.account == taker.account.rawValue && taker.account != .venue { return 0 }
    return maker.flags & OrderFlag.reduceOnly == 0 ? Int64(maker.leaves) : reducibleLots(of: slot, accounts)
  }

  /// The lots a reduce-only order will still give when the queue has traded up to it: what its owner holds, less
  /// what the owner's orders ahead of it will have closed.
  private func reducibleLots(of slot: Slot, _ accounts: borrowing Accounts) -> Int64 {
    let maker = book[slot]
    let owner = accounts.slot(AccountID(rawValue: maker.account), in: id)
    var reducible = wholeLots(in: accounts.positions[owner].position.closable(by: Side(maker.side)))
    if maker.flags & OrderFlag.iceberg != 0 { reducible -= lotsBehind(slot) }
    var ahead = book.head(maker.side)
    while ahead != slot && reducible > 0 {
      if book[ahead].account == maker.account { reducible -= Int64(book[ahead].leaves) }
      ahead = book.next(after: ahead)
    }
    return min(Int64(maker.leaves), max(0, reducible))
  }

  /// Trades against the other side, best price first, oldest order first, until the limit or nothing is left.
  mutating func match(_ taker: inout Taker, accounts: inout Accounts, events: inout EventBuffer) {
    let makers = BookSide(taker.side).opposite
    while taker.leaves > 0 {
      let slot = book.head(makers, within: taker.limit)
      if slot == noSlot { return }
      let maker = book[slot]
      if maker.account == taker.account.rawValue && taker.account != .venue {
        // The venue's answer to a self-match: the resting order goes, the new one stays.
        cancel(slot, .selfMatch, accounts: &accounts, events: &events)
        continue
      }
      var lots = min(maker.leaves, taker.leaves)
      if maker.flags & OrderFlag.measured != 0 || taker.isBounded {
        guard let measured = measuredLots(lots, maker: slot, &taker, accounts: &accounts, events: &events) else {
          continue
        }
        if measured == 0 { return }
        lots = measured
      }
      fill(&taker, maker: slot, lots: lots, accounts: &accounts, events: &events)
    }
  }

  /// The lots both sides may trade when one may only reduce or the taker's money may end; nil when the maker had
  /// nothing to reduce and is gone.
  private mutating func measuredLots(
    _ lots: UInt32, maker slot: Slot, _ taker: inout Taker, accounts: inout Accounts, events: inout EventBuffer
  ) -> UInt32? {
    var lots = Int64(lots)
    let maker = book[slot]
    if maker.flags & OrderFlag.iceberg != 0 { lots = min(lots, wholeLots(in: shown(of: slot))) }
    if maker.flags & OrderFlag.reduceOnly != 0 {
      let owner = accounts.slot(AccountID(rawValue: maker.account), in: id)
      let closable = wholeLots(in: accounts.positions[owner].position.closable(by: Side(maker.side)))
      if closable == 0 {
        cancel(slot, .nothingToReduce, accounts: &accounts, events: &events)
        return nil
      }
      lots = min(lots, closable)
    }
    let closing = wholeLots(in: accounts.positions[taker.position].position.closable(by: taker.side))
    if taker.reduces { lots = min(lots, closing) }
    if taker.isMarket {
      lots = fundedLots(lots, closing: closing, at: details[slot].lotValue, &taker, accounts)
    }
    if lots > 0 && maker.flags & OrderFlag.cancelsOthers != 0 {
      cancelLinked(to: OrderID(rawValue: maker.id), accounts: &accounts, events: &events)
    }
    return UInt32(lots)
  }
}

extension Accounts {
  /// Whether the taker's position still has something to close.
  func mayReduce(_ taker: Taker) -> Bool {
    positions[taker.position].position.closable(by: taker.side) > .zero
  }
}
