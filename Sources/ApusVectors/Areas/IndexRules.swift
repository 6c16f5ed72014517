import ApusModel

/// Composite indices, their averages and their volatility: area `index`.
struct IndexRules {
  let inputs: Inputs

  func answer(_ key: Key) throws(Unevaluable) -> Answer {
    switch key.stem {
    case "index", "indexPrice", "price", "lastPrice": return .price(try composite())
    case "percent", "volatility", "bvol": return .quotient(Fraction(try volatility()))
    case "settle", "twap", "average", "settledPrice", "mean": return .quotient(try average(key))
    case "weights": return .table(try usedWeights())
    case "usedSources", "sources":
      let limit = try staleAfter()
      return .whole(Int64(try quotes().count { $0.age <= limit }))
    default: throw .unknownKey(key.name)
    }
  }

  // Composite

  private func composite() throws(Unevaluable) -> Price {
    let last = lasts ?? [:]
    let finest = last.values.compactMap(\.digits).map { Fraction.places(of: $0) }.max() ?? 0
    let expected = inputs.decimals(inputs: [], expected: ["index", "indexPrice", "price"])
    let rules = CompositeIndex(
      staleAfter: try staleAfter(), deviation: try inputs.rate("deviation", "maxDeviation", "deviationLimit") ?? .zero,
      minimumSources: Int(try inputs.whole("minimumSources", "minSources") ?? 1),
      precision: Inputs.precision(Int(try inputs.whole("decimals") ?? Int64(max(finest, expected)))))
    guard let price = rules.price(of: try quotes()) else { throw .unreadable("last", "no source can be used") }
    return price
  }

  /// The weights of the sources that are used, shared out anew.
  private func usedWeights() throws(Unevaluable) -> [String: Fraction] {
    let limit = try staleAfter()
    let used = try namedQuotes().filter { $0.quote.age <= limit && $0.quote.weight > 0 }
    let total = used.reduce(Int64(0)) { $0 + $1.quote.weight }
    return Dictionary(
      uniqueKeysWithValues: used.map { ($0.name, Fraction(Int128($0.quote.weight), over: Int128(total))) })
  }

  private func staleAfter() throws(Unevaluable) -> Int64 {
    // Under the same words a case may say how long each source has been silent.
    if inputs.text("staleAfterSeconds", "staleSeconds") != nil {
      return try need(try inputs.whole("staleAfterSeconds", "staleSeconds"), "staleAfterSeconds") * Timestamp.second
    }
    guard inputs.text("staleAfterMinutes", "staleMinutes") != nil else { return 15 * Timestamp.minute }
    return try need(try inputs.whole("staleAfterMinutes", "staleMinutes"), "staleAfterMinutes") * Timestamp.minute
  }

  /// What each source last said, under its name or in a list of sources.
  private var lasts: [String: Field]? {
    inputs.table("last", "prices", "lastPrices") ?? listed("last", "lastPrice", "price")
  }

  /// One column of a list of sources, by their names; nothing when a row lacks it.
  private func listed(_ columns: String...) -> [String: Field]? {
    guard let rows = inputs.list("constituents", "sources", "components") else { return nil }
    var table: [String: Field] = [:]
    for row in rows {
      guard let part = inputs.part(row), let field = part.field(columns)?.field,
        let name = part.text("reference", "source", "symbol", "name", "exchange")
      else { return nil }
      table[name] = field
    }
    return table
  }

  private func quotes() throws(Unevaluable) -> [IndexQuote] { try namedQuotes().map(\.quote) }

  private func namedQuotes() throws(Unevaluable) -> [(name: String, quote: IndexQuote)] {
    guard let last = lasts else { throw .missing(["last"]) }
    let weights = inputs.table("weights") ?? listed("weight") ?? last.mapValues { _ in .text("1") }
    var shares: [(name: String, share: Fraction)] = []
    for (name, field) in weights.sorted(by: { $0.key < $1.key }) {
      guard let share = field.digits.flatMap({ Fraction(text: $0) }), share.numerator >= 0 else {
        throw .unreadable("weights", field.description)
      }
      shares.append((name, share))
    }
    let common = shares.reduce(Int128(1)) { $0 / Fraction.divisor($0, $1.share.denominator) * $1.share.denominator }
    var quotes: [(name: String, quote: IndexQuote)] = []
    for (name, share) in shares {
      guard let price = last[name], price != .null, !excluded.contains(name) else { continue }
      guard let units = price.digits.flatMap({ Fraction(text: $0) })?.units(of: Price.scale, within: 1 << 61) else {
        throw .unreadable("last", price.description)
      }
      let weight = share.numerator * (common / share.denominator)
      guard weight < 1 << 40 else { throw .unreadable("weights", "too fine") }
      quotes.append(
        (name, IndexQuote(price: Price(rawValue: units), weight: Int64(weight), age: try age(of: name))))
    }
    return quotes
  }

  /// The sources that a case leaves out by name, under whichever word.
  private var excluded: Set<String> {
    var names: Set<String> = []
    for (key, field) in inputs.fields
    where ["exclud", "stale", "drop", "offline", "remov", "deviat"].contains(where: key.lowercased().contains) {
      switch field {
      case .list(let list): names.formUnion(list.compactMap(\.digits))
      case .text(let text): names.formUnion(sources.filter { text.contains($0) })
      case .fields(let table):
        for (name, value) in table where value != .flag(false) && value.digits == nil || value == .flag(true) {
          names.insert(name)
        }
      default: break
      }
    }
    return names
  }

  /// The names of all sources.
  private var sources: [String] { (lasts ?? [:]).keys.map { $0 } }

  /// Milliseconds since a source last traded, when the case says so.
  private func age(of name: String) throws(Unevaluable) -> Int64 {
    for (key, field) in inputs.fields {
      guard case .fields(let table) = field, let digits = table[name]?.digits, let number = Fraction(text: digits)
      else { continue }
      let word = key.lowercased()
      guard ["age", "since", "silent", "ago", "minutes", "seconds"].contains(where: word.contains) else { continue }
      let unit = word.contains("sec") ? Timestamp.second : word.contains("ms") ? 1 : Timestamp.minute
      return try need(number.units(of: unit, within: 1 << 50), key)
    }
    return 0
  }

  // Averages and volatility

  private func average(_ key: Key) throws(Unevaluable) -> Fraction {
    let samples = try samples()
    var average = TimeWeightedAverage()
    for sample in samples.suffix(Int(TimeWeightedAverage.minutes)) { average.add(sample) }
    let places = max(inputs.decimals(inputs: ["decimals"], expected: [key.name]), 2)
    return Fraction(try need(average.price(to: Inputs.precision(places)), "samples"))
  }

  /// Prices one by one, or in words: `30 one-minute values 3900.0, 3900.1 ... 3902.9`.
  private func samples() throws(Unevaluable) -> [Price] {
    if let list = inputs.list("samples", "values", "prices") {
      return try list.map { field throws(Unevaluable) in
        guard let units = field.digits.flatMap({ Fraction(text: $0) })?.units(of: Price.scale, within: 1 << 61) else {
          throw .unreadable("samples", field.description)
        }
        return Price(rawValue: units)
      }
    }
    let text = try need(inputs.text("samples", "values", "prices"), "samples")
    let words = text.split { !($0.isNumber || $0 == "." || $0 == "-") }.map(String.init)
    let numbers = words.compactMap { Fraction(text: $0)?.units(of: Price.scale, within: 1 << 61) }
    guard let count = numbers.first.map({ $0 / Price.scale }), (1...100_000).contains(count), numbers.count > 1 else {
      throw .unreadable("samples", text)
    }
    if !text.contains("...") && numbers.count == Int(count) + 1 {
      return numbers.dropFirst().map { Price(rawValue: $0) }
    }
    let first = numbers[1]
    let step = numbers.count > 2 ? numbers[2] - first : 0
    return (0..<count).map { Price(rawValue: first + $0 * step) }
  }

  private func volatility() throws(Unevaluable) -> Price {
    let returns = try returns()
    let widest = returns.map { Int128($0.rawValue.magnitude) }.max() ?? 0
    guard widest * Int128(returns.count) < Int128(1) << 60 else { throw .unreadable("logReturn", "out of bounds") }
    var volatility = Volatility()
    for value in returns { volatility.add(value) }
    return try need(volatility.percent(periods: try periods()), "two returns")
  }

  /// A day's returns make a day; daily ones make a year.
  private func periods() throws(Unevaluable) -> Int64 {
    if let text = inputs.text("periods", "annualisation", "factor", "periodsPerYear", "annualization") {
      // `365` and `sqrt(365)` say the same.
      let digits = text.filter(\.isNumber)
      guard let periods = Int64(digits), (1...1_000_000).contains(periods) else { throw .unreadable("periods", text) }
      return periods
    }
    let symbol = inputs.text("symbol") ?? ""
    return symbol.hasSuffix("24H") ? Volatility.fiveMinutesOfDay : LeverageInterest.daysOfYear
  }

  private func returns() throws(Unevaluable) -> [LogReturn] {
    if inputs.list("prices", "samples") != nil {
      let prices = try samples()
      guard prices.allSatisfy({ $0 > .zero }) else { throw .unreadable("prices", "not positive") }
      return zip(prices.dropFirst(), prices).map { LogReturn(of: $0, after: $1) }
    }
    if let list = inputs.list("logReturns", "returns", "logReturn") {
      return try list.map { field throws(Unevaluable) in try logReturn(field.digits ?? field.description) }
    }
    // In words: `alternates +0.002, -0.002`, for one return less than there are samples.
    let text = try need(inputs.text("logReturn", "logReturns"), "logReturn")
    let samples = try need(try inputs.whole("samples"), "samples")
    let words = text.split { !($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }.map(String.init)
    let cycle = try words.map { word throws(Unevaluable) in try logReturn(word) }
    guard !cycle.isEmpty, (2...1_000_000).contains(samples) else { throw .unreadable("logReturn", text) }
    return (0..<Int(samples) - 1).map { cycle[$0 % cycle.count] }
  }

  private func logReturn(_ text: String) throws(Unevaluable) -> LogReturn {
    guard let units = Fraction(text: text)?.units(of: LogReturn.scale, within: 40 * LogReturn.scale) else {
      throw .unreadable("logReturn", text)
    }
    return LogReturn(rawValue: units)
  }
}

extension Fraction {
  /// The greatest common divisor.
  static func divisor(_ left: Int128, _ right: Int128) -> Int128 {
    var (a, b) = (left, right)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
