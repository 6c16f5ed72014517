import ApusModel

/// What a log's entries asked for, and what came of it.
struct ReplayCounts {
  private(set) var commands: [(name: String, count: Int)] = []
  private(set) var events = 0
  private(set) var trades = 0
  private(set) var rejections = 0

  /// Notes a command and the events it caused.
  mutating func note(_ command: Command, _ happenings: Happenings) {
    let name = command.name
    if let place = commands.firstIndex(where: { $0.name == name }) {
      commands[place].count += 1
    } else {
      commands.append((name, 1))
    }
    events += happenings.count
    for happening in happenings {
      switch happening.event {
      case .rejected: rejections += 1
      case .filled(let fill) where !fill.isMaker: trades += 1
      default: break
      }
    }
  }
}

extension Command {
  /// What it is called in a report: `placeOrder` is a "place order".
  fileprivate var name: String {
    let name = Mirror(reflecting: self).children.first?.label ?? "\(self)"
    return name.reduce(into: "") { text, letter in
      text += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
    }
  }
}
