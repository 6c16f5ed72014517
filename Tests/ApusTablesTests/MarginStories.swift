import ApusAPI
import ApusModel
import ApusTables
import Testing

/// What traders see of risk limits, isolated margin and the session's profit.
struct MarginStories {
  private func row(_ floor: borrowing Floor, _ account: AccountID) throws -> PositionRow {
    let row = floor.tables.position(of: account, in: .first)
    return try #require(row)
  }

  @Test func `a raised risk limit shows its margins`() throws {
    var floor = Floor(.xbtusd2019)
    _ = floor.run([
      .setRiskLimit(SetRiskLimit(account: .alice, instrument: .first, limit: Amount(rawValue: 40_000_000_000)))
    ])
    let row = try row(floor, .alice)
    #expect(row.riskLimit == 40_000_000_000)
    #expect(row.initMarginReq == Decimal(2, scale: 2) && row.maintMarginReq == Decimal(15, scale: 3))
    #expect(row.leverage == 50 && row.crossMargin == true)
  }

  @Test func `margin added by hand moves the liquidation price and goes with what is closed`() throws {
    var floor = Floor(.xbtusd2019)
    _ = floor.run([
      .setLeverage(SetLeverage(account: .bob, instrument: .first, leverage: Leverage(rawValue: 1_000)))
    ])
    _ = floor.place(.alice, .sell, 100, at: Price(units: 4_000))
    _ = floor.place(.bob, .buy, 100, at: Price(units: 4_000))
    let before = try row(floor, .bob)
    // 100 at 4000 cost 2,500,000, a tenth of it is margin; another tenth is added.
    _ = floor.run([
      .transferMargin(TransferMargin(account: .bob, instrument: .first, amount: Amount(rawValue: 250_000)))
    ])
    let after = try row(floor, .bob)
    #expect(before.posCross == 0 && after.posCross == 250_000 && after.posLoss == 0)
    #expect(after.posMargin == 250_000 + 250_000 + after.posComm)
    // A contract cost 25,000 and has 2,500, then 5,000, of which 125 are maintenance: 1e8 ÷ 27,375 and 1e8 ÷ 29,875.
    #expect(after.bankruptPrice == Decimal(33_335, scale: 1) && after.liquidationPrice == Decimal(33_475, scale: 1))
    #expect(before.liquidationPrice == 3_653)
    _ = floor.place(.alice, .buy, 50, at: Price(units: 4_000))
    _ = floor.place(.bob, .sell, 50, at: Price(units: 4_000))
    #expect(try row(floor, .bob).posCross == 125_000)
  }

  @Test func `at noon the day's profit goes into the wallet's history, one row a contract`() throws {
    var floor = Floor(.xbtusd2019)
    _ = floor.place(.alice, .sell, 100, at: Price(units: 4_000))
    _ = floor.place(.bob, .buy, 100, at: Price(units: 4_000))
    let fee: Int64 = 1_875
    #expect(try row(floor, .bob).realisedPnl == -fee && row(floor, .bob).currentComm == fee)
    // Break-even is 1e8 ÷ ⌊(2,500,000 − 1,875) ÷ 100⌋, up to the tick.
    let day: Int64 = 86_400_000
    let open = try row(floor, .bob)
    #expect(open.openingQty == 0 && open.prevUnrealisedPnl == 0)
    _ = floor.run([.indexPrice(IndexPrice(instrument: .first, price: Price(units: 5_000)))])
    _ = floor.run([.tick], after: day)
    let swept = try row(floor, .bob)
    #expect(swept.realisedPnl == 0 && swept.rebalancedPnl == -fee && swept.prevRealisedPnl == -fee)
    #expect(swept.openingQty == 100 && swept.prevUnrealisedPnl == 500_000)
    #expect(swept.currentComm == 0 && swept.breakEvenPrice == Decimal(40_035, scale: 1))
    let history = floor.tables.transactions(of: .bob)
    let sweep = try #require(history.last)
    #expect(sweep.transactType == "RealisedPNL" && sweep.amount == -fee && sweep.text == "XBTUSD")
    #expect((sweep.transactTime ?? 0) % day == day / 2)
    let wallet = try #require(floor.tables.wallets(of: .bob).first)
    let margin = try #require(floor.tables.margins(of: .bob).first)
    #expect(sweep.walletBalance == 100_000_000 - fee && wallet.amount == 100_000_000 - fee)
    #expect(margin.realisedPnl == 0 && margin.prevRealisedPnl == -fee && margin.walletBalance == 100_000_000 - fee)
    // Another noon without profit writes nothing; closing ends the position's own count.
    _ = floor.run([.tick], after: day)
    #expect(floor.tables.transactions(of: .bob).count == history.count)
    _ = floor.place(.alice, .buy, 100, at: Price(units: 4_000))
    _ = floor.place(.bob, .sell, 100, at: Price(units: 4_000))
    let closed = try row(floor, .bob)
    #expect(closed.realisedPnl == 0 && closed.rebalancedPnl == 0 && closed.prevRealisedPnl == -2 * fee)
    let now = try #require(floor.tables.margins(of: .bob).first)
    #expect(now.realisedPnl == -fee)
  }

  @Test func `the rows of one noon rise with their names and with their balances`() throws {
    var floor = Floor(.xbtusd2019)
    var terms = Instrument.xbtusd2019
    terms.symbol = "XBTUSE"
    let second = InstrumentID(rawValue: 1)
    _ = floor.run([
      .listInstrument(terms), .indexPrice(IndexPrice(instrument: second, price: Price(units: 4_000))),
    ])
    // The contract that was listed later is traded first.
    for instrument in [second, .first] {
      for (account, side) in [(AccountID.alice, Side.sell), (.bob, .buy)] {
        let order = PlaceOrder(
          account: account, instrument: instrument, side: side, price: Price(units: 4_000),
          quantity: Contracts(rawValue: 100))
        _ = floor.run([.placeOrder(order)])
      }
    }
    _ = floor.run([.tick], after: 86_400_000)
    let sweeps = floor.tables.transactions(of: .bob).suffix(2).sorted { $0.transactID.number < $1.transactID.number }
    #expect(sweeps.map(\.text) == ["XBTUSD", "XBTUSE"])
    let balances: [Int64?] = [99_998_125, 99_996_250]
    #expect(sweeps.map(\.walletBalance) == balances)
  }

  @Test func `a deposit between two noons tells the balance without the profit that noon tells`() throws {
    var floor = Floor(.xbtusd2019)
    _ = floor.place(.alice, .sell, 100, at: Price(units: 4_000))
    _ = floor.place(.bob, .buy, 100, at: Price(units: 4_000))
    _ = floor.run([.deposit(Deposit(account: .bob, currency: .xbt, amount: Amount(rawValue: 1_000)))])
    _ = floor.run([.tick], after: 86_400_000)
    let rows = floor.tables.transactions(of: .bob)
    let kinds = rows.map { $0.transactType ?? "" }
    #expect(kinds.first == "Deposit" && kinds.last == "RealisedPNL")
    var balance: Int64 = 0
    for row in rows {
      balance += try #require(row.amount)
      #expect(row.walletBalance == balance)
    }
    #expect(floor.tables.margins(of: .bob).first?.walletBalance == balance)
  }

  @Test func `a withdrawal that is asked for and paid in one millisecond is told twice`() throws {
    var floor = Floor(.xbtusd2019)
    let asked = floor.run([
      .requestWithdrawal(
        RequestWithdrawal(
          account: .alice, currency: .xbt, amount: Amount(rawValue: 30_000_000), fee: Amount(rawValue: 10_000)))
    ])
    #expect(asked.wallet.map(\.row.pendingDebit) == [30_000_000])
    var number: UInt64?
    for happening in floor.events.happenings {
      if case .withdrawalChanged(let event) = happening.event { number = event.number }
    }
    let payment = ResolveWithdrawal(account: .alice, withdrawal: try #require(number), isConfirmed: true)
    let paid = floor.run([.resolveWithdrawal(payment)], after: 0)
    #expect(paid.wallet.map(\.row.pendingDebit) == [0] && paid.wallet.map(\.row.withdrawn) == [30_000_000])
    #expect(floor.tables.wallets(of: .alice).map(\.withdrawn) == [30_000_000])
  }

  @Test func `the liquidation price shown is the mark that liquidates, however little margin is left`() throws {
    var floor = Floor(.xbtusd2019)
    // Worth 75 XBT on 1 XBT in cross margin: at 3,980 less than the initial margin is left, yet more than maintenance.
    _ = floor.place(.alice, .sell, 300_000, at: Price(units: 4_000))
    _ = floor.place(.bob, .buy, 300_000, at: Price(units: 4_000))
    let price = try #require(try row(floor, .bob).liquidationPrice)
    _ = floor.run([.indexPrice(IndexPrice(instrument: .first, price: Price(units: 3_980)))])
    let margin = try #require(floor.tables.margins(of: .bob).first)
    #expect(margin.availableMargin == 0 && margin.excessMargin < 0)
    var index = Price(units: 3_980)
    var mark = try #require(try row(floor, .bob).markPrice)
    while try row(floor, .bob).currentQty != 0 {
      #expect(mark > price)
      #expect(try row(floor, .bob).liquidationPrice == price)
      index.rawValue -= 10_000_000
      _ = floor.run([.indexPrice(IndexPrice(instrument: .first, price: index))])
      mark = try #require(floor.tables.instruments.first?.markPrice)
    }
    #expect(mark <= price)
  }
}
