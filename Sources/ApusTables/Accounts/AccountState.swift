import ApusAPI
import ApusModel

/// All that the tables know of one account.
struct AccountState: Sendable {
  let id: AccountID
  /// Bitcoin first, as clients expect.
  var wallets: [Wallet]
  /// Every market the account ever had an order or a position in.
  var positions: [PositionRecord] = []
  /// Where its open orders are kept.
  var open: [Int32] = []
  var closed: Recent<OrderRecord>
  var executions: Recent<ExecutionRecord>
  var transactions: Recent<TransactionRecord>
  var interest: Recent<InterestRecord>
  /// Its role, plan and restriction; nil while they are everybody's.
  var standing: StandingChanged?
  /// When money, positions or orders last changed.
  var changed: Timestamp
  /// When money first came in, and when it first traded.
  var firstDeposit: Timestamp?
  var firstTrade: Timestamp?
  /// True when its rows may have changed since the last batch.
  var isDirty = false

  init(_ id: AccountID, at time: Timestamp, _ limits: TablesLimits) {
    self.id = id
    wallets = [Wallet(.xbt, at: time)]
    closed = Recent(capacity: limits.closedOrders)
    executions = Recent(capacity: limits.executions)
    transactions = Recent(capacity: limits.transactions)
    interest = Recent(capacity: limits.interest)
    changed = time
  }

  /// Where the wallet of a currency is kept, begun when there is none.
  mutating func wallet(_ currency: Currency, at time: Timestamp) -> Int {
    if let index = wallets.firstIndex(where: { $0.currency == currency }) { return index }
    wallets.append(Wallet(currency, at: time))
    return wallets.count - 1
  }

  /// Where the position in a market is kept, or nil when there never was one.
  func place(of instrument: InstrumentID) -> Int? {
    positions.firstIndex { $0.position.instrument == instrument }
  }

  /// Where the position in a market is kept, begun when there is none.
  mutating func begin(_ instrument: InstrumentID, at time: Timestamp) -> Int {
    if let place = place(of: instrument) { return place }
    positions.append(PositionRecord(Position(account: id, instrument: instrument), at: time))
    return positions.count - 1
  }
}

extension AccountState {
  /// Compares all rows of the account with what was published, and tells the differences.
  mutating func publish(_ markets: [Market], _ changes: inout TableChanges) {
    let values = positions.map { record in
      let market = Int(record.position.instrument.rawValue)
      return PositionValue(
        record.position, record.isolated, at: markets[market].mark, of: markets[market].contract.terms)
    }
    for index in wallets.indices {
      let sums = sums(wallets[index].currency, values, markets)
      publish(wallet: index, sums, &changes)
      publish(positionsIn: wallets[index].currency, wallets[index].balance, sums, values, markets, &changes)
    }
  }

  private func sums(_ currency: Currency, _ values: [PositionValue], _ markets: [Market]) -> MarginSums {
    var sums = MarginSums()
    sums.changed = changed
    for (record, value) in zip(positions, values) {
      let market = Int(record.position.instrument.rawValue)
      guard markets[market].contract.terms.settlement == currency else { continue }
      sums.add(record, value)
      if record.position.quantity != .zero { sums.changed = max(sums.changed, markets[market].marked) }
    }
    return sums
  }

  private mutating func publish(wallet index: Int, _ sums: MarginSums, _ changes: inout TableChanges) {
    let swept = wallets[index].balance - sums.realised
    if wallets[index].swept != swept {
      let row = wallets[index].currentRow(id, swept: swept)
      tell(wallets[index].row, row, &changes.wallet)
      wallets[index].row = row
      wallets[index].swept = swept
    }
    let margin = wallets[index].currentMargin(id, sums, at: sums.changed)
    tell(wallets[index].margin, margin, &changes.margin)
    wallets[index].margin = margin
  }

  private mutating func publish(
    positionsIn currency: Currency, _ balance: Amount, _ sums: MarginSums, _ values: [PositionValue],
    _ markets: [Market], _ changes: inout TableChanges
  ) {
    for place in positions.indices {
      let market = Int(positions[place].position.instrument.rawValue)
      guard markets[market].contract.terms.settlement == currency else { continue }
      let row = positions[place].currentRow(
        markets[market], values[place], available: sums.free(balance),
        at: positions[place].time(of: markets[market].marked, account: sums.changed))
      tell(positions[place].row, row, &changes.position)
      positions[place].row = row
    }
  }
}

extension PositionRecord {
  /// When the row last changed: with the position itself, with the mark while it is open, and with all else of the
  /// account while that backs it.
  fileprivate func time(of marked: Timestamp, account: Timestamp) -> Timestamp {
    if position.quantity == .zero { return changed }
    return max(changed, position.leverage == .cross ? account : marked)
  }
}

/// Tells how a row differs from what was published; nothing when it does not.
func tell<Row: TableRow>(_ before: Row?, _ now: Row, _ changes: inout [RowChange<Row>]) {
  guard let before else { return changes.append(.insert(now)) }
  if before != now { changes.append(.update(old: before, new: now)) }
}
