import ApusModel
import Testing

/// The venue's published numbers, each to the last unit.
@Suite struct VectorTests {
  @Test(arguments: Vector.table("value"))
  func `the value of contracts is rounded per lot and multiplied`(_ row: Vector) {
    let value = row.instrument.value(of: row.contracts("contracts"), at: row.price("price"))
    #expect(value.magnitude == row.amount("value"))
    #expect((value < .zero) == (row.instrument.kind == .inverse))
  }

  @Test(arguments: Vector.table("profit"))
  func `a round trip realises what the values differ by`(_ row: Vector) {
    let terms = row.instrument
    let contracts = row.contracts("contracts")
    let entry = terms.value(of: contracts, at: row.price("entry"))
    let exit = terms.value(of: -contracts, at: row.price("exit"))
    #expect(entry.magnitude == row.amount("entryValue"))
    #expect(exit.magnitude == row.amount("exitValue"))

    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    #expect(position.trade(contracts, worth: entry) == .zero)
    #expect(position.unrealised(at: row.price("exit"), of: terms) == row.amount("profit"))
    #expect(position.trade(-contracts, worth: exit) == row.amount("profit"))
    #expect(position.quantity == .zero && position.cost == .zero)
  }

  @Test(arguments: Vector.table("fees"))
  func `a commission is cut toward zero for each execution`(_ row: Vector) {
    let values = row.text("values").split(separator: " ").compactMap { Int64($0) }
    let fees = values.map { row.rate("rate").commission(on: Amount($0)).rawValue }
    #expect(fees.reduce(0, +) == row.whole("fee"))
  }

  @Test(arguments: Vector.table("position-margin"))
  func `a position ties up what the captures show`(_ row: Vector) {
    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    position.quantity = row.contracts("contracts")
    position.cost = row.amount("cost")
    position.leverage = Leverage(row.whole("leverage"))
    let terms = Instrument.xbtusd2019
    let mark = row.price("mark")
    #expect(terms.value(of: position.quantity, at: mark) == row.amount("markValue"))
    #expect(position.unrealised(at: mark, of: terms) == row.amount("unrealised"))
    let margin = position.margin(at: mark, of: terms)
    #expect(margin.initial == row.amount("initial"))
    #expect(margin.cross == row.amount("cross"))
    #expect(margin.commission == row.amount("commission"))
    #expect(margin.total == row.amount("total"))
    #expect(terms.maintenance(of: position.cost) == row.amount("maintenance"))
  }

  @Test(arguments: Vector.table("limit-prices"))
  func `liquidation and bankruptcy prices are those of the captures`(_ row: Vector) throws {
    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    position.quantity = row.contracts("contracts")
    position.cost = row.amount("cost")
    position.leverage = Leverage(row.whole("leverage"))
    let margin = PositionMargin(
      initial: row.amount("initial"), cross: row.amount("cross"), commission: row.amount("commission"))
    let prices = try #require(
      position.limitPrices(margin: margin, available: row.amount("available"), of: row.instrument))
    #expect(prices.liquidation == row.price("liquidation"))
    #expect(prices.bankruptcy == row.price("bankruptcy"))
  }

  @Test(arguments: Vector.table("order-margin"))
  func `open orders reserve entry margin and both fees`(_ row: Vector) {
    let rate = Instrument.xbtusd2019.orderMarginRate(at: Leverage(row.whole("leverage")))
    #expect(rate.margin(on: row.amount("value")) == row.amount("margin"))
  }

  @Test(arguments: Vector.table("average-entry"))
  func `the entry is the average by value`(_ row: Vector) {
    var terms = row.instrument
    if terms.kind == .linear { terms.multiplier = 100_000_000 }
    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    for fill in row.text("fills").split(separator: " ") {
      let parts = fill.split(separator: "@")
      let contracts = Contracts(Int64(parts[0])!)
      _ = position.trade(contracts, worth: terms.value(of: contracts, at: Vector.price(parts[1])))
    }
    #expect(position.cost == row.amount("cost"))
    #expect(terms.price(of: position.quantity, worth: position.cost.magnitude) == row.price("entry"))
  }

  @Test func `seven bought against a short of six are charged as one`() {
    let terms = Instrument.xbtusd2019
    let price = Price(units: 37_795, over: 10)
    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    position.quantity = Contracts(-6)
    let bought = terms.value(of: Contracts(7), at: price)
    #expect(bought == Amount(-185_213))
    position.buys.add(Contracts(7), worth: bought.magnitude)
    #expect(position.openingValue == Amount(26_459))
  }

  @Test func `two-sided orders are charged for the worse side`() {
    // The capture of 2019-08-12: bids of 2101 and offers of 2000 against 898 long.
    var position = Position(account: AccountID(1), instrument: InstrumentID(0))
    position.quantity = Contracts(898)
    position.buys.add(Contracts(2_101), worth: Amount(18_702_850))
    position.sells.add(Contracts(2_000), worth: Amount(17_189_000))
    #expect(position.openingValue == Amount(18_702_850))
    #expect(position.orderMargin(of: .xbtusd2019) == Amount(215_224))
  }
}
