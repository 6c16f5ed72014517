import ApusEngine
import ApusModel
import Testing

/// Positions valued all at once are worth what each is worth alone, to the last unit.
@Suite struct MarkColumnsTests {
  private static func contracts() -> [Instrument] {
    var linear = Instrument.xbtusd2026
    linear.kind = .linear
    linear.multiplier = 7
    linear.lot = Contracts(13)
    var quanto = Instrument.xbtusd2019
    quanto.kind = .quanto
    quanto.multiplier = 100
    var crooked = Instrument.xbtusd2019
    crooked.multiplier = 99_999_989
    crooked.lot = Contracts(12)
    return [.xbtusd2019, .xbtusd2026, linear, quanto, crooked]
  }

  @Test(arguments: contracts())
  func `a column is worth what its positions are`(terms: Instrument) {
    var random = SystemRandomNumberGenerator()
    var columns = MarkColumns(capacity: 1_000)
    var positions: [(quantity: Contracts, cost: Amount, liquidation: Price?)] = []
    let most = terms.maximumHolding.rawValue / terms.lot.rawValue
    for _ in 0..<1_000 {
      let lots = Int64.random(in: -most...most, using: &random) >> Int64.random(in: 0..<60, using: &random)
      let quantity = terms.lot * lots
      let cost = Amount(Int64.random(in: -1_000_000...1_000_000, using: &random))
      let liquidation =
        Bool.random(using: &random)
        ? nil : terms.price(of: Tick(Int64.random(in: 1..<terms.ticks, using: &random)))
      positions.append((quantity, cost, liquidation))
      columns.append(quantity, cost: cost, liquidation: liquidation)
    }
    for _ in 0..<20 {
      let mark = Price(Int64.random(in: terms.tickSize.rawValue...terms.maximumPrice.rawValue, using: &random))
      columns.mark(to: mark, of: terms)
      var reached = 0
      for (index, position) in positions.enumerated() {
        #expect(columns.profit(UInt32(index)) == terms.value(of: position.quantity, at: mark) - position.cost)
        let isReached = position.liquidation.map { position.quantity < .zero ? mark >= $0 : mark <= $0 } ?? false
        #expect(columns.isReached(UInt32(index)) == isReached)
        reached += isReached ? 1 : 0
      }
      #expect(columns.reachedCount == reached)
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `small positions are worth the same at fine and at round prices`(digits: UInt64) {
    var random = SystemRandomNumberGenerator()
    for multiplier in [1, 7, 97, 100, 100_000, 100_000_000] as [Int64] {
      var terms = Instrument.xbtusd2019
      terms.kind = .linear
      terms.multiplier = multiplier
      var columns = MarkColumns(capacity: 500)
      var quantities: [Int64] = []
      let most: Int64 = digits == 1 ? 100 : digits == 2 ? 100_000 : 100_000_000
      for _ in 0..<500 {
        quantities.append(Int64.random(in: -most...most, using: &random))
        columns.append(Contracts(quantities.last!), cost: .zero, liquidation: nil)
      }
      for grain in [1, 500, 100_000_000, 5_000_000_000] as [Int64] {
        let mark = Price(rawValue: Int64.random(in: 1...1_000_000_000_000 / grain, using: &random) * grain)
        columns.mark(to: mark, of: terms)
        for (index, quantity) in quantities.enumerated() {
          #expect(columns.profit(UInt32(index)) == terms.value(of: Contracts(quantity), at: mark))
        }
      }
    }
  }

  @Test func `halves are rounded away from zero`() {
    var terms = Instrument.xbtusd2019
    terms.kind = .linear
    terms.multiplier = 1
    var columns = MarkColumns(capacity: 4)
    for quantity in [1, -1, 3, -3] as [Int64] { columns.append(Contracts(quantity), cost: .zero, liquidation: nil) }
    columns.mark(to: Price(units: 1, over: 2), of: terms)
    #expect((0..<4).map { columns.profit($0).rawValue } == [1, -1, 2, -2])
  }
}
