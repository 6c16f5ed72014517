/// `POST` and `PUT /order/bulk`: orders, or changes of orders, each with the parameters it would have alone.
public struct BulkOrdersRequest: Hashable, Sendable {
  /// What is asked of each order, in the order they came; at least one.
  public var elements: [JSONObject]

  /// The most orders that one request may hold.
  public static let most = 100

  /// Reads the parameters of a request: a list of objects, or that list in a text as forms send it.
  public init(_ parameters: JSONObject) throws(APIError) {
    elements = try parameters.objects("orders", else: .invalidOrders) ?? []
    guard (1...Self.most).contains(elements.count) else { throw .invalidOrders }
  }
}
