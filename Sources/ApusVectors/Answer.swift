import ApusModel

/// What the formulas say.
enum Answer: Equatable {
  /// Money in the smallest unit of a currency of so many decimals; exact.
  case money(Amount, decimals: Int)
  /// A number that must be met exactly: a price on its tick, contracts, steps, a rate of the terms.
  case exact(Fraction)
  /// A quotient: met when it is what is expected after rounding to as many decimals, but no fewer than these.
  case quotient(Fraction, places: Int = 0)
  /// A rate that the venue keeps to eight decimals: met to as many of them as are expected.
  case kept(Rate)
  case flag(Bool)
  case text(String)
  /// Whole numbers in an order that counts.
  case order([Int64])
  /// Words in an order that counts.
  case texts([String])
  /// Numbers by name, met as a quotient is.
  case table([String: Fraction])

  static func price(_ price: Price) -> Answer { .exact(Fraction(price)) }
  static func rate(_ rate: Rate) -> Answer { .exact(Fraction(rate)) }
  static func whole(_ number: Int64) -> Answer { .exact(Fraction(Int128(number))) }
}

extension Answer {
  /// Whether this is what the file expects under a key.
  func meets(_ expected: Field, under key: Key) -> Bool {
    switch self {
    case .flag(let flag): return expected == .flag(flag)
    case .text(let text): return expected.digits == text
    case .order(let order):
      guard case .list(let list) = expected else { return false }
      return list.map(\.digits) == order.map { String($0) }
    case .texts(let texts):
      guard case .list(let list) = expected else { return false }
      return list.map(\.digits) == texts
    case .table(let table):
      guard let fields = expected.byName, fields.count == table.count else { return false }
      return fields.allSatisfy { name, value in
        guard let mine = table[name] else { return false }
        return Answer.quotient(mine).meets(value, under: Key(name))
      }
    case .kept(let rate):
      guard let digits = expected.digits, let wanted = Fraction(text: digits) else { return false }
      let places = min(Fraction.places(of: digits), 8)
      return Fraction(rate).rounded(to: places) == wanted.rounded(to: places)
    case .money, .exact, .quotient:
      guard let digits = expected.digits, let wanted = Fraction(text: digits), let mine = number(under: key, expected)
      else { return false }
      guard case .quotient(_, let least) = self else { return mine == wanted }
      // A binary fraction that was printed whole is right to about fifteen digits.
      let places = min(max(Fraction.places(of: digits), least), 12)
      return mine.rounded(to: places) == wanted.rounded(to: places)
    }
  }

  /// This number in the unit that a key tells.
  private func number(under key: Key, _ expected: Field) -> Fraction? {
    switch self {
    case .exact(let number), .quotient(let number, _): return number
    case .kept(let rate): return Fraction(rate)
    case .money(let amount, let decimals):
      let isSmallest = key.unit?.isSmallest ?? expected.isWhole
      return Fraction(Int128(amount.rawValue), over: isSmallest ? 1 : Fraction.power(decimals))
    default: return nil
    }
  }

  /// The answer in words, for a case that fails.
  func description(under key: Key, _ expected: Field) -> String {
    switch self {
    case .flag(let flag): return flag ? "true" : "false"
    case .text(let text): return text
    case .order(let order): return "\(order)"
    case .texts(let texts): return "[" + texts.joined(separator: ", ") + "]"
    case .table(let table):
      let rows = table.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.decimal(places: 12))" }
      return "{" + rows.joined(separator: ", ") + "}"
    case .money, .exact, .quotient, .kept:
      return number(under: key, expected).map { $0.decimal(places: 12) } ?? "nothing"
    }
  }
}
