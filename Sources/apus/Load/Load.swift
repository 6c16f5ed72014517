import ApusExchange
import Glibc

/// What a number of connections got out of a server.
struct LoadFigures {
  /// Requests answered in a second.
  var rate = 0.0
  /// From sending an order to its answer, in nanoseconds.
  var times = Histogram()
  /// Answers other than 200.
  var refusals = 0
}

/// Sends prepared requests over connections that each wait for the answer before the next: a closed loop.
struct Load {
  private var connections: [Connection] = []
  private var polled: [pollfd] = []

  /// Opens the connections.
  init(port: UInt16, connections count: Int) throws(FileError) {
    for _ in 0..<count {
      let connection = try Connection(port: port)
      connections.append(connection)
      polled.append(pollfd(fd: connection.socket, events: Int16(POLLIN), revents: 0))
    }
  }

  /// Sends all requests, two in a row on one connection: an order and its cancel.
  mutating func run(_ requests: [SignedRequest]) throws(FileError) -> LoadFigures {
    var figures = LoadFigures()
    var turns = Turns(requests: requests.count, connections: connections.count)
    var sent = [Int64](repeating: 0, count: connections.count)
    let start = ThreadClock.wall()
    for place in connections.indices {
      guard let first = turns.next(at: place) else { break }
      sent[place] = ThreadClock.wall()
      try connections[place].send(requests[first].bytes)
    }
    while turns.answered < requests.count {
      try wait()
      for place in connections.indices where polled[place].revents != 0 {
        guard let status = try connections[place].receive() else { continue }
        if turns.isOrder(at: place) { figures.times.note(ThreadClock.wall() - sent[place]) }
        if status != 200 { figures.refusals += 1 }
        turns.answered += 1
        guard let next = turns.next(at: place) else { continue }
        sent[place] = ThreadClock.wall()
        try connections[place].send(requests[next].bytes)
      }
    }
    figures.rate = Double(requests.count) / Double(ThreadClock.wall() - start) * 1e9
    return figures
  }

  private mutating func wait() throws(FileError) {
    guard Connection.wait(&polled, milliseconds: 10_000) > 0 else {
      throw FileError("the server is silent for ten seconds")
    }
  }
}

/// Which connection sends which request: pairs go round, and a pair stays on its connection.
private struct Turns {
  var answered = 0
  private let requests: Int
  private var current: [Int]
  private var pair = 0

  init(requests: Int, connections: Int) {
    self.requests = requests
    current = [Int](repeating: 1, count: connections)
  }

  /// True when the request under way is an order, not its cancel.
  func isOrder(at place: Int) -> Bool { current[place] % 2 == 0 }

  /// The connection's next request; nil when there is none left.
  mutating func next(at place: Int) -> Int? {
    if isOrder(at: place) {
      current[place] += 1
      return current[place]
    }
    guard pair < requests else { return nil }
    current[place] = pair
    pair += 2
    return current[place]
  }
}
