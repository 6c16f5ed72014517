import ApusAPI

/// The contract in the two forms that machines read, made once.
struct ContractPage: Sendable {
  static let swaggerPath = "/api/explorer/swagger.json"
  static let openAPIPath = "/api/explorer/openapi.json"

  /// The document without its opening brace, behind which the host belongs.
  private let swagger: [UInt8]
  private let openAPI: [UInt8]

  init(_ contract: Contract) {
    var writer = JSONWriter(capacity: 1 << 18)
    writer.append(.object(contract.swagger))
    swagger = Array(writer.bytes.dropFirst())
    writer.removeAll()
    writer.append(.object(contract.openAPI))
    openAPI = writer.bytes
  }

  /// The answer to a path; nil when it is neither document's.
  func response(_ head: RequestHead) -> Response? {
    switch head.path {
    case Self.swaggerPath: .json(swagger(servedBy: head.host))
    case Self.openAPIPath: .json(openAPI)
    default: nil
    }
  }

  /// The document with the host that the client asked, because clients go where it points; without one they stay.
  private func swagger(servedBy host: String?) -> [UInt8] {
    var writer = JSONWriter(capacity: swagger.count + 300)
    writer.beginObject()
    if let host { writer.member("host", host) }
    return writer.bytes + (host == nil ? [] : [UInt8(ascii: ",")]) + swagger
  }
}
