/// What an account earned by bringing others: the answer of `/user/affiliateStatus`.
public struct AffiliateRow: TableRow {
  /// The account.
  public var account: Int64
  /// The currency, in whose smallest unit money is counted.
  public var currency: String
  /// What was paid last.
  public var prevPayout: Int64 = 0
  /// What the others had traded by then.
  public var prevTurnover: Int64 = 0
  /// What they had paid by then.
  public var prevComm: Int64 = 0
  /// When that was.
  public var prevTimestamp: Int64?
  /// What they traded since.
  public var execTurnover: Int64 = 0
  /// What they paid since.
  public var execComm: Int64 = 0
  /// How many there are.
  public var totalReferrals: Int64 = 0
  /// What they traded in all.
  public var totalTurnover: Int64 = 0
  /// What they paid in all.
  public var totalComm: Int64 = 0
  /// The share that is paid.
  public var payoutPcnt: Decimal = .zero
  /// What will be paid next.
  public var pendingPayout: Int64 = 0
  /// When the row last changed.
  public var timestamp: Int64?
  /// Who brought the account.
  public var referrerAccount: Int64?
  /// The discount for having been brought.
  public var referralDiscount: Decimal = .zero
  /// What was paid in all.
  public var affiliatePayout: Decimal = .zero

  /// Makes a row that knows as little as a row can.
  public init(account: Int64, currency: String) {
    self.account = account
    self.currency = currency
  }
}

extension AffiliateRow {
  /// The table of these rows.
  public static let schema = TableSchema<AffiliateRow>(
    "affiliate", keys: ["account", "currency"], isPublic: false,
    columns: [
      .long("account") { $0.account },
      .symbol("currency") { $0.currency },
      .long("prevPayout") { $0.prevPayout },
      .long("prevTurnover") { $0.prevTurnover },
      .long("prevComm") { $0.prevComm },
      .timestamp("prevTimestamp") { $0.prevTimestamp },
      .long("execTurnover") { $0.execTurnover },
      .long("execComm") { $0.execComm },
      .long("totalReferrals") { $0.totalReferrals },
      .long("totalTurnover") { $0.totalTurnover },
      .long("totalComm") { $0.totalComm },
      .float("payoutPcnt") { $0.payoutPcnt },
      .long("pendingPayout") { $0.pendingPayout },
      .timestamp("timestamp") { $0.timestamp },
      .long("referrerAccount") { $0.referrerAccount },
      .float("referralDiscount") { $0.referralDiscount },
      .float("affiliatePayout") { $0.affiliatePayout },
    ])
}
