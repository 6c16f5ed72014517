import ApusAPI

/// The buckets of one key.
struct KeyAllowance: Sendable {
  private var requests: TokenBucket
  private var orders: TokenBucket

  init(_ limits: RateLimits, now: Int64) {
    requests = TokenBucket(limits.keyed, now: now)
    orders = TokenBucket(limits.orders, now: now)
  }

  /// Takes what a request costs; refuses it when there is not enough.
  mutating func take(isOrder: Bool, now: Int64) throws(APIError) -> Allowance {
    guard var left = requests.take(now: now) else { throw .rateLimited(retryAfter: requests.secondsUntilToken) }
    guard isOrder else { return left }
    guard let inSecond = orders.take(now: now) else { throw .rateLimited(retryAfter: orders.secondsUntilToken) }
    left.remainingThisSecond = inSecond.remaining
    return left
  }

  /// What is left, for the answer to a request that was one too many.
  func left(isOrder: Bool) -> Allowance {
    var left = requests.allowance
    if isOrder { left.remainingThisSecond = orders.allowance.remaining }
    return left
  }
}
