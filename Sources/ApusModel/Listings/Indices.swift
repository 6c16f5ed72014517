// The indices of both listings (dossier section 7). Of March 2019 the weights are not known: equal ones, as in November.

extension IndexTerms {
  /// The indices of the venue of March 2019.
  static var march2019: [IndexTerms] {
    let coins = Altcoin.allCases
    let dollars = [
      composite(".BXBT", "XBT", "USD", dollarExchanges), composite(".BETH", "ETH", "USD", dollarExchanges),
    ]
    return dollars + coins.map(cross2019)
      + [average(".BXBT30M", of: ".BXBT", "XBT", "USD", decimals: 2)]
      + coins.map { average($0.average, of: $0.cross, $0.name, "XBT", decimals: 8) }
      + [volatility] + lending(["XBT", "ETH", "USD"]) + premiums(of: "XBTUSD", "XBT") + premiums(of: "ETHUSD", "ETH")
  }

  /// The indices of the venue's last rules.
  static var last2026: [IndexTerms] {
    [
      composite(".BXBT", "XBT", "USD", dollarExchanges), composite(".BETH", "ETH", "USD", dollarExchanges),
      composite(".BXBTT", "XBT", "USDT", tetherExchanges), composite(".BETHT", "ETH", "USDT", tetherExchanges),
      composite(".BSOLT", "SOL", "USDT", tetherExchanges), average(".BXBT30M", of: ".BXBT", "XBT", "USD", decimals: 2),
      volatility,
    ] + lending(["XBT", "ETH", "SOL", "USD", "USDT"])
      + premiums(of: "XBTUSD", "XBT") + premiums(of: "ETHUSD", "ETH") + premiums(of: "XBTUSDT", "XBT")
      + premiums(of: "ETHUSDT", "ETH") + premiums(of: "SOLUSDT", "SOL")
  }

  private static let dollarExchanges: [Symbol] = ["BSTP", "GDAX", "KRAK"]
  private static let tetherExchanges: [Symbol] = ["BNCE", "GDAX", "KRAK"]

  /// A third each Binance, Kraken and Poloniex; half each Binance and Bittrex of ADA; Binance alone of TRX.
  private static func cross2019(_ coin: Altcoin) -> IndexTerms {
    let exchanges: [Symbol] =
      switch coin {
      case .ada: ["BNCE", "BTRX"]
      case .trx: ["BNCE"]
      default: ["BNCE", "KRAK", "POLO"]
      }
    return composite(coin.cross, coin.name, "XBT", exchanges, decimals: 8)
  }

  private static func composite(
    _ symbol: Symbol, _ underlying: Symbol, _ quote: Symbol, _ exchanges: [Symbol], decimals: UInt8 = 2
  ) -> IndexTerms {
    var terms = IndexTerms(
      symbol: symbol, underlying: underlying, quoteCurrency: quote, kind: .composite, decimals: decimals)
    terms.sources = InlineSources(exchanges.map { IndexSource(name: $0, weight: 1) })
    return terms
  }

  private static func average(
    _ symbol: Symbol, of base: Symbol, _ underlying: Symbol, _ quote: Symbol, decimals: UInt8
  ) -> IndexTerms {
    IndexTerms(
      symbol: symbol, underlying: underlying, quoteCurrency: quote, kind: .average30, base: base, decimals: decimals)
  }

  private static var volatility: IndexTerms {
    IndexTerms(
      symbol: ".BVOL24H", underlying: "XBT", quoteCurrency: "XXX", kind: .volatility24, base: ".BXBT", decimals: 2)
  }

  /// Interest a day on each currency, fed by the operator.
  private static func lending(_ currencies: [Symbol]) -> [IndexTerms] {
    currencies.map { currency in
      IndexTerms(
        symbol: joined(".", currency, "BON8H"), underlying: currency, quoteCurrency: "XXX", kind: .lending, decimals: 6)
    }
  }

  /// A perpetual's premium each minute, and its mean over a funding interval.
  private static func premiums(of perpetual: Symbol, _ underlying: Symbol) -> [IndexTerms] {
    let minute = joined(".", perpetual, "PI")
    return [
      IndexTerms(
        symbol: minute, underlying: underlying, quoteCurrency: "XXX", kind: .premium, base: perpetual, decimals: 6),
      IndexTerms(
        symbol: joined(".", perpetual, "PI8H"), underlying: underlying, quoteCurrency: "XXX", kind: .premiumAverage,
        base: perpetual, decimals: 6),
    ]
  }

  private static func joined(_ parts: Symbol...) -> Symbol {
    guard let symbol = Symbol(utf8: parts.flatMap(\.utf8)) else { preconditionFailure("\(parts) are too long a name") }
    return symbol
  }
}
