/// How a client names an order of its own.
public enum OrderReference: Hashable, Sendable {
  /// By the venue's name.
  case orderID(PublicID)
  /// By the client's name.
  case clOrdID(String)
  /// By a text that the venue never gave to an order.
  case unknown(String)

  /// Takes a text for the venue's name of an order.
  init(orderID text: String) {
    if let id = PublicID(text), id.kind == .order { self = .orderID(id) } else { self = .unknown(text) }
  }
}

/// The largest length of a client's name for an order, in characters.
public let longestClientOrderID = 36
