import ApusAPI
import ApusModel

/// The end of a batch: everything that changed is compared once and told.
extension Tables {
  /// Tells what changed since the last batch.
  mutating func publish() -> TableChanges {
    var changes = TableChanges()
    changes.batch = batch
    changes.sequence = sequence
    changes.time = time
    publishOrders(&changes)
    publishExecutions(&changes)
    publishAccounts(&changes)
    publishLeftBins(&changes)
    for market in markets.indices { publish(market, &changes) }
    publishIndices(&changes)
    if !changes.instrument.isEmpty { lastInstruments = batch }
    for record in news.settlements { changes.settlement.append(.insert(record.row(contracts[record.contract]))) }
    news.settlements.removeAll(keepingCapacity: true)
    for row in news.interest { changes.interest.append(.insert(row)) }
    news.interest.removeAll(keepingCapacity: true)
    publishLiquidations(&changes)
    keepClosed()
    return changes
  }

  private func publishOrders(_ changes: inout TableChanges) {
    var touched = orders.touched[...]
    let records = orders.records
    let owner = { (slot: Int32) in records[Int(slot)].order.account }
    if touched.contains(where: { owner($0.slot) != owner(touched[0].slot) }) {
      touched =
        touched.enumerated()
        .sorted { (owner($0.element.slot), $0.offset) < (owner($1.element.slot), $1.offset) }
        .map(\.element)[...]
    }
    changes.order.reserveCapacity(touched.count)
    for (slot, before) in touched {
      let now = records[Int(slot)]
      let contract = contracts[now.contract]
      if let before {
        changes.order.append(.update(old: before.row(contract), new: now.row(contract)))
      } else {
        changes.order.append(.insert(now.row(contract)))
      }
    }
  }

  private mutating func publishExecutions(_ changes: inout TableChanges) {
    let first = news.executions.first?.order.order.account
    if news.executions.contains(where: { $0.order.order.account != first }) {
      news.executions.sort { ($0.order.order.account, $0.id) < ($1.order.order.account, $1.id) }
    }
    changes.execution.reserveCapacity(news.executions.count)
    for execution in news.executions {
      let contract = contracts[execution.order.contract]
      changes.execution.append(.insert(execution.row(contract)))
    }
    news.executions.removeAll(keepingCapacity: true)
  }

  private mutating func publishAccounts(_ changes: inout TableChanges) {
    for market in markets.indices where markets[market].isMarked {
      markets[market].isMarked = false
      for holder in markets[market].holders { markDirty(holder) }
    }
    if news.accounts.count > 1 { news.accounts.sort() }
    for account in news.accounts {
      let index = index(of: account)
      accounts[index].isDirty = false
      accounts[index].publish(markets, &changes)
    }
    news.accounts.removeAll(keepingCapacity: true)
    if news.transactions.count > 1 {
      news.transactions.sort {
        ($0.record.change.account, $0.record.sequence) < ($1.record.change.account, $1.record.sequence)
      }
    }
    for (record, before) in news.transactions {
      changes.transact.append(before.map { .update(old: $0.row, new: record.row) } ?? .insert(record.row))
    }
    news.transactions.removeAll(keepingCapacity: true)
  }

  private mutating func publish(_ index: Int, _ changes: inout TableChanges) {
    let contract = markets[index].contract
    for trade in markets[index].newTrades { changes.trade.append(.insert(trade.row(contract))) }
    markets[index].newTrades.removeAll(keepingCapacity: true)
    for funding in markets[index].newFundings { changes.funding.append(.insert(funding.row(contract))) }
    markets[index].newFundings.removeAll(keepingCapacity: true)
    if markets[index].book.isTouched { markets[index].lastLevels = batch }
    markets[index].book.endBatch(contract, &changes)
    for quote in markets[index].newQuotes { changes.quote.append(.insert(quote.row(contract))) }
    markets[index].newQuotes.removeAll(keepingCapacity: true)
    if markets[index].bins.areNews { publishBins(index, contract, &changes) }
    guard markets[index].isDirty else { return }
    markets[index].isDirty = false
    let isNew = markets[index].row.timestamp == nil
    let told = changes.instrument.count
    if let gone = markets[index].gone {
      changes.instrument.append(.delete(gone))
      markets[index].gone = nil
    }
    let now = markets[index].currentRow(at: time)
    ApusTables.tell(isNew ? nil : markets[index].row, now, &changes.instrument)
    markets[index].row = now
    if changes.instrument.count > told { markets[index].lastRow = batch }
  }

  /// Tells the bins of contracts that are gone.
  private mutating func publishLeftBins(_ changes: inout TableChanges) {
    for size in BinSize.allCases {
      changes.tradeBin[size] += news.tradeBins[size].map { .insert($0) }
      changes.quoteBin[size] += news.quoteBins[size].map { .insert($0) }
      news.tradeBins[size].removeAll(keepingCapacity: true)
      news.quoteBins[size].removeAll(keepingCapacity: true)
    }
  }

  private mutating func publishBins(_ index: Int, _ contract: Contract, _ changes: inout TableChanges) {
    for size in BinSize.allCases {
      for bin in markets[index].bins.newTrades[size] { changes.tradeBin[size].append(.insert(bin.row(contract))) }
      for bin in markets[index].bins.newQuotes[size] { changes.quoteBin[size].append(.insert(bin.row(contract))) }
    }
    markets[index].bins.forgetNews()
  }

  private mutating func publishIndices(_ changes: inout TableChanges) {
    for place in indices.indices where indices[place].isNews {
      let now = indices[place].currentRow
      ApusTables.tell(indices[place].row, now, &changes.instrument)
      indices[place].row = now
      indices[place].isNews = false
    }
  }

  /// Moves the orders that are done into their owners' histories.
  private mutating func keepClosed() {
    for slot in orders.closed {
      var record = orders.records[Int(slot)]
      record.isTouched = false
      accounts[index(of: record.order.account)].closed.append(record)
    }
  }

  /// Ends a batch of the past.
  mutating func endRestoredBatch() {
    keepClosed()
    forgetLiquidations()
    news.accounts.removeAll(keepingCapacity: true)
    for account in accounts.indices { accounts[account].isDirty = false }
  }
}
