// OpenAPI 3.0: what today's tools read.

extension Contract {
  /// The document; its server is the one that it was fetched from.
  public var openAPI: JSONObject {
    let document: [(String, JSONValue)] = [
      ("openapi", "3.0.3"),
      ("info", information),
      ("servers", [["url": .string(base)]]),
      ("tags", tags),
      ("paths", .members(byPath.map { path, endpoints in (path, Self.operations(endpoints)) })),
      (
        "components",
        [
          "schemas": .members(models.map { ($0.name, Self.schema($0)) } + [("Error", Self.error)]),
          "securitySchemes": Self.securitySchemes,
        ]
      ),
    ]
    return JSONObject(distinct: document.map { JSONObject.Member($0.0, $0.1) })
  }

  private static func operations(_ endpoints: [Endpoint]) -> JSONValue {
    .members(
      endpoints.map { endpoint in
        let operation = endpoint.operation
        // A body has no meaning on DELETE here, but the venue takes the same parameters from the query.
        let hasBody = endpoint.method == "POST" || endpoint.method == "PUT"
        var members: [(String, JSONValue)] = [
          ("operationId", .string(operation.id)),
          ("tags", [.string(operation.tag)]),
          ("summary", .string(operation.sentence)),
          ("responses", responses(to: operation)),
          ("security", endpoint.security),
        ]
        if !hasBody { members.append(("parameters", .array(operation.parameters.map(\.openAPI)))) }
        if hasBody, !operation.parameters.isEmpty { members.append(("requestBody", body(operation.parameters))) }
        if let permission = endpoint.permission, !permission.isEmpty {
          members.append(("x-permission", .string(permission)))
        }
        return (endpoint.method.lowercased(), .members(members))
      })
  }

  private static func body(_ parameters: [Parameter]) -> JSONValue {
    let properties = parameters.map { parameter -> (String, JSONValue) in
      (parameter.name, .members(parameter.schema + [("description", .string(parameter.sentence))]))
    }
    var schema: [(String, JSONValue)] = [("type", "object"), ("properties", .members(properties))]
    let required = parameters.filter(\.isRequired).map(\.name)
    if !required.isEmpty { schema.append(("required", .texts(required))) }
    let content: JSONValue = ["schema": .members(schema)]
    return [
      "required": .bool(!required.isEmpty),
      "content": ["application/json": content, "application/x-www-form-urlencoded": content],
    ]
  }

  private static func responses(to operation: Operation) -> JSONValue {
    let schema = operation.answer.schema(references: "#/components/schemas/")
    let answer: JSONValue = ["description": "Done.", "content": ["application/json": ["schema": schema]]]
    let refusals = Refusal.allCases.map { refusal -> (String, JSONValue) in
      (
        "\(refusal.rawValue)",
        [
          "description": .string(refusal.sentence),
          "content": ["application/json": ["schema": ["$ref": "#/components/schemas/Error"]]],
        ]
      )
    }
    return .members([("200", answer)] + refusals)
  }

  private static func schema(_ model: Model) -> JSONValue {
    let properties = model.properties.map { property -> (String, JSONValue) in
      var members = property.type.schema(uuid: "uuid")
      if property.isNullable { members.append(("nullable", true)) }
      return (property.name, .members(members))
    }
    return model.definition(properties)
  }
}

extension Parameter {
  fileprivate var openAPI: JSONValue {
    [
      "name": .string(name), "in": "query", "required": .bool(isRequired), "description": .string(sentence),
      "schema": .members(schema),
    ]
  }
}
