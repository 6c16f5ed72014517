/// `DELETE /order`: orders to cancel, by the venue's names, the client's names, or both.
public struct CancelOrdersRequest: Hashable, Sendable {
  /// The orders, in the order they were named; at least one.
  public var orders: [OrderReference]
  /// The client's notes.
  public var text: String?

  /// The most orders that one request may name.
  public static let most = 100

  /// Whether exactly one order was named, so that not knowing it is a 404 and not a row in a list.
  public var isSingle: Bool { orders.count == 1 }

  /// Reads the parameters of a request: lists, or one name; in a text also lists and names separated by commas, except
  /// that a client's name in JSON is taken as it stands.
  public init(_ parameters: JSONObject) throws(APIError) {
    let venueNames = try parameters.texts("orderID", else: .invalidOrderID) ?? []
    let clientNames = try parameters.names("clOrdID", else: .invalidClientOrderID) ?? []
    orders = venueNames.map(OrderReference.init(orderID:)) + clientNames.map(OrderReference.clOrdID)
    guard !orders.isEmpty, venueNames.count <= Self.most else { throw .invalidOrderID }
    guard orders.count <= Self.most else { throw .invalidClientOrderID }
    text = try parameters.notes()
  }
}

/// `DELETE /order/all`: which open orders to cancel.
public struct CancelAllRequest: Hashable, Sendable {
  /// Only those of one contract.
  public var symbol: SymbolReference?
  /// Only those that match.
  public var filter: Filter
  /// The client's notes.
  public var text: String?

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    symbol = try SymbolReference(optional: parameters)
    filter = try Filter(parameters)
    text = try parameters.notes()
  }
}

/// `POST /order/closePosition`: close a position, at a price or at any.
public struct ClosePositionRequest: Hashable, Sendable {
  /// The contract.
  public var symbol: SymbolReference
  /// Limit price; nil for any price.
  public var price: Decimal?
  /// The client's notes.
  public var text: String?

  /// Reads the parameters of a request.
  public init(_ parameters: JSONObject) throws(APIError) {
    symbol = try SymbolReference(required: parameters)
    price = try parameters.positive("price", else: .invalidPrice)
    text = try parameters.notes()
  }
}

/// `POST /order/cancelAllAfter`: cancel all orders unless the client says so again in time.
public struct CancelAllAfterRequest: Hashable, Sendable {
  /// Milliseconds from now; zero calls it off.
  public var timeout: Int64

  /// The longest timeout, a day.
  public static let longest: Int64 = 86_400_000

  /// Makes a request.
  public init(timeout: Int64) { self.timeout = timeout }

  /// Reads the parameters of a request; a part of a millisecond counts as a whole one, for only zero calls it off.
  public init(_ parameters: JSONObject) throws(APIError) {
    guard let number = try parameters.decimal("timeout", else: .invalidTimeout) else { throw .invalidTimeout }
    guard number >= .zero, number <= Decimal(Self.longest) else { throw .invalidTimeout }
    timeout = number.roundedUp
  }
}

extension Decimal {
  /// The next whole number from one that is not negative.
  fileprivate var roundedUp: Int64 {
    let whole = (0..<Int(scale)).reduce(mantissa) { digits, _ in digits / 10 }
    return self > Decimal(whole) ? whole + 1 : whole
  }
}
