import ApusAPI
import ApusModel
import Synchronization

/// How many realtime connections each account has.
final class AccountSockets: Sendable {
  private let limit: Int
  private let counts = Mutex<[AccountID: Int]>([:])

  /// At most so many for each.
  init(_ limit: Int) { self.limit = limit }

  /// Counts one more; refuses it when there are enough.
  func enter(_ account: AccountID) throws(APIError) {
    let isIn = counts.withLock { counts in
      guard counts[account, default: 0] < limit else { return false }
      counts[account, default: 0] += 1
      return true
    }
    guard isIn else { throw .tooManySockets(limit) }
  }

  /// Counts one less.
  func leave(_ account: AccountID) {
    counts.withLock { counts in
      guard let count = counts[account] else { preconditionFailure("\(account) has no realtime connection to end") }
      counts[account] = count == 1 ? nil : count - 1
    }
  }
}

extension APIError {
  /// The account has as many realtime connections as it may.
  static func tooManySockets(_ limit: Int) -> APIError {
    APIError(429, "Rate limit exceeded, an account may have \(limit) realtime connections.", name: .rateLimit)
  }
}
