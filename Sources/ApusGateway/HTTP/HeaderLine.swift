import ApusAPI

/// Header lines of answers, ready to be written; those that need a number stop in front of it.
enum HeaderLine {
  static let end = Array("\r\n".utf8)
  static let close = Array("Connection: close\r\n".utf8)
  static let keepAlive = Array("Connection: keep-alive\r\n".utf8)
  static let length = Array("Content-Length: ".utf8)
  static let retryAfter = Array("\(APIHeader.retryAfter): ".utf8)
  static let rateLimit = Array("\(APIHeader.rateLimit): ".utf8)
  static let remaining = Array("\(APIHeader.rateLimitRemaining): ".utf8)
  static let reset = Array("\(APIHeader.rateLimitReset): ".utf8)
  static let remainingThisSecond = Array("\(APIHeader.rateLimitRemainingThisSecond): ".utf8)

  /// Any page may read what the API says: nothing depends on cookies, and private answers need a signature.
  private static let open = "Access-Control-Allow-Origin: *\r\nCache-Control: no-store\r\n"

  /// What stands in front of JSON, up to its length.
  static let json = Array(
    ("Content-Type: application/json; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n" + open
      + "Content-Length: ").utf8)

  /// What stands in front of plain text, up to its length.
  static let text = Array(
    "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: ".utf8)

  /// What stands in front of rows as lines, up to their length.
  static let csv = Array(
    ("Content-Type: text/csv; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n" + open + "Content-Length: ").utf8)

  /// All that follows when there is no body.
  static let empty = Array((open + "Content-Length: 0\r\n\r\n").utf8)

  /// What browsers may send.
  static let preflight = Array(
    (open + "Access-Control-Allow-Methods: GET, HEAD, POST, PUT, DELETE, OPTIONS\r\n"
      + "Access-Control-Allow-Headers: api-key, api-expires, api-nonce, api-signature, content-type\r\n"
      + "Access-Control-Max-Age: 86400\r\n\r\n").utf8)

  /// The first line of nearly every answer.
  static let ok = Array("HTTP/1.1 200 OK\r\n".utf8)

  /// The first line of an answer, by its status.
  static let statuses: [Int: [UInt8]] = [
    200: "OK", 204: "No Content", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 413: "Content Too Large",
    414: "URI Too Long", 417: "Expectation Failed", 426: "Upgrade Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 501: "Not Implemented", 503: "Service Unavailable",
    505: "HTTP Version Not Supported",
  ].reduce(into: [:]) { $0[$1.key] = Array("HTTP/1.1 \($1.key) \($1.value)\r\n".utf8) }
}
