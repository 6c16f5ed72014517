/// How many requests are allowed in how much time.
public struct RequestRate: Hashable, Sendable {
  /// Requests a full bucket holds.
  public var limit: Int64
  /// Seconds an empty bucket takes to fill.
  public var seconds: Int64

  /// That many requests in that many seconds.
  public init(_ limit: Int64, per seconds: Int64) {
    precondition(limit > 0 && limit <= 1_000_000_000 && seconds > 0, "a rate of \(limit) per \(seconds) s")
    self.limit = limit
    self.seconds = seconds
  }
}

/// What is left of an allowance, as the headers of an answer tell it.
struct Allowance: Sendable {
  var limit: Int64
  var remaining: Int64
  /// When the bucket is full again, in seconds since 1970.
  var reset: Int64
  /// What is left of this second's orders.
  var remainingThisSecond: Int64?
}

/// Tokens that requests take and time gives back.
struct TokenBucket: Sendable {
  private let rate: RequestRate
  /// Thousandths of tokens, multiplied by the seconds of the rate, so that no fraction is lost.
  private var level: Int64
  private var updated: Int64

  init(_ rate: RequestRate, now: Int64) {
    self.rate = rate
    level = rate.limit * 1_000 * rate.seconds
    updated = now
  }

  private var full: Int64 { rate.limit * 1_000 * rate.seconds }
  private var token: Int64 { 1_000 * rate.seconds }

  /// Whether nothing is missing at a moment in milliseconds.
  func isFull(at now: Int64) -> Bool { filled(at: now) == full }

  private func filled(at now: Int64) -> Int64 {
    let elapsed = max(0, min(now - updated, rate.seconds * 1_000))
    return min(full, level + elapsed * rate.limit)
  }

  /// Takes a token; nil when there is none, and then nothing is taken.
  mutating func take(now: Int64) -> Allowance? {
    level = filled(at: now)
    updated = max(updated, now)
    guard level >= token else { return nil }
    level -= token
    return allowance
  }

  /// What is left.
  var allowance: Allowance {
    let missing = full - level
    let milliseconds = (missing + rate.limit - 1) / rate.limit
    return Allowance(
      limit: rate.limit, remaining: level / token, reset: (updated + milliseconds + 999) / 1_000,
      remainingThisSecond: nil)
  }

  /// Whole seconds until there is a token.
  var secondsUntilToken: Int64 {
    let missing = max(0, token - level)
    return max(1, (missing + rate.limit * 1_000 - 1) / (rate.limit * 1_000))
  }
}
