import ApusAPI
import ApusExchange
import ApusModel
import ApusTables
import Synchronization

/// A contract that orders can name.
struct ListedContract: Sendable {
  let id: InstrumentID
  let symbol: String
  let terms: Instrument
  /// Whether it was paid out.
  let isSettled: Bool
}

/// The exchange as routes see it: its tables, and the terms of its contracts at hand.
final class VenueDoor: Sendable {
  let exchange: Exchange
  /// What the venue calls its version.
  let version: String
  let keys: KeyRing
  /// What accounts' owners keep at the venue.
  let profiles: Profiles
  /// What the operator tells everybody.
  let announcements: [Announcement]
  private let listed = Mutex<[ListedContract]>([])

  init(_ exchange: Exchange, _ keys: KeyRing, _ configuration: GatewayConfiguration) {
    self.exchange = exchange
    self.keys = keys
    version = configuration.version
    profiles = configuration.profiles
    announcements = configuration.announcements
  }

  /// Takes the contracts from the tables again, because there are new ones.
  func reload() {
    let contracts = exchange.read { tables in
      (0..<tables.instrumentCount).map { number in
        let id = InstrumentID(rawValue: UInt16(number))
        let terms = tables.terms(of: id)
        return ListedContract(id: id, symbol: terms.symbol.description, terms: terms, isSettled: tables.isSettled(id))
      }
    }
    listed.withLock { $0 = contracts }
  }

  /// All contracts.
  var contracts: [ListedContract] { listed.withLock { $0 } }

  /// The contract that an order names; a series is none.
  func contract(_ reference: SymbolReference) throws(APIError) -> ListedContract {
    guard reference.term == nil, let contract = contracts.first(where: { $0.symbol == reference.name }) else {
      throw .invalidSymbol
    }
    return contract
  }

  /// The contract a row tells of.
  func contract(named symbol: String) throws(APIError) -> ListedContract {
    guard let contract = contracts.first(where: { $0.symbol == symbol }) else { throw .invalidSymbol }
    return contract
  }

  /// The contracts that a query names: one, those of a series and a term, or all when it names none.
  func contracts(_ reference: SymbolReference?) -> [ListedContract] {
    guard let reference else { return contracts }
    if reference.term == nil, let exact = contracts.first(where: { $0.symbol == reference.name }) { return [exact] }
    let series = contracts.filter { $0.terms.root.description == reference.name && !$0.isSettled }
    let perpetual = series.filter { $0.terms.type == .perpetual }
    let dated = series.filter { $0.terms.type == .future }.sorted { $0.terms.expiry < $1.terms.expiry }
    switch reference.term {
    case .perpetual: return perpetual
    case .nearest, .quarterly: return Array(dated.prefix(1))
    case .biquarterly: return Array(dated.dropFirst().prefix(1))
    case .weekly: return series.filter { $0.terms.type.isOption }
    case .daily, .monthly: return []
    // A bare series is its nearest expiring contract, where it has one.
    case nil: return Array(dated.prefix(1))
    }
  }
}

extension VenueDoor {
  /// Whether a topic can name this symbol: a contract, or in the table of instruments also an index.
  func isListed(_ symbol: String, in table: TopicTable) -> Bool {
    if contracts.contains(where: { $0.symbol == symbol }) { return true }
    return table == .instrument && contracts.contains { $0.terms.reference.description == symbol }
  }
}
