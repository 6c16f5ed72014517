import ApusExchange
import Synchronization

/// The counts as Prometheus reads them, at `/metrics`.
struct MetricsPage {
  static let path = "/metrics"
  private var text = ""

  /// The page as of now.
  static func bytes(_ meters: Meters) -> [UInt8] {
    var page = MetricsPage()
    page.write(meters)
    return Array(page.text.utf8)
  }

  private mutating func write(_ meters: Meters) {
    guard let others = meters.others else { return }
    let loop = others.exchange.meter
    gauge("apus_up", "1 while the venue takes commands.", others.exchange.state == .open ? 1 : 0)
    count("apus_entries_total", "Entries applied by the engine.", Int(loop.entries))
    count("apus_batches_total", "Batches they came in.", Int(loop.batches))
    gauge("apus_sequence", "The last entry whose effects can be read.", Int(others.exchange.sequence))
    gauge("apus_inbox_commands", "Commands that wait for the engine.", loop.waiting)
    gauge("apus_fanout_batches", "Batches that wait to be encoded.", others.fanout.backlog)
    count("apus_reads_total", "Requests that read.", meters.reads.load(ordering: .relaxed))
    count("apus_orders_total", "Requests that asked the engine for something.", meters.acts.load(ordering: .relaxed))
    gauge("apus_connections", "Connections of all kinds.", others.sources.count)
    gauge("apus_sockets", "Realtime connections.", meters.sockets.load(ordering: .relaxed))
    gauge("apus_subscriptions", "Topics that realtime clients follow.", others.interest.count)
    count("apus_messages_total", "Realtime messages to followers.", meters.messages.load(ordering: .relaxed))
    count("apus_messages_merged_total", "Of those, merged for slow clients.", meters.merged.load(ordering: .relaxed))
    count("apus_sockets_cut_total", "Closed for reading too slowly.", meters.cuts.load(ordering: .relaxed))
    head("apus_refusals_total", "counter", "Refusals by status, and by reason where a key was refused.")
    for (kind, count) in meters.refused {
      text += "apus_refusals_total{status=\"\(kind.status)\",reason=\"\(kind.reason)\"} \(count)\n"
    }
    let spans = meters.spans
    histogram("apus_commit_seconds", "From a batch to its flush.", loop.commit)
    histogram("apus_batch_seconds", "From a batch to its answers.", loop.turn)
    histogram("apus_answer_seconds", "From a request's bytes to its acknowledgement on the socket.", spans.answers)
    histogram("apus_fanout_seconds", "From the end of a batch to its messages on the sockets.", spans.messages)
  }

  private mutating func head(_ name: String, _ kind: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
  }

  private mutating func count(_ name: String, _ help: String, _ value: Int) {
    head(name, "counter", help)
    text += "\(name) \(value)\n"
  }

  private mutating func gauge(_ name: String, _ help: String, _ value: Int) {
    head(name, "gauge", help)
    text += "\(name) \(value)\n"
  }

  /// Buckets from a microsecond to a minute, two in each doubling, and beside them what people ask for most.
  private mutating func histogram(_ name: String, _ help: String, _ times: Histogram) {
    head(name, "histogram", help)
    var edge: Int64 = 1_024
    while edge < 60_000_000_000 {
      for limit in [edge, edge / 2 * 3] {
        text += "\(name)_bucket{le=\"\(Self.seconds(limit))\"} \(times.count(below: limit))\n"
      }
      edge *= 2
    }
    text += "\(name)_bucket{le=\"+Inf\"} \(times.count)\n\(name)_sum \(Self.seconds(times.sum))\n"
    text += "\(name)_count \(times.count)\n"
    head("\(name)_quantile", "gauge", "\(help) Since the start, within one and a half per cent.")
    for (share, word) in [(0.5, "0.5"), (0.99, "0.99"), (0.999, "0.999")] {
      text += "\(name)_quantile{quantile=\"\(word)\"} \(Self.seconds(times.quantile(share)))\n"
    }
  }

  /// Nanoseconds as seconds in decimals.
  private static func seconds(_ nanoseconds: Int64) -> String {
    let fraction = String(nanoseconds % 1_000_000_000)
    return "\(nanoseconds / 1_000_000_000)." + String(repeating: "0", count: 9 - fraction.count) + fraction
  }
}
