import ApusAPI
import ApusModel

/// What an account has in one currency, and the rows that say so.
struct Wallet: Sendable {
  let currency: Currency
  var balance = Amount.zero
  var deposited = Amount.zero
  var withdrawn = Amount.zero
  /// What came from other accounts, and what went to them.
  var transferIn = Amount.zero
  var transferOut = Amount.zero
  /// What waits to leave the venue; it is not part of the balance any more.
  var pending = Amount.zero
  /// What the session before made.
  var previous = Amount.zero
  /// When it last changed apart from trading; each change is told, also several of one millisecond.
  var changed: Timestamp { didSet { swept = nil } }
  /// The balance less the profit of this session as last published; nil while a change waits to be.
  var swept: Amount?
  /// The rows as last published.
  var row: WalletRow?
  var margin: MarginRow?

  init(_ currency: Currency, at time: Timestamp) {
    self.currency = currency
    changed = time
  }

  /// Counts money that left the venue or went between accounts.
  mutating func count(_ change: WalletChanged) {
    switch change.reason {
    case .withdrawal: withdrawn -= change.amount
    case .transfer where change.amount > .zero: transferIn += change.amount
    case .transfer: transferOut -= change.amount
    default: return
    }
  }

  /// Counts a withdrawal that was asked for, paid out or taken back.
  mutating func count(_ change: WithdrawalChanged) {
    pending += change.status == .pending ? change.amount : -change.amount
    if change.status == .completed { withdrawn += change.amount }
  }

  /// The wallet's row; profit taken in this session is not in it yet.
  func currentRow(_ account: AccountID, swept: Amount) -> WalletRow {
    var row = WalletRow(account: Int64(account.rawValue), currency: currency.word)
    row.deposited = deposited.rawValue
    row.withdrawn = withdrawn.rawValue
    row.transferIn = transferIn.rawValue
    row.transferOut = transferOut.rawValue
    row.amount = swept.rawValue
    row.pendingDebit = pending.rawValue
    row.timestamp = changed.rawValue
    return row
  }
}

/// The sums over an account's positions in one currency.
struct MarginSums: Sendable {
  /// Profit and commission since noon.
  var realised = Amount.zero
  var premium = Amount.zero
  var unrealised = Amount.zero
  var fees = Amount.zero
  var positionMargin = Amount.zero
  var orderMargin = Amount.zero
  var openingValue = Amount.zero
  var markValue = Amount.zero
  var changed = Timestamp.zero

  mutating func add(_ record: PositionRecord, _ value: PositionValue) {
    realised += record.taken.profit - record.session.swept.profit
    fees += record.taken.commission - record.session.swept.commission
    premium += record.position.premium
    unrealised += value.unrealised
    positionMargin += value.margin.kept
    orderMargin += value.orderMargin
    openingValue += value.openingValue
    markValue += value.markValue.magnitude
  }

  /// What is neither reserved nor kept for positions; negative when more is needed than there is, which moves liquidation
  /// prices in cross margin.
  func free(_ balance: Amount) -> Amount { balance - positionMargin - orderMargin }

  /// What new orders may use: unrealised profit is locked, unrealised loss is not.
  func available(_ balance: Amount) -> Amount { max(.zero, free(balance)) }
}

extension Wallet {
  /// The margin row of the account in this currency.
  func currentMargin(_ account: AccountID, _ sums: MarginSums, at time: Timestamp) -> MarginRow {
    var row = MarginRow(account: Int64(account.rawValue), currency: currency.word)
    let marginBalance = balance + sums.unrealised
    let maintenance = sums.positionMargin + sums.unrealised
    row.riskLimit = 1_000_000_000_000
    row.amount = (balance - sums.realised).rawValue
    row.grossComm = sums.fees.rawValue
    row.prevRealisedPnl = previous.rawValue
    row.grossOpenPremium = sums.premium.rawValue
    row.grossOpenCost = sums.openingValue.rawValue
    row.grossMarkValue = sums.markValue.rawValue
    row.riskValue = (sums.markValue + sums.openingValue).rawValue
    row.initMargin = sums.orderMargin.rawValue
    row.maintMargin = maintenance.rawValue
    row.realisedPnl = sums.realised.rawValue
    row.unrealisedPnl = sums.unrealised.rawValue
    row.walletBalance = balance.rawValue
    row.marginBalance = marginBalance.rawValue
    row.marginLeverage = Decimal(sums.markValue.rawValue, dividedBy: marginBalance.rawValue, places: 8) ?? .zero
    row.marginUsedPcnt =
      Decimal((sums.orderMargin + maintenance).rawValue, dividedBy: marginBalance.rawValue, places: 4) ?? .zero
    row.excessMargin = (marginBalance - sums.orderMargin - maintenance).rawValue
    row.availableMargin = sums.available(balance).rawValue
    row.withdrawableMargin = row.availableMargin
    row.timestamp = time.rawValue
    return row
  }
}

/// A change of a wallet apart from trading.
struct TransactionRecord: Sendable {
  var sequence: UInt64
  var time: Timestamp
  var change: WalletChanged
  /// What its public name holds.
  var number: TransactionNumber
  /// The contract it belongs to, if any.
  var contract: Symbol
  /// Where a withdrawal stands, when it last changed, what the network takes of it, and what its owner said of it.
  var status = WithdrawalStatus.completed
  var changed: Timestamp
  var fee = Amount.zero
  var notes = WithdrawalNotes(text: nil, address: nil)

  /// A change that an entry made.
  init(_ change: WalletChanged, _ sequence: UInt64, at time: Timestamp) {
    self.init(
      sequence: sequence, time: time, change: change, number: TransactionNumber(change, in: sequence), contract: .none)
  }

  /// A withdrawal as it stands.
  init(_ withdrawal: WithdrawalChanged, saying notes: WithdrawalNotes, at time: Timestamp) {
    let change = WalletChanged(
      account: withdrawal.account, currency: withdrawal.currency, reason: .withdrawal, amount: -withdrawal.amount,
      balance: withdrawal.balance, deposited: .zero)
    self.init(
      sequence: withdrawal.number, time: withdrawal.requested, change: change,
      number: TransactionNumber(payout: withdrawal.number), contract: .none)
    status = withdrawal.status
    changed = time
    fee = withdrawal.fee
    self.notes = notes
  }

  /// A change with a number and a contract of its own.
  init(sequence: UInt64, time: Timestamp, change: WalletChanged, number: TransactionNumber, contract: Symbol) {
    self.sequence = sequence
    self.time = time
    self.change = change
    self.number = number
    self.contract = contract
    changed = time
  }

  /// The row of the change.
  var row: TransactionRow {
    var row = TransactionRow(
      transactID: PublicID(.transaction, number.rawValue), account: Int64(change.account.rawValue),
      currency: change.currency.word)
    row.transactType = typeWord
    if change.reason == .withdrawal { row.network = change.currency.network }
    row.text = contract.isEmpty ? notes.text : contract.description
    row.address = notes.address
    row.amount = change.amount.rawValue
    row.fee = fee.rawValue
    row.transactStatus = statusWord
    row.transactTime = time.rawValue
    row.timestamp = changed.rawValue
    row.walletBalance = change.balance.rawValue
    return row
  }

  private var statusWord: String {
    switch status {
    case .pending: "Pending"
    case .completed: "Completed"
    case .canceled: "Canceled"
    }
  }

  private var typeWord: String {
    switch change.reason {
    case .withdrawal, .withdrawalHeld, .withdrawalReturned: "Withdrawal"
    case .transfer, .insurance: "Transfer"
    case .funding: "Funding"
    case .interest: "Interest"
    case .profit, .commission, .settlementFee: "RealisedPNL"
    case .deposit, nil: "Deposit"
    }
  }
}
