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
  private let listed = Mutex(Listed())

  /// The contracts, and where each is by its symbol.
  private struct Listed {
    var contracts: [ListedContract] = []
    var places: [String: Int] = [:]
  }

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
    let places = Dictionary(contracts.enumerated().map { ($1.symbol, $0) }) { first, _ in first }
    listed.withLock { $0 = Listed(contracts: contracts, places: places) }
  }

  /// All contracts.
  var contracts: [ListedContract] { listed.withLock { $0.contracts } }

  /// The contract of exactly that symbol.
  private func contract(exactly symbol: String) -> ListedContract? {
    listed.withLock { listed in listed.places[symbol].map { listed.contracts[$0] } }
  }

  /// The contract that a query names by its symbol; nil when it names another thing, several, or none.
  func exact(_ reference: SymbolReference?) -> ListedContract? {
    guard let reference, reference.term == nil else { return nil }
    return contract(exactly: reference.name)
  }

  /// The contract that an order names; a series is none.
  func contract(_ reference: SymbolReference) throws(APIError) -> ListedContract {
    guard let contract = exact(reference) else { throw .invalidSymbol }
    return contract
  }

  /// The contract a row tells of.
  func contract(named symbol: String) throws(APIError) -> ListedContract {
    guard let contract = contract(exactly: symbol) else { throw .invalidSymbol }
    return contract
  }

  /// The contracts that a query names: one, those of a series and a term, or all when it names none.
  func contracts(_ reference: SymbolReference?) -> [ListedContract] {
    guard let reference else { return contracts }
    if let exact = exact(reference) { return [exact] }
    let contracts = contracts
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
  /// Whether a topic can name this symbol: a contract, or in the table of instruments also an index or a group.
  func isListed(_ symbol: String, in table: TopicTable) -> Bool {
    if contract(exactly: symbol) != nil { return true }
    guard table == .instrument else { return false }
    return SymbolGroup(rawValue: symbol) != nil || contracts.contains { $0.terms.reference.description == symbol }
  }
}
