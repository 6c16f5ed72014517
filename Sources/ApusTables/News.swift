import ApusAPI
import ApusModel

/// What happened in a batch besides the rows that can be compared.
struct News: Sendable {
  /// Executions in the order they happened.
  var executions: [ExecutionRecord] = []
  /// Changes of wallets, with what was told of them before.
  var transactions: [(record: TransactionRecord, before: TransactionRecord?)] = []
  var settlements: [SettlementRecord] = []
  var interest: [InterestRow] = []
  /// Bins of contracts whose number is another's now.
  var tradeBins = BySize<[TradeBinRow]> { _ in [] }
  var quoteBins = BySize<[QuoteRow]> { _ in [] }
  /// Accounts whose rows may have changed.
  var accounts: [AccountID] = []
  /// Orders that may rest elsewhere, or no longer, since the last entry.
  var unsettled: [Int32] = []
}
