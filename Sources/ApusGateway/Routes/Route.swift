import ApusAPI
import ApusExchange
import ApusModel

/// Who may use a route.
enum Permission: Sendable {
  /// Anybody.
  case open
  /// A key of an account.
  case read
  /// A key that may cancel orders.
  case cancel
  /// A key that may place orders.
  case order
  /// A key that may take money out.
  case withdraw

  /// What the contract calls it; nil when no key is needed.
  var word: String? {
    switch self {
    case .open: nil
    case .read: ""
    case .cancel: "orderCancel"
    case .order: "order"
    case .withdraw: "withdraw"
    }
  }

  /// Whether a key, or none, is enough.
  func check(_ key: APIKey?) throws(APIError) {
    if self == .open { return }
    guard let key else { throw .authorizationRequired }
    switch self {
    case .open, .read: return
    case .cancel:
      guard !key.permissions.isDisjoint(with: [.order, .cancel]) else { throw .accessDenied(needs: "orderCancel") }
    case .order: guard key.permissions.contains(.order) else { throw .accessDenied(needs: "order") }
    case .withdraw: guard key.permissions.contains(.withdraw) else { throw .accessDenied(needs: "withdraw") }
    }
  }
}

/// What a request says, read from its body and its query.
struct Call: Sendable {
  let venue: VenueDoor
  let parameters: JSONObject
  let key: APIKey?

  /// Whose key signed it; only on routes that ask for one.
  var account: AccountID {
    guard let key else { preconditionFailure("a route without a key asks for its account") }
    return key.account
  }

  /// Who is meant: the key's account, or one of its sub-accounts.
  func target() throws(APIError) -> AccountID { try target(in: parameters) }

  private func target(in parameters: JSONObject) throws(APIError) -> AccountID {
    guard let number = try TargetAccount(parameters).number else { return account }
    return try venue.profiles.member(number, of: account, else: .invalidTargetAccount)
  }

  /// Who is meant, where several can be: the key's account, or those of its family that are named.
  func targets() throws(APIError) -> [AccountID] {
    let one = try target()
    guard let named = try TargetAccounts(parameters) else { return [one] }
    guard parameters["targetAccountId"] ?? .null == .null else { throw .invalidTargetAccounts }
    guard let numbers = named.numbers else { return [account] + venue.profiles.subaccounts(of: account).map(\.account) }
    return try numbers.map { number throws(APIError) in
      try venue.profiles.member(number, of: account, else: .invalidTargetAccounts)
    }
  }

  /// Refuses another account where an operation knows of none: nothing is done to an account that was not meant.
  func refuseTargets(in parameters: JSONObject, but obeyed: [Parameter] = []) throws(APIError) {
    guard key != nil else { return }
    if parameters.contains("targetAccountId"), !obeyed.contains(where: { $0.name == "targetAccountId" }) {
      guard try target(in: parameters) == account else { throw .invalidTargetAccount }
    }
    if parameters.contains("targetAccountIds"), !obeyed.contains(where: { $0.name == "targetAccountIds" }) {
      let named = try TargetAccounts(parameters)
      guard named == nil || named?.numbers == [Int64(account.rawValue)] else { throw .invalidTargetAccounts }
    }
  }
}

/// What a route does with a call.
enum Action: Sendable {
  /// Answers with JSON from what is there.
  case read(@Sendable (Call) throws(APIError) -> [UInt8])
  /// Answers with what anybody may see of the market, which stays right until that changes.
  case show(@Sendable (Call) throws(APIError) -> Exhibit)
  /// Answers with rows of the past, read elsewhere than on the event loop.
  case history(@Sendable (Call) throws(APIError) -> HistoryReading)
  /// Asks the engine for something, or answers at once when there is nothing to ask.
  case act(@Sendable (Call) throws(APIError) -> Act)
}

extension Action {
  /// Whether it only reads, and should find what earlier requests wrote.
  var isReading: Bool {
    switch self {
    case .read, .show, .history: true
    case .act: false
    }
  }

  /// Whether it reads rows of the past, which can also come as lines of values.
  var isHistory: Bool {
    guard case .history = self else { return false }
    return true
  }
}

/// What comes of a call that acts.
enum Act: Sendable {
  /// There is nothing to ask the engine for.
  case answer([UInt8])
  /// One command.
  case command(Command, Reply)
  /// Commands that are applied together.
  case commands([Command], Reply)
}

extension Act {
  /// Whether it has a place in the inbox when there is none for others: what makes risk less is never shed.
  ///
  /// As on the venue since 2018: cancels, and closing a whole position with one order.
  var isExempt: Bool {
    switch self {
    case .answer: true
    case .command(let command, _): command.isExempt
    case .commands(let commands, _): commands.allSatisfy { $0.isCancel || $0.isRemark } || commands.isLastExempt
    }
  }

  /// How many requests it counts as.
  var requests: Int {
    guard case .commands(_, .bulk(let orders)) = self else { return 1 }
    return RequestCost.bulk(orders: orders.count)
  }

  /// One command, and in front of it what its owner says about it.
  static func command(_ command: Command, saying text: String?, by account: AccountID, _ reply: Reply) -> Act {
    guard let text else { return .command(command, reply) }
    return .commands(command.after(text, by: account), reply)
  }
}

extension [Command] {
  /// Whether it is one command that is exempt, with what is said about it.
  fileprivate var isLastExempt: Bool { self[count - 1].isExempt && dropLast().allSatisfy(\.isRemark) }
}

extension Command {
  /// The command behind what its owner says about it.
  func after(_ text: String?, by account: AccountID) -> [Command] {
    guard let text else { return [self] }
    return Remark.saying(text, by: account).map { .remark($0) } + [self]
  }

  fileprivate var isCancel: Bool {
    switch self {
    case .cancelOrder, .cancelOrders, .cancelAllAfter: true
    default: false
    }
  }

  fileprivate var isExempt: Bool {
    guard case .placeOrder(let order) = self else { return isCancel }
    return order.instructions.contains(.close) && order.quantity == .zero
  }
}

/// One operation of the API; an object, because each request asks for one and would copy all that is told about it.
final class Route: Sendable {
  let method: Method
  /// The path as sent, without the query.
  let path: String
  let permission: Permission
  /// Whether it also counts against the orders of a second.
  let isOrder: Bool
  /// What clients are told about it.
  let operation: Operation
  let action: Action

  private init(
    method: Method, path: String, permission: Permission, isOrder: Bool, operation: Operation, action: Action
  ) {
    self.method = method
    self.path = path
    self.permission = permission
    self.isOrder = isOrder
    self.operation = operation
    self.action = action
  }

  /// A route that reads.
  static func get(
    _ path: String, _ permission: Permission, _ operation: Operation,
    _ read: @escaping @Sendable (Call) throws(APIError) -> [UInt8]
  ) -> Route {
    Route(
      method: .get, path: Routes.base + path, permission: permission, isOrder: false, operation: operation,
      action: .read(read))
  }

  /// A route that shows the market to anybody.
  static func show(
    _ path: String, _ operation: Operation, _ look: @escaping @Sendable (Call) throws(APIError) -> Exhibit
  ) -> Route {
    Route(
      method: .get, path: Routes.base + path, permission: .open, isOrder: false, operation: operation,
      action: .show(look))
  }

  /// A route that reads rows of the past.
  static func list(
    _ path: String, _ permission: Permission, _ operation: Operation,
    _ read: @escaping @Sendable (Call) throws(APIError) -> HistoryReading
  ) -> Route {
    Route(
      method: .get, path: Routes.base + path, permission: permission, isOrder: false, operation: operation,
      action: .history(read))
  }

  /// A route that acts.
  static func act(
    _ method: Method, _ path: String, _ permission: Permission, _ operation: Operation,
    _ act: @escaping @Sendable (Call) throws(APIError) -> Act
  ) -> Route {
    Route(
      method: method, path: Routes.base + path, permission: permission,
      isOrder: path.hasPrefix("/order") || path.hasPrefix("/position"), operation: operation, action: .act(act))
  }

  /// Its place in the contract.
  var endpoint: Endpoint {
    let below = String(path.dropFirst(Routes.base.count))
    return Endpoint(method.rawValue, below.isEmpty ? "/" : below, permission: permission.word, operation)
  }
}
