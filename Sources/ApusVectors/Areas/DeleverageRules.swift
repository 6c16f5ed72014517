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
      return .table(Dictionary(uniqueKeysWithValues: try closed().map { ("\($0.rawValue)", $1.rawValue) }))
    case "brackets", "bracket", "percentiles", "indicator", "brackets_pct": return try places { 20 * $0 }
    case "quintiles", "fifths": return try places { $0 }
    case "lights": return try places { 6 - $0 }
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
    guard let list = inputs.list("longs", "shorts", "positions", "holders", "accounts") else {
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
          rank: try need(try part.number(["rank", "ranking", "score"]), "rank")))
    }
    return holders.sorted { left, right in
      left.rank == right.rank ? left.account < right.account : right.rank.isLess(than: left.rank)
    }
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

  /// A number for every account by the fifth of the line it is in.
  private func places(_ number: (Int64) -> Int64) throws(Unevaluable) -> Answer {
    let line = try line()
    let total = line.reduce(Contracts.zero) { $0 + $1.quantity }
    var cumulative = Contracts.zero
    var table: [String: Int64] = [:]
    for holder in line {
      cumulative += holder.quantity
      table["\(holder.account.rawValue)"] = number(Deleveraging.fifth(with: cumulative, of: total))
    }
    return .table(table)
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
