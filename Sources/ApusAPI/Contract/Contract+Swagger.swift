// Swagger 2.0: what clients of the first generation build themselves from.

extension Contract {
  /// The document without the host that serves it.
  public var swagger: JSONObject {
    let document: [(String, JSONValue)] = [
      ("swagger", "2.0"),
      ("info", information),
      ("basePath", .string(base)),
      ("consumes", ["application/json", "application/x-www-form-urlencoded"]),
      ("produces", ["application/json"]),
      ("tags", tags),
      ("paths", .members(byPath.map { path, endpoints in (path, Self.operations(endpoints)) })),
      ("definitions", .members(models.map { ($0.name, Self.definition($0)) } + [("Error", Self.error)])),
      ("securityDefinitions", Self.securitySchemes),
    ]
    return JSONObject(distinct: document.map { JSONObject.Member($0.0, $0.1) })
  }

  private static func operations(_ endpoints: [Endpoint]) -> JSONValue {
    .members(
      endpoints.map { endpoint in
        let operation = endpoint.operation
        let place = endpoint.method == "GET" ? "query" : "formData"
        var members: [(String, JSONValue)] = [
          ("operationId", .string(operation.id)),
          ("tags", [.string(operation.tag)]),
          ("summary", .string(operation.sentence)),
          ("parameters", .array(operation.parameters.map { $0.swagger(in: place) })),
          ("responses", responses(to: operation)),
          ("security", endpoint.security),
        ]
        if let permission = endpoint.permission, !permission.isEmpty {
          members.append(("x-permission", .string(permission)))
        }
        return (endpoint.method.lowercased(), .members(members))
      })
  }

  private static func responses(to operation: Operation) -> JSONValue {
    let answer: JSONValue = ["description": "Done.", "schema": operation.answer.schema(references: "#/definitions/")]
    let refusals = Refusal.allCases.map { refusal -> (String, JSONValue) in
      ("\(refusal.rawValue)", ["description": .string(refusal.sentence), "schema": ["$ref": "#/definitions/Error"]])
    }
    return .members([("200", answer)] + refusals)
  }

  private static func definition(_ model: Model) -> JSONValue {
    let properties = model.properties.map { property -> (String, JSONValue) in
      var members = property.type.schema(uuid: "guid")
      if property.isNullable { members.append(("x-nullable", true)) }
      return (property.name, .members(members))
    }
    return model.definition(properties)
  }
}

extension Parameter {
  fileprivate func swagger(in place: String) -> JSONValue {
    let about: [(String, JSONValue)] = [
      ("name", .string(name)), ("in", .string(place)), ("required", .bool(isRequired)),
      ("description", .string(sentence)),
    ]
    return .members(about + schema)
  }
}
