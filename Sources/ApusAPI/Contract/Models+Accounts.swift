// The tables of what is not traded: what the operator says, what is known of accounts, and sums.

extension Model {
  /// Something the operator tells everybody.
  public static let announcement = Model(
    "Announcement", "Something the operator tells everybody.", AnnouncementRow.schema, blank: AnnouncementRow(id: 0))
  /// Something the operator tells who is signed in.
  public static let globalNotification = Model(
    "GlobalNotification", "Something the operator tells who is signed in.", NotificationRow.schema,
    blank: NotificationRow(id: 0, date: 0, title: "", body: ""))
  /// A key that signs requests, without its secret.
  public static let apiKey = Model(
    "APIKey", "A key that signs requests, without its secret.", APIKeyRow.schema,
    blank: APIKeyRow(id: "", name: "", userId: 0))
  /// What was traded in a series of contracts on one day.
  public static let statsHistory = Model(
    "StatsHistory", "What was traded in a series of contracts on one day.", StatsHistoryRow.schema,
    blank: StatsHistoryRow(date: 0, rootSymbol: ""))
  /// What was traded in a series of contracts, in dollars.
  public static let statsUSD = Model(
    "StatsUSD", "What was traded in a series of contracts, in dollars.", StatsUSDRow.schema,
    blank: StatsUSDRow(rootSymbol: ""))
  /// What was traded in a contract, in dollars.
  public static let statsUSDBySymbol = Model(
    "StatsUSDBySymbol", "What was traded in a contract, in dollars.", UsdVolumeRow.schema,
    blank: UsdVolumeRow(symbol: ""))
  /// An account by what it made.
  public static let leaderboard = Model(
    "Leaderboard", "An account by what it made.", LeaderRow.schema, blank: LeaderRow(name: "", profit: .zero))
  /// What an account is called in public.
  public static let leaderboardName = Model(
    "LeaderboardName", "What an account is called in public.", LeaderNameRow.schema, blank: LeaderNameRow(name: ""))
  /// Where money for an account is sent.
  public static let depositAddress = Model(
    "DepositAddress", "Where money for an account is sent.", DepositAddressRow.schema,
    blank: DepositAddressRow(address: ""))
  /// What changed a wallet by one kind of change and one contract.
  public static let walletSummaryRecord = Model(
    "WalletSummaryRecord", "What changed a wallet by one kind of change and one contract.", WalletSummaryRow.schema,
    blank: WalletSummaryRow(account: 0, currency: "", transactType: ""))
  /// What an account earned by bringing others.
  public static let affiliate = Model(
    "Affiliate", "What an account earned by bringing others.", AffiliateRow.schema,
    blank: AffiliateRow(account: 0, currency: ""))
  /// How many of an account's quotes were dealt on.
  public static let quoteFillRatio = Model(
    "QuoteFillRatio", "How many of an account's quotes were dealt on.", QuoteFillRatioRow.schema,
    blank: QuoteFillRatioRow(date: 0, account: 0))
  /// What an account's quotes were worth.
  public static let quoteValueRatio = Model(
    "QuoteValueRatio", "What an account's quotes were worth.", QuoteValueRatioRow.schema,
    blank: QuoteValueRatioRow(timestamp: 0, account: 0))
  /// What an account trades in a day.
  public static let tradingVolume = Model(
    "TradingVolume", "What an account trades in a day.", TradingVolumeRow.schema,
    blank: TradingVolumeRow(advUsd: .zero, advUsdContract: .zero))
  /// Something that was done with an account.
  public static let userEvent = Model(
    "UserEvent", "Something that was done with an account.", UserEventRow.schema,
    blank: UserEventRow(id: 0, type: "", userId: 0, createdById: 0, created: 0))
  /// A network that a currency travels over.
  public static let networksConfig = Model(
    "NetworksConfig", "A network that a currency travels over.", NetworkRow.schema,
    blank: NetworkRow(network: "", name: "", currency: "", networkSymbol: ""))
  /// An account of a family between whose wallets money can be moved.
  public static let subaccount = Model(
    "Subaccount", "An account of a family between whose wallets money can be moved.", SubaccountRow.schema,
    blank: SubaccountRow(id: 0, accountName: ""))
}
