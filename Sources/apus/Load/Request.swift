import ApusAPI

/// A signed request, ready to be sent as it is.
struct SignedRequest {
  let bytes: [UInt8]

  /// Signs a request; it stays valid for an hour.
  init(_ verb: String, _ target: String, body: String, key: String, _ signing: SigningKey) {
    let content = Array(body.utf8)
    let expires = String(Pause.wall / 1_000 + 3_600)
    let signature = signing.signature(verb: verb, target: target, expires: expires, body: content)
    bytes =
      Array(
        """
        \(verb) \(target) HTTP/1.1\r
        Host: 127.0.0.1\r
        Content-Type: application/json\r
        Content-Length: \(content.count)\r
        api-key: \(key)\r
        api-expires: \(expires)\r
        api-signature: \(signature)\r
        \r

        """.utf8) + content
  }

  /// So many equal requests that read what is public.
  static func reads(_ count: Int, _ target: String) -> [SignedRequest] {
    let request = SignedRequest(bytes: Array("GET \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8))
    return [SignedRequest](repeating: request, count: count)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// So many orders that rest, each followed by its cancel.
  static func orders(_ count: Int, prefix: String, key: CustomerKey) -> [SignedRequest] {
    let signing = SigningKey(secret: key.secret)
    return (0..<count).flatMap { number in
      let name = "\(prefix)\(number)"
      // Far below the market, over forty levels, so that nothing trades and the book has a shape.
      let price = 60_000 + number % 40
      return [
        SignedRequest(
          "POST", "/api/v1/order",
          body: #"{"symbol":"XBTUSD","side":"Buy","orderQty":100,"price":\#(price),"clOrdID":"\#(name)"}"#, key: key.id,
          signing),
        SignedRequest("DELETE", "/api/v1/order", body: #"{"clOrdID":"\#(name)"}"#, key: key.id, signing),
      ]
    }
  }
}

/// A key as the ready file gives it.
struct CustomerKey {
  var id: String
  var secret: String
}
