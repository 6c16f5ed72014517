import ApusExchange

/// The followers of a loop that have something to be sent, and the changes they are to be told of.
///
/// They are served in portions: who asks something while a thousand are told of a change is heard between two of them.
struct Listeners {
  /// Those who are served now, from `place` on, and the moments of what they are told.
  private var current: [any Member] = []
  private var place = 0
  private var telling: [Moment] = []
  /// Those who wrote since.
  private var later: [any Member] = []
  private var untold: [Moment] = []

  /// How many are served at a time: some hundred microseconds' work.
  static let portion = 48

  /// Whether nobody has anything to be sent.
  var isEmpty: Bool { current.isEmpty && later.isEmpty }

  /// Remembers that one has something to be sent.
  mutating func append(_ member: any Member) { later.append(member) }

  /// Remembers a change that is told to those who are remembered by now.
  mutating func note(_ change: Moment) { untold.append(change) }

  /// The next who are to be served, and the changes that all have been told of once these are.
  mutating func next() -> (members: ArraySlice<any Member>, told: [Moment]) {
    if current.isEmpty {
      swap(&current, &later)
      swap(&telling, &untold)
    }
    let end = min(place + Self.portion, current.count)
    let members = current[place..<end]
    place = end
    guard end == current.count else { return (members, []) }
    defer {
      current = []
      place = 0
      telling = []
    }
    return (members, telling)
  }
}
