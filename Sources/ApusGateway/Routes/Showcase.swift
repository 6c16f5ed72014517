import ApusExchange
import ApusTables

/// What a route shows of the market: the JSON of what it saw, and when that had last changed.
struct Exhibit: Sendable {
  let json: [UInt8]
  /// What was seen, and the batch that had last changed it; nil when it hangs together with more than that.
  let seen: (sight: Sight, batch: UInt64)?

  /// JSON that nobody can say when to make anew.
  init(_ json: [UInt8]) {
    self.json = json
    seen = nil
  }

  /// JSON that stays right until something is changed that was read together with it.
  init(_ json: [UInt8], of sight: Sight, at batch: UInt64) {
    self.json = json
    seen = (sight, batch)
  }
}

/// The answers to reads of the market, each kept until what it shows changes: what did not change is not written twice.
///
/// Every event loop has its own. Whoever asks in the same words gets the same answer, whoever it is.
final class Showcase {
  private struct Kept {
    let json: [UInt8]
    let sight: Sight
    let batch: UInt64
  }

  private var kept: [String: Kept] = [:]
  private var bytes = 0

  /// How many bytes are kept, and how many of one answer.
  private static let (mostBytes, mostOfOne) = (2 << 20, 256 << 10)
  /// How many answers are kept.
  private static let mostAnswers = 1_024

  /// The answer to a request target, if it is as right as on the day it was made.
  func json(for target: String, at venue: VenueDoor) -> [UInt8]? {
    guard let kept = kept[target] else { return nil }
    return venue.exchange.read { $0.lastChange(of: kept.sight) } == kept.batch ? kept.json : nil
  }

  /// Keeps the answer to a request target.
  func keep(_ exhibit: Exhibit, for target: String) {
    guard let seen = exhibit.seen, exhibit.json.count <= Self.mostOfOne else { return }
    // All of it goes at once: what is asked for often is soon back.
    if bytes + exhibit.json.count > Self.mostBytes || kept.count >= Self.mostAnswers {
      kept.removeAll(keepingCapacity: true)
      bytes = 0
    }
    bytes += exhibit.json.count - (kept[target]?.json.count ?? 0)
    kept[target] = Kept(json: exhibit.json, sight: seen.sight, batch: seen.batch)
  }
}
