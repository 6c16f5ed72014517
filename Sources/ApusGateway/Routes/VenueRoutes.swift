import ApusAPI
import ApusExchange
import ApusTables

extension Routes {
  /// What the venue says about itself.
  static let venue: [Route] = [
    .get(
      "", .open,
      Operation("Venue.get", "Says who answers and what time it is, in milliseconds since 1970.", answers: .object)
    ) { call throws(APIError) in about(call) },
    .get(
      "/schema/websocketHelp", .open,
      Operation("Schema.websocketHelp", "Describes realtime connections: operations and topics.", answers: .object)
    ) { _ throws(APIError) in TopicTable.help },
    .get(
      "/wallet/assets", .open,
      Operation("Wallet.getAssetsConfig", "The currencies that wallets hold.", answers: .rows(.assetsConfig))
    ) { _ throws(APIError) in assets },
    .get(
      "/stats", .open,
      Operation("Stats.get", "What was traded in each series of contracts, and what is held.", answers: .rows(.stats))
    ) { call throws(APIError) in stats(call) },
  ]

  private static func about(_ call: Call) -> [UInt8] {
    var writer = JSONWriter(capacity: 128)
    writer.beginObject()
    writer.member("name", "Apus")
    writer.member("version", call.venue.version)
    writer.member("timestamp", WallClock.milliseconds)
    writer.endObject()
    return writer.bytes
  }

  /// Facts that clients convert balances with. Paper money comes and goes over no network.
  private static let assets: [UInt8] = {
    var writer = JSONWriter(capacity: 512)
    writer.append([
      AssetRow(asset: "XBT", currency: "XBt", name: "Bitcoin", scale: 8),
      AssetRow(asset: "USDT", currency: "USDt", name: "Tether USD", scale: 6),
    ])
    return writer.bytes
  }()

  private static func stats(_ call: Call) -> [UInt8] {
    let rows = call.venue.exchange.read { tables in Array(tables.instruments.prefix(tables.instrumentCount)) }
    var stats: [StatsRow] = []
    for row in rows {
      let root = row.rootSymbol ?? row.symbol
      let place = stats.firstIndex { $0.rootSymbol == root } ?? stats.endIndex
      if place == stats.endIndex { stats.append(StatsRow(rootSymbol: root, currency: row.settlCurrency)) }
      stats[place].volume24h += row.volume24h ?? 0
      stats[place].turnover24h += row.turnover24h ?? 0
      stats[place].openInterest += row.openInterest ?? 0
      stats[place].openValue += row.openValue ?? 0
    }
    var writer = JSONWriter(capacity: 256)
    writer.append(stats)
    return writer.bytes
  }
}
