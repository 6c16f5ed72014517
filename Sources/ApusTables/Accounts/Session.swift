import ApusModel

// Profit is told by the session, which ends at noon UTC: then it is written into the wallet's history, one row for each
// contract. A position that is closed begins anew at nothing. The money itself moved with each fill.

/// Profit and commission of a position up to a moment, since its account first traded the contract.
struct Taken: Sendable, BitwiseCopyable {
  /// Profit less commissions and funding.
  var profit = Amount.zero
  /// Commissions and funding paid.
  var commission = Amount.zero
  /// Funding paid.
  var funding = Amount.zero
}

/// What was told before of a position's profit.
struct Session: Sendable, BitwiseCopyable {
  /// At the last noon.
  var swept = Taken()
  /// At the last noon, or when the position was opened, whichever came later: what a row tells counts from here.
  var begun = Taken()
  /// Profit of this position that was swept before, while it was open.
  var rebalanced = Amount.zero
  /// Profit of the session or of the position before.
  var previous = Amount.zero
  /// What was held at the last noon, and its profit not taken then.
  var openingQuantity = Contracts.zero
  var unrealised = Amount.zero

  /// The profit of the position since it was opened.
  func net(_ now: Taken) -> Amount { now.profit - begun.profit + rebalanced }

  /// The profit of the session that runs, without the funding that has rows of its own.
  func untold(_ now: Taken) -> Amount { now.profit - swept.profit + now.funding - swept.funding }

  /// Begins another position; what the one before it made is told as previous.
  mutating func open(at now: Taken) {
    begun = now
    rebalanced = .zero
  }

  /// Ends a position.
  mutating func close(at now: Taken) {
    previous = net(now)
    open(at: now)
  }

  /// Ends a session at noon and answers the profit it made, without the funding that has rows of its own.
  mutating func end(at now: Taken, isOpen: Bool) -> Amount {
    let profit = untold(now)
    if now.profit != begun.profit { previous = now.profit - begun.profit }
    if isOpen { rebalanced += now.profit - begun.profit }
    begun = now
    swept = now
    return profit
  }
}

extension Timestamp {
  /// The number of the session a time is in; each begins at noon UTC.
  var session: Int64 { Whole64.divide(rawValue + Timestamp.day / 2, by: Timestamp.day, rounding: .down) }
}

extension Tables {
  /// Ends the session when noon has passed.
  mutating func endSession(before now: Timestamp) {
    guard now.session != time.session, time != .zero else { return }
    let noon = Timestamp(rawValue: (time.session + 1) * Timestamp.day - Timestamp.day / 2)
    for account in accounts.indices { endSession(of: account, at: noon) }
  }

  private mutating func endSession(of account: Int, at noon: Timestamp) {
    for wallet in accounts[account].wallets.indices {
      let currency = accounts[account].wallets[wallet].currency
      var told = accounts[account].wallets[wallet].balance
      var rows: [(place: Int, profit: Amount)] = []
      for place in accounts[account].positions.indices {
        let record = accounts[account].positions[place]
        guard markets[Int(record.position.instrument.rawValue)].contract.terms.settlement == currency else { continue }
        let isOpen = record.position.quantity != .zero
        let profit = accounts[account].positions[place].session.end(at: record.taken, isOpen: isOpen)
        let market = markets[Int(record.position.instrument.rawValue)]
        accounts[account].positions[place].session.openingQuantity = record.position.quantity
        accounts[account].positions[place].session.unrealised =
          isOpen && market.mark > .zero ? record.position.unrealised(at: market.mark, of: market.contract.terms) : .zero
        if profit == .zero { continue }
        rows.append((place, profit))
        told -= profit
      }
      guard !rows.isEmpty else { continue }
      // The names of the rows of one noon rise with their contracts, and so do their balances.
      let positions = accounts[account].positions
      rows.sort { positions[$0.place].position.instrument.rawValue < positions[$1.place].position.instrument.rawValue }
      var sum = Amount.zero
      for (place, profit) in rows {
        told += profit
        sum += profit
        keep(profit, of: account, place, balance: told, at: noon)
      }
      accounts[account].wallets[wallet].previous = sum
      touch(accounts[account].id, at: noon)
    }
  }

  /// A change of a wallet with the balance that its history tells: without the profit that the next noon tells.
  func told(_ record: TransactionRecord) -> TransactionRecord {
    var record = record
    let owner = index(of: record.change.account)
    // By place: a position would be copied with all of its row.
    for place in accounts[owner].positions.indices {
      let market = Int(accounts[owner].positions[place].position.instrument.rawValue)
      guard markets[market].contract.terms.settlement == record.change.currency else { continue }
      record.change.balance -= accounts[owner].positions[place].untold
    }
    return record
  }

  private mutating func keep(_ profit: Amount, of account: Int, _ place: Int, balance: Amount, at noon: Timestamp) {
    let owner = accounts[account].id
    let market = accounts[account].positions[place].position.instrument
    let terms = markets[Int(market.rawValue)].contract.terms
    let record = TransactionRecord(
      sequence: sequence, time: noon,
      change: WalletChanged(
        account: owner, currency: terms.settlement, reason: .profit, amount: profit, balance: balance,
        deposited: .zero),
      number: TransactionNumber(profitOf: noon.session, owner, market), contract: terms.symbol)
    keep(record)
  }
}
