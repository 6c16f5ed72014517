import ApusAPI
import Synchronization

/// An address that connections come from, with what all of them share.
final class Source: Sendable {
  let address: String
  /// The same as a number; nil when it is none.
  let network: NetworkAddress?
  fileprivate let state: Mutex<State>

  fileprivate struct State {
    var connections = 0
    var bucket: TokenBucket
    var handshakes: TokenBucket
  }

  fileprivate init(_ address: String, _ rates: RateLimits, now: Int64) {
    self.address = address
    network = NetworkAddress(address)
    state = Mutex(
      State(
        bucket: TokenBucket(rates.anonymous, now: now), handshakes: TokenBucket(rates.handshakes, now: now)))
  }

  /// Takes what a request without a key costs.
  func take(now: Int64) throws(APIError) -> Allowance {
    let (allowance, wait) = state.withLock { state in
      let allowance = state.bucket.take(now: now)
      return (allowance, state.bucket.secondsUntilToken)
    }
    guard let allowance else { throw .rateLimited(retryAfter: wait) }
    return allowance
  }

  /// Takes what a realtime connection costs; returns how many more may be opened now.
  func takeHandshake(now: Int64) throws(APIError) -> Int64 {
    let (allowance, wait) = state.withLock { state in
      let allowance = state.handshakes.take(now: now)
      return (allowance, state.handshakes.secondsUntilToken)
    }
    guard let allowance else { throw .rateLimited(retryAfter: wait) }
    return allowance.remaining
  }

  /// What is left.
  var allowance: Allowance { state.withLock { $0.bucket.allowance } }
}

/// Everybody who is connected, counted by address.
final class Sources: Sendable {
  private let limits: ConnectionLimits
  private let rates: RateLimits
  private let known = Mutex<Known>(Known())

  private struct Known {
    var sources: [String: Source] = [:]
    var connections = 0
  }

  /// After how many addresses those are forgotten that have nothing to remember.
  private static let mostAddresses = 10_000

  init(_ limits: ConnectionLimits, _ rates: RateLimits) {
    self.limits = limits
    self.rates = rates
  }

  /// Lets a connection in; nil when there are too many.
  func enter(_ address: String, now: Int64) -> Source? {
    known.withLock { known in
      guard known.connections < limits.total else { return nil }
      if known.sources.count >= Self.mostAddresses { known.sources = known.sources.filter { !$0.value.isIdle(now) } }
      let source = known.sources[address] ?? Source(address, rates, now: now)
      let isIn = source.state.withLock { state in
        guard state.connections < limits.perAddress else { return false }
        state.connections += 1
        return true
      }
      guard isIn else { return nil }
      known.sources[address] = source
      known.connections += 1
      return source
    }
  }

  /// Notes that a connection has ended.
  func leave(_ source: Source) {
    source.state.withLock { $0.connections -= 1 }
    known.withLock { $0.connections -= 1 }
  }

  /// How many connections there are.
  var count: Int { known.withLock { $0.connections } }
}

extension Source {
  fileprivate func isIdle(_ now: Int64) -> Bool {
    state.withLock { state in
      state.connections == 0 && state.bucket.isFull(at: now) && state.handshakes.isFull(at: now)
    }
  }
}
