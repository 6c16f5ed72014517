import ApusModel

/// Who is deleveraged and in which order: area `adl`.
struct DeleverageRules {
  let inputs: Inputs

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    if key.stem.hasPrefix("remainingAccount"), let account = UInt32(key.stem.dropFirst("remainingAccount".count)) {
      let holder = try need(try line().first { $0.account.rawValue == account }, "account \(account)")
      return .whole((holder.quantity - (try closed()[holder.account] ?? .zero)).rawValue)
    }
    switch key.stem {
    case "effectiveLeverage", "effLeverage", "leverage":
      let values = try values()
      return .quotient(try need(DeleverageRank.leverage(mark: values.mark, bankrupt: values.bankrupt), "a bankruptcy"))
    case "pnlPct", "pnlPercent", "profit":
      let values = try values()
      return .quotient(try need(DeleverageRank.profit(entry: values.entry, mark: values.mark), "an entry"))
    case "ranking", "rank":
      let values = try values()
      let rank = DeleverageRank(entry: values.entry, mark: values.mark, bankrupt: values.bankrupt)
      let places = min(Fraction.places(of: inputs.expected[key.name]?.digits ?? ""), 12)
      return .exact(Fraction(Int128(try need(rank.rounded(to: places), "a bankruptcy")), over: Fraction.power(places)))
    case "order", "ranked": return .order(try line().map { Int64($0.account.rawValue) })
    case "deleveraged", "closed":
      return .table(
        Dictionary(uniqueKeysWithValues: try closed().map { ("\($0.rawValue)", Fraction(Int128($1.rawValue))) }))
    default: return try place(key)
    }
  }

  /// Where a holder stands, or each of them.
  private func place(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "brackets", "bracket", "percentiles", "percentile", "indicator", "bracketPct", "adlPercentile":
      return try places(key) { Fraction(Int128(20 * $0.fifth)) }
    case "deleveragePercentile", "deleveragePercentiles": return try places(key) { Fraction(Int128($0.fifth), over: 5) }
    case "quintiles", "quintile", "fifths", "fifth": return try places(key) { Fraction(Int128($0.fifth)) }
    case "lights", "lightsLit", "indicatorLights": return try places(key) { Fraction(Int128(6 - $0.fifth)) }
    case "cumulative", "cumulativeQty", "cumulativeContracts":
      return try places(key) { Fraction(Int128($0.cumulative.rawValue)) }
    case "cumulativePct", "cumulativePcnt", "cumulativePercent":
      return try places(key) { Fraction(Int128($0.cumulative.rawValue) * 100, over: Int128($0.total.rawValue)) }
    default: throw .unknownKey(key.name)
    }
  }

  /// Signed values at entry, mark and bankruptcy.
  private func values() throws(Unevaluable) -> (entry: Amount, mark: Amount, bankrupt: Amount) {
    if let entry = try inputs.amount("avgEntryValue", "entryValue"), let mark = try inputs.amount("markValue"),
      let bankrupt = try inputs.amount("bankruptValue", "bankruptcyValue")
    {
      return (entry, mark, bankrupt)
    }
    let terms = try Terms(inputs)
    let quantity = try need(try inputs.contracts("qty", "currentQty"), "avgEntryValueXBt")
    return (
      try terms.value(of: quantity, at: try need(try inputs.price("avgEntryPrice", "entry"), "avgEntryPrice")),
      try terms.value(of: quantity, at: try need(try inputs.price("markPrice", "mark"), "markPrice")),
      try terms.value(of: quantity, at: try need(try inputs.price("bankruptPrice", "bankruptcyPrice"), "bankruptPrice"))
    )
  }

  private struct Holder {
    let account: AccountID
    let quantity: Contracts
    let rank: Fraction
  }

  /// The holders, first in line first. A case gives a rank as a number; the same order as of `DeleverageRank`.
  private func line() throws(Unevaluable) -> [Holder] {
    guard let list = inputs.list("longs", "shorts", "positions", "holders", "accounts", "line", "queue") else {
      throw .missing(["longs"])
    }
    var holders: [Holder] = []
    for field in list {
      guard let part = inputs.part(field) else { throw .unreadable("longs", field.description) }
      let account = try need(try part.whole("account"), "account")
      guard let number = UInt32(exactly: account) else { throw .unreadable("account", "\(account)") }
      holders.append(
        Holder(
          account: AccountID(number), quantity: try need(try part.contracts("qty", "quantity"), "qty").magnitude,
          rank: try rank(of: part)))
    }
    return holders.sorted { left, right in
      left.rank == right.rank ? left.account < right.account : right.rank.isLess(than: left.rank)
    }
  }

  /// The rank given, or that of the values of a holder.
  private func rank(of part: Inputs) throws(Unevaluable) -> Fraction {
    if let rank = try part.number(["rank", "ranking", "score"]) { return rank }
    let values = try DeleverageRules(inputs: part).values()
    let rank = DeleverageRank(entry: values.entry, mark: values.mark, bankrupt: values.bankrupt)
    return Fraction(Int128(try need(rank.rounded(to: 9), "rank")), over: Fraction.power(9))
  }

  private func closed() throws(Unevaluable) -> [AccountID: Contracts] {
    let quantity = try inputs.contracts(
      "liquidatedShortQty", "liquidatedLongQty", "liquidatedQty", "qty", "quantity")
    var rest = try need(quantity, "liquidatedQty").magnitude
    var closed: [AccountID: Contracts] = [:]
    for holder in try line() where rest > .zero {
      let share = Deleveraging.share(of: holder.quantity, closing: rest)
      closed[holder.account] = share
      rest -= share
    }
    return closed
  }

  /// Where one stands: the contracts up to and with his own, those of all, and the fifth of the line that makes.
  private struct Place {
    let cumulative: Contracts
    let total: Contracts
    let fifth: Int64
  }

  /// A number for every account by its place, or for the one the case asks for.
  private func places(_ key: Key, _ number: (Place) -> Fraction) throws(Unevaluable) -> Answer {
    if !inputs.has("longs", "shorts", "positions", "holders", "accounts", "line", "queue") {
      return .quotient(number(try lonePlace()))
    }
    let line = try line()
    let total = line.reduce(Contracts.zero) { $0 + $1.quantity }
    guard total > .zero else { throw .unreadable("qty", "nobody holds anything") }
    var cumulative = Contracts.zero
    var table: [String: Fraction] = [:]
    for holder in line {
      cumulative += holder.quantity
      let fifth = Deleveraging.fifth(with: cumulative, of: total)
      table["\(holder.account.rawValue)"] = number(Place(cumulative: cumulative, total: total, fifth: fifth))
    }
    guard let one = try inputs.whole("account"), inputs.expected[key.name]?.byName == nil else { return .table(table) }
    return .quotient(try need(table["\(one)"], "account \(one)"))
  }

  /// The place that a case tells without a line: so many contracts, or so many percent, stand up to it.
  private func lonePlace() throws(Unevaluable) -> Place {
    let cumulative: Contracts
    let total: Contracts
    if let share = try inputs.number(["cumulativePct", "cumulativePcnt", "cumulativePercent"]) {
      guard share.numerator > 0, let units = share.units(of: 1_000_000, within: 100_000_000) else {
        throw .unreadable("cumulativePct", "not within 100")
      }
      (cumulative, total) = (Contracts(units), Contracts(100_000_000))
    } else {
      cumulative = try need(try inputs.contracts("cumulative", "cumulativeQty"), "longs").magnitude
      total = try need(try inputs.contracts("total", "totalQty"), "total").magnitude
    }
    guard total > .zero, cumulative <= total else { throw .unreadable("total", "less than stands up to it") }
    return Place(cumulative: cumulative, total: total, fifth: Deleveraging.fifth(with: cumulative, of: total))
  }
}

extension Fraction {
  /// Compares two numbers small enough for it.
  func isLess(than other: Fraction) -> Bool {
    let left = numerator.multipliedFullWidth(by: other.denominator)
    let right = other.numerator.multipliedFullWidth(by: denominator)
    return left.high == right.high ? left.low < right.low : left.high < right.high
  }
}
