import ApusAPI
public import ApusExchange
import Synchronization

/// How long things took in the gateway.
public struct GatewayTimes: Sendable {
  /// From a request's bytes to its answer on the socket.
  public var answers = Histogram()
  /// From the end of a batch to its messages on the sockets of one event loop.
  public var messages = Histogram()
}

/// What the gateway has done since the start, counted where it happens.
final class Meters: Sendable {
  /// Requests that read.
  let reads = Atomic<Int>(0)
  /// Requests that asked the engine for something.
  let acts = Atomic<Int>(0)
  /// Realtime connections there are.
  let sockets = Atomic<Int>(0)
  /// Realtime messages given to those who follow their topic.
  let messages = Atomic<Int>(0)
  /// Realtime messages of those that were merged for a client that was behind.
  let merged = Atomic<Int>(0)
  /// Realtime connections that were closed because their clients read too slowly.
  let cuts = Atomic<Int>(0)
  private let times = Mutex(GatewayTimes())
  private let refusals = Mutex<[Refusal: Int]>([:])
  private let watched = Mutex<Watched?>(nil)

  /// A kind of refusal.
  struct Refusal: Hashable, Comparable, Sendable {
    var status: Int
    var reason: String

    static func < (left: Refusal, right: Refusal) -> Bool {
      (left.status, left.reason) < (right.status, right.reason)
    }
  }

  /// What counts for itself.
  struct Watched: Sendable {
    var exchange: Exchange
    var sources: Sources
    var interest: Interest
    var fanout: Fanout
  }

  /// Says whose own counts belong to these.
  func watch(_ exchange: Exchange, _ sources: Sources, _ interest: Interest, _ fanout: Fanout) {
    watched.withLock { $0 = Watched(exchange: exchange, sources: sources, interest: interest, fanout: fanout) }
  }

  /// Counts a refusal by its status, and by its reason where a key was refused.
  func note(_ error: APIError) {
    let kind = Refusal(status: error.status, reason: error.access?.reason.rawValue ?? "")
    refusals.withLock { $0[kind, default: 0] += 1 }
  }

  /// Notes how long ago requests came that are answered now.
  func note(answered: [Moment]) { note(answered) { $0.answers.note($1) } }

  /// Notes how long ago changes were made that all followers of a loop are told of now.
  func note(told: [Moment]) { note(told) { $0.messages.note($1) } }

  private func note(_ moments: [Moment], _ put: (inout GatewayTimes, Int64) -> Void) {
    guard !moments.isEmpty else { return }
    let now = Moment.now.nanoseconds
    times.withLock { times in for moment in moments { put(&times, now - moment.nanoseconds) } }
  }

  /// How long things took so far.
  var spans: GatewayTimes { times.withLock { $0 } }

  /// How often each kind of refusal was given.
  var refused: [(kind: Refusal, count: Int)] {
    refusals.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }

  /// The counts of others.
  var others: Watched? { watched.withLock { $0 } }
}
