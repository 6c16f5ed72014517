public import ApusModel

/// Commands that were asked for together and are applied together.
public struct Group: Sendable {
  /// How many commands of the batch belong to it.
  public internal(set) var count: Int
  /// When it happened, where time is fed.
  public internal(set) var at: Timestamp?
  /// The asker's own number for it.
  var ticket: UInt64
  /// Where the answer goes; nil when nobody waits.
  var outlet: (any Outlet)?
}

/// What arrived since the last batch: commands in order, and how they belong together.
public struct Intake: Sendable {
  /// The commands.
  public internal(set) var commands: [Command] = []
  /// For each group of them in turn, what belongs to it.
  public internal(set) var groups: [Group] = []

  var isEmpty: Bool { groups.isEmpty }

  mutating func append(_ command: Command, _ group: Group) {
    commands.append(command)
    groups.append(group)
  }

  mutating func append(_ commands: [Command], _ group: Group) {
    self.commands.append(contentsOf: commands)
    groups.append(group)
  }

  /// Takes the first `count` groups out of another intake, whose own order stays; this one must be empty.
  mutating func take(_ count: Int, from other: inout Intake) {
    precondition(isEmpty, "an intake that is not done with")
    if count == other.groups.count { return swap(&self, &other) }
    groups.append(contentsOf: other.groups.prefix(count))
    let taken = groups.reduce(0) { $0 + $1.count }
    commands.append(contentsOf: other.commands.prefix(taken))
    other.groups.removeFirst(count)
    other.commands.removeFirst(taken)
  }

  mutating func removeAll() {
    commands.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
  }
}
