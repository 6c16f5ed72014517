import ApusEngine
import ApusModel
import ApusTables
import Foundation

@testable import ApusExchange

/// A trader at a terminal: asks, and waits for the answers.
final class Desk: Outlet, @unchecked Sendable {
  private let gate = Gate()
  private var answers: [UInt64: Answer] = [:]
  private var ticket: UInt64 = 0
  /// How many times answers were delivered.
  private(set) var deliveries = 0

  func deliver(_ batch: [Answer]) {
    gate.withLock {
      deliveries += 1
      for answer in batch { answers[answer.ticket] = answer }
      gate.signal()
    }
  }

  /// Asks without waiting; nil when the venue refused.
  func ask(_ exchange: Exchange, _ commands: [Command], at time: Timestamp? = nil) -> UInt64? {
    let ticket = gate.withLock {
      self.ticket += 1
      return self.ticket
    }
    return exchange.submit(commands, at: time, ticket: ticket, outlet: self) ? ticket : nil
  }

  /// Waits for the answer to a ticket.
  func wait(_ ticket: UInt64) -> Answer {
    gate.withLock {
      while true {
        if let answer = answers.removeValue(forKey: ticket) { return answer }
        gate.wait()
      }
    }
  }

  /// True when the answer is already here.
  func holds(_ ticket: UInt64) -> Bool { gate.withLock { answers[ticket] != nil } }

  /// Asks and waits; nil when the venue refused.
  func perform(_ exchange: Exchange, _ commands: [Command], at time: Timestamp? = nil) -> [Outcome]? {
    ask(exchange, commands, at: time).map { wait($0).outcomes }
  }
}

extension ExchangeConfiguration {
  /// A venue with XBTUSD at 4000 and two accounts of ten bitcoins each.
  static func small(_ directory: String = "", snapshotInterval: UInt64 = 0) -> ExchangeConfiguration {
    var genesis: [Command] = [.listInstrument(.xbtusd2019)]
    genesis.append(.indexPrice(IndexPrice(instrument: .first, price: Price(units: 4_000))))
    for number: UInt32 in 1...2 {
      let account = AccountID(rawValue: number)
      genesis.append(.openAccount(OpenAccount(account: account)))
      genesis.append(.deposit(Deposit(account: account, currency: .xbt, amount: Amount(rawValue: 1_000_000_000))))
    }
    return ExchangeConfiguration(
      directory: directory, limits: .small, genesis: genesis, genesisTime: .opening, clock: .fed, inboxLimit: 64,
      snapshotInterval: snapshotInterval)
  }
}

extension Timestamp { static let opening = Timestamp(rawValue: 1_553_582_400_000) }
extension InstrumentID { static let first = InstrumentID(rawValue: 0) }
extension AccountID {
  static let alice = AccountID(rawValue: 1)
  static let bob = AccountID(rawValue: 2)
}

extension Command {
  static func place(
    _ account: AccountID, _ side: Side, _ quantity: Int64, at price: Int64, named name: ClientOrderID = .none
  ) -> Command {
    .placeOrder(
      PlaceOrder(
        account: account, instrument: .first, side: side, price: Price(units: price),
        quantity: Contracts(rawValue: quantity), clientID: name))
  }
}

/// A directory that is gone when its test is over.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "apus-exchange-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Whether there is a file whose name begins so.
  func holds(_ beginning: String) throws -> Bool {
    try FileManager.default.contentsOfDirectory(atPath: path).contains { $0.hasPrefix(beginning) }
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch { print("\(path) is left: \(error)") }
  }
}

extension ClientOrderID {
  static let first = ClientOrderID("first") ?? .none
}
