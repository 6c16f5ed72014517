import ApusAPI
import Foundation
import Testing

@testable import ApusGateway

/// A document that describes operations.
private struct Described {
  let document: [String: Any]
  let paths: [String: [String: [String: Any]]]

  init(_ bytes: Data) throws {
    document = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
  }

  /// Methods and paths.
  var places: Set<String> {
    Set(paths.flatMap { path, operations in operations.keys.map { "\($0.uppercased()) \(path)" } })
  }

  func each(_ body: (_ place: String, _ operation: [String: Any]) throws -> Void) rethrows {
    for (path, operations) in paths {
      for (method, operation) in operations { try body("\(method.uppercased()) \(path)", operation) }
    }
  }

  func operation(_ place: String) -> [String: Any]? {
    let words = place.split(separator: " ").map(String.init)
    return paths[words[1]]?[words[0].lowercased()]
  }
}

@Suite("The venue serves its own contract")
struct ServedContractTests {
  private static let published = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/spec/bitmex-swagger.json")

  private func served(_ name: String) throws -> Described {
    let body = try SharedVenue.live { venue in
      try #require(venue.connect().get("/api/explorer/\(name)")).body
    }
    return try Described(Data(body.utf8))
  }

  @Test("Both documents tell every route and nothing else", arguments: ["swagger.json", "openapi.json"])
  func routes(_ name: String) throws {
    let base = Routes.base.count
    let routes = Routes.all.map { route in
      let path = String(route.path.dropFirst(base))
      return "\(route.method.rawValue) \(path.isEmpty ? "/" : path)"
    }
    #expect(try served(name).places == Set(routes))
  }

  @Test("The older document names the host that was asked, the newer one the place it came from")
  func host() throws {
    let swagger = try served("swagger.json").document
    #expect(swagger["host"] as? String == "venue")
    #expect(swagger["basePath"] as? String == "/api/v1")
    #expect(swagger["schemes"] == nil)
    let servers = try served("openapi.json").document["servers"] as? [[String: String]]
    #expect(servers == [["url": "/api/v1"]])
    try SharedVenue.live { venue in
      let wire = venue.connect()
      wire.send("GET /api/explorer/swagger.json HTTP/1.0\r\n\r\n")
      let answer = try #require(wire.readAnswer())
      #expect(try Described(Data(answer.body.utf8)).document["host"] == nil)
    }
  }

  @Test("Operations that ask for a key say so")
  func keys() throws {
    let document = try served("swagger.json")
    for route in Routes.all {
      let operation = try #require(document.operation("\(route.endpoint.method) \(route.endpoint.path)"))
      let security = try #require(operation["security"] as? [Any])
      #expect(security.isEmpty == (route.permission == .open), "\(route.path)")
      let word = route.permission.word ?? ""
      #expect(operation["x-permission"] as? String == (word.isEmpty ? nil : word), "\(route.path)")
    }
  }

  @Test("Every definition that is referred to is there")
  func references() throws {
    for name in ["swagger.json", "openapi.json"] {
      let document = try served(name).document
      let components = document["components"] as? [String: Any]
      let definitions = try #require((document["definitions"] ?? components?["schemas"]) as? [String: Any])
      for reference in references(in: document) {
        let word = try #require(reference.split(separator: "/").last)
        #expect(definitions[String(word)] != nil, "\(reference)")
      }
    }
  }

  private func references(in value: Any) -> [String] {
    if let object = value as? [String: Any] {
      if let reference = object["$ref"] as? String { return [reference] }
      return object.values.flatMap(references)
    }
    return (value as? [Any])?.flatMap(references) ?? []
  }

  @Test(
    "Operations have the published names, and parameters their published types, in words of our own",
    .enabled(if: FileManager.default.fileExists(atPath: published.path), "the published contract is not here"))
  func publishedNames() throws {
    let theirs = try Described(Data(contentsOf: Self.published))
    var missing = theirs.places
    try served("swagger.json").each { place, operation in
      guard let other = theirs.operation(place) else { return }
      missing.remove(place)
      #expect(operation["operationId"] as? String == other["operationId"] as? String)
      #expect(operation["tags"] as? [String] == other["tags"] as? [String])
      #expect(operation["summary"] as? String != other["summary"] as? String)
      try compare(parameters(operation), parameters(other), place)
    }
    #expect(missing.count < theirs.places.count)
  }

  private func parameters(_ operation: [String: Any]) -> [String: [String: Any]] {
    let list = operation["parameters"] as? [[String: Any]] ?? []
    return Dictionary(uniqueKeysWithValues: list.map { ($0["name"] as? String ?? "", $0) })
  }

  /// What is in both has the same place and type; a whole number there may be any number.
  private func compare(_ ours: [String: [String: Any]], _ theirs: [String: [String: Any]], _ place: String) throws {
    for (name, parameter) in ours {
      guard let other = theirs[name] else { continue }
      #expect(parameter["in"] as? String == other["in"] as? String, "\(place) \(name)")
      let type = parameter["type"] as? String
      let isNumber = type == "integer" && other["type"] as? String == "number"
      #expect(type == other["type"] as? String || isNumber, "\(place) \(name)")
      let sentence = parameter["description"] as? String
      #expect(sentence?.isEmpty == false && sentence != other["description"] as? String, "\(place) \(name)")
    }
    // Clients made of the contract refuse to send what it does not name.
    #expect(Set(theirs.keys).subtracting(ours.keys).isEmpty, "\(place)")
    for (name, other) in theirs where other["required"] as? Bool == true {
      #expect(ours[name]?["required"] as? Bool == true, "\(place) does not ask for \(name)")
    }
  }
}
