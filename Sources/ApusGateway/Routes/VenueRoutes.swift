import ApusAPI
import ApusExchange
import ApusTables

extension Routes {
  /// What the venue says about itself.
  static let venue: [Route] = [
    .get("", .open) { call throws(APIError) in about(call) },
    .get("/", .open) { call throws(APIError) in about(call) },
    .get("/schema/websocketHelp", .open) { _ throws(APIError) in TopicTable.help },
    .get("/wallet/assets", .open) { _ throws(APIError) in Asset.all },
    .get("/stats", .open) { call throws(APIError) in Stats.rows(call) },
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
}

/// A currency that wallets hold.
private struct Asset {
  let name: String
  let major: String
  let minor: String
  let scale: Int64

  /// The answer of `GET /wallet/assets`: facts that clients convert balances with.
  static let all: [UInt8] = {
    var writer = JSONWriter(capacity: 512)
    writer.beginArray()
    for asset in [
      Asset(name: "Bitcoin", major: "XBT", minor: "XBt", scale: 8),
      Asset(name: "Tether USD", major: "USDT", minor: "USDt", scale: 6),
    ] {
      asset.write(into: &writer)
    }
    writer.endArray()
    return writer.bytes
  }()

  private func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("asset", major)
    writer.member("currency", minor)
    writer.member("majorCurrency", major)
    writer.member("name", name)
    writer.member("currencyType", "Crypto")
    writer.member("scale", scale)
    writer.member("enabled", true)
    writer.member("isMarginCurrency", true)
    writer.member("memoRequired", false)
    // Paper money comes and goes over no network.
    writer.member("networks", texts: [])
    writer.endObject()
  }
}

/// What was traded, by series of contracts.
private struct Stats {
  var root: String
  var currency: String?
  var volume: Int64 = 0
  var turnover: Int64 = 0
  var openInterest: Int64 = 0
  var openValue: Int64 = 0

  static func rows(_ call: Call) -> [UInt8] {
    let rows = call.venue.exchange.read { tables in
      Array(tables.instruments.prefix(tables.instrumentCount))
    }
    var stats: [Stats] = []
    for row in rows {
      let root = row.rootSymbol ?? row.symbol
      if !stats.contains(where: { $0.root == root }) { stats.append(Stats(root: root, currency: row.settlCurrency)) }
      guard let place = stats.firstIndex(where: { $0.root == root }) else { continue }
      stats[place].volume += row.volume24h ?? 0
      stats[place].turnover += row.turnover24h ?? 0
      stats[place].openInterest += row.openInterest ?? 0
      stats[place].openValue += row.openValue ?? 0
    }
    var writer = JSONWriter(capacity: 256)
    writer.beginArray()
    for entry in stats { entry.write(into: &writer) }
    writer.endArray()
    return writer.bytes
  }

  private func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("rootSymbol", root)
    if let currency { writer.member("currency", currency) }
    writer.member("volume24h", volume)
    writer.member("turnover24h", turnover)
    writer.member("openInterest", openInterest)
    writer.member("openValue", openValue)
    writer.endObject()
  }
}
