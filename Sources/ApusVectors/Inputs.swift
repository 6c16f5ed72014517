import ApusModel

/// What a case gives, read by any of the names a thing goes by.
struct Inputs {
  let fields: [String: Field]
  /// The names that numbers are expected under.
  let expected: [String: Field]
  /// What the case says of itself in words.
  let words: String

  /// The first of the names that is given.
  func field(_ names: [String]) -> (name: String, field: Field)? {
    for name in names { if let field = fields[name], field != .null { return (name, field) } }
    return nil
  }

  func has(_ names: String...) -> Bool { field(names) != nil }

  func text(_ names: String...) -> String? { field(names)?.field.digits }

  func flag(_ names: String...) -> Bool? {
    guard case .flag(let flag)? = field(names)?.field else { return nil }
    return flag
  }

  func list(_ names: String...) -> [Field]? {
    guard case .list(let list)? = field(names)?.field else { return nil }
    return list
  }

  func table(_ names: String...) -> [String: Field]? {
    guard case .fields(let table)? = field(names)?.field else { return nil }
    return table
  }

  /// The inputs of one part of this case.
  func part(_ field: Field) -> Inputs? {
    guard case .fields(let fields) = field else { return nil }
    return Inputs(fields: fields, expected: expected, words: words)
  }
}

// Numbers: nil when none of the names is given, an error when one is and cannot be read.
extension Inputs {
  /// Prices up to 50 million, contracts up to 10¹² and money up to 10¹⁷ leave every formula room.
  private static let priceBound: Int64 = 50_000_000
  static let amountBound: Int64 = 100_000_000_000_000_000

  func number(_ names: [String]) throws(Unevaluable) -> Fraction? {
    guard let (name, field) = field(names) else { return nil }
    guard let digits = field.digits, let number = Fraction(text: digits) else {
      throw .unreadable(name, field.description)
    }
    return number
  }

  private func units(
    _ names: [String], of scale: Int64, within bound: Int64
  ) throws(Unevaluable) -> Int64? {
    guard let number = try number(names), let name = field(names)?.name else { return nil }
    guard let units = number.units(of: scale, within: bound) else { throw .unreadable(name, "out of bounds") }
    return units
  }

  func price(_ names: String...) throws(Unevaluable) -> Price? {
    try units(names, of: Price.scale, within: Inputs.priceBound * Price.scale).map { Price(rawValue: $0) }
  }

  func rate(_ names: String...) throws(Unevaluable) -> Rate? {
    try units(names, of: Rate.scale, within: 10 * Rate.scale).map { Rate(rawValue: $0) }
  }

  /// A whole number; a fraction is refused.
  private func integer(_ names: [String], _ bounds: ClosedRange<Int64>) throws(Unevaluable) -> Int64? {
    guard let number = try number(names), let name = field(names)?.name else { return nil }
    guard number.denominator == 1, let whole = Int64(exactly: number.numerator), bounds.contains(whole) else {
      throw .unreadable(name, fields[name]?.description ?? "")
    }
    return whole
  }

  func whole(
    _ names: String..., within bounds: ClosedRange<Int64> = -1_000_000_000...1_000_000_000
  ) throws(Unevaluable) -> Int64? {
    try integer(names, bounds)
  }

  func contracts(_ names: String...) throws(Unevaluable) -> Contracts? {
    try integer(names, -1_000_000_000_000...1_000_000_000_000).map { Contracts(rawValue: $0) }
  }

  func leverage(_ names: String...) throws(Unevaluable) -> Leverage? {
    guard let hundredths = try units(names, of: 100, within: 1_000_000) else { return nil }
    guard hundredths >= 0 else { throw .unreadable(names[0], "negative") }
    return Leverage(rawValue: hundredths)
  }

  /// A sum of money under any of its stems with any unit, in the smallest unit; a bare text is in whole units.
  func amount(_ stems: String..., decimals: Int = 8) throws(Unevaluable) -> Amount? {
    for stem in stems {
      for (name, unit) in Key.names(of: stem) {
        guard let field = fields[name], field != .null else { continue }
        let isSmallest = unit?.isSmallest ?? field.isWhole
        let scale = isSmallest ? 1 : Int64(Fraction.power(unit?.decimals ?? decimals))
        return try units([name], of: scale, within: Inputs.amountBound).map { Amount(rawValue: $0) }
      }
    }
    return nil
  }

  /// The most decimals any of these inputs, or what is expected under these names, has.
  func decimals(inputs: [String], expected names: [String]) -> Int {
    let given = inputs.compactMap { fields[$0]?.digits }
    let wanted = names.compactMap { expected[$0]?.digits }
    return min((given + wanted).map { Fraction.places(of: $0) }.max() ?? 0, 10)
  }

  /// A tenth to the power of so many decimals, as a price.
  static func precision(_ decimals: Int) -> Price {
    Price(rawValue: Price.scale / Int64(Fraction.power(min(max(decimals, 0), 10))))
  }
}

/// A value that must be there.
func need<Value>(_ value: Value?, _ names: String...) throws(Unevaluable) -> Value {
  guard let value else { throw .missing(names) }
  return value
}

extension Optional {
  /// The value, or another one that may be missing too.
  func otherwise(_ other: () throws(Unevaluable) -> Wrapped) throws(Unevaluable) -> Wrapped {
    if let self { return self }
    return try other()
  }
}
