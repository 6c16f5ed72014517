/// How large and how slow a request may be.
public struct HTTPLimits: Hashable, Sendable {
  /// Bytes of the request line.
  public var requestLine = 8_192
  /// Bytes of one header line.
  public var headerLine = 8_192
  /// Number of headers.
  public var headers = 64
  /// Bytes of the request line and all headers.
  public var head = 32_768
  /// Bytes of the body.
  public var body = 65_536
  /// Requests of one connection that wait for their answers.
  public var pipelined = 64
  /// Seconds from the first byte of a request to the end of its headers.
  public var headSeconds: Int64 = 5
  /// Seconds from the end of the headers to the end of the body.
  public var bodySeconds: Int64 = 10
  /// Seconds without a request.
  public var idleSeconds = 60

  /// The usual limits.
  public init() {}
}
