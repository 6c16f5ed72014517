/// What a request asks to be done.
public enum Method: String, Sendable, CaseIterable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case delete = "DELETE"
  case options = "OPTIONS"
  // Served nowhere, but known: a path says which others it has.
  case patch = "PATCH"
  case trace = "TRACE"
  case connect = "CONNECT"
  case query = "QUERY"
}
