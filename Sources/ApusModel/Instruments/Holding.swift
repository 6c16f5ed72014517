// How much one account may hold in one market, so that no mark, however extreme, makes a sum leave 64 bits.
//
// Let u be 2⁵⁹ units and 16 u the end of 64 bits. Prices and marks lie between one tick and the highest price, so no
// lot is ever worth more than the dearest, and the largest holding is worth less than u.
//
// An order that opens is refused when it, the open orders of its side and the position in its direction exceed the
// holding. So position + buys, sells − position, buys and sells each stay within it, whichever of them trade; orders that
// only reduce are cut and trimmed to the position and add at most as much again. Hence at every mark:
//
//     open orders of a side   < 2 u        their values at their own prices
//     cost, value at the mark < 2 u        of one sign each, so unrealised < 2 u; a value rounded once may be half more
//     initial margin          ≤ 4 u        a margin that would be larger is `Amount.unaffordable`, 2⁶¹
//     commission              < u          a tenth of 4 u + 2 u + 2 u + a unit for each contract, at most
//     margin of a position    < 7 u        initial + unrealised loss + commission
//     margin held in a market < 11 u       with the margin of its orders, ≤ 4 u
//     margin asked for        < 11 u       of an order: ≤ 4 u and a premium < u
//     available               > −15 u      what is left after a market is looked up no further below −4 u

extension Instrument {
  /// The most contracts an account may hold or have on order on one side.
  public var maximumHolding: Contracts {
    let dearest = value(ofOneLotAt: kind == .inverse ? tickSize : maximumPrice)
    let bound = Int64(1) << 59
    return lot * min((bound - 1) / dearest.rawValue, bound / lot.rawValue)
  }
}
