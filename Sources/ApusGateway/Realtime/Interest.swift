import Synchronization

/// Which topics somebody follows, over all event loops.
final class Interest: Sendable {
  private let version = Atomic<Int>(0)
  private let followers = Mutex<[TopicKey: Int]>([:])
  private let total = Atomic<Int>(0)

  /// Counts one more who follows a topic.
  func add(_ key: TopicKey) {
    followers.withLock { $0[key, default: 0] += 1 }
    total.add(1, ordering: .releasing)
    version.add(1, ordering: .releasing)
  }

  /// Counts one less.
  func remove(_ key: TopicKey) {
    followers.withLock { followers in
      guard let count = followers[key] else { preconditionFailure("nobody follows \(key)") }
      followers[key] = count == 1 ? nil : count - 1
    }
    total.subtract(1, ordering: .releasing)
    version.add(1, ordering: .releasing)
  }

  /// How many subscriptions there are.
  var count: Int { total.load(ordering: .acquiring) }

  /// Whether there is any.
  var isAny: Bool { count > 0 }

  /// Brings a reader's copy up to date.
  func refresh(_ view: inout InterestView) {
    let now = version.load(ordering: .acquiring)
    guard now != view.version else { return }
    view = followers.withLock { InterestView(version: now, keys: Set($0.keys)) }
  }
}

/// A copy of the topics that somebody follows.
struct InterestView {
  fileprivate var version = 0
  private var keys: Set<TopicKey> = []
  private var tables: Set<TopicTable> = []

  /// Nobody follows anything.
  init() {}

  fileprivate init(version: Int, keys: Set<TopicKey>) {
    self.version = version
    self.keys = keys
    tables = Set(keys.map(\.table))
  }

  var isEmpty: Bool { keys.isEmpty }

  /// Whether somebody follows a table at all.
  func has(_ table: TopicTable) -> Bool { tables.contains(table) }

  /// Whether somebody follows a symbol's rows, alone, with those of its group or with all others.
  func has(_ key: TopicKey) -> Bool {
    keys.contains(key) || keys.contains(key.ofAllSymbols) || key.ofItsGroup.map(keys.contains) ?? false
  }
}
