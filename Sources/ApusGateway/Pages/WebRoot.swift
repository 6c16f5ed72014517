import FoundationEssentials

/// The files of the pages, read once; what is not among them cannot be reached, whatever a path says.
struct WebRoot: Sendable {
  private var files: [String: StaticFile] = [:]

  /// No pages.
  init() {}

  /// All files below a directory, by the path that asks for them. Hidden ones and links are passed over.
  init(_ directory: String) throws {
    try add(directory, at: "/")
    if let index = files["/index.html"] { files["/"] = index }
    // Where clients of the venue look for the contract, people find a page of it.
    if let explorer = files["/explorer.html"] { for path in Self.explorer { files[path] = explorer } }
  }

  private static let explorer = ["/api/explorer", "/api/explorer/"]

  private mutating func add(_ directory: String, at path: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: directory) where !name.hasPrefix(".") {
      let file = "\(directory)/\(name)"
      let type = try FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
      if type == .typeDirectory {
        try add(file, at: "\(path)\(name)/")
      } else if type == .typeRegular {
        files[path + name] = StaticFile(name: name, bytes: Array(try Data(contentsOf: URL(filePath: file))))
      }
    }
  }

  /// The answer to a path; nil when there is no such file.
  func response(_ path: String, knownTag: String?) -> Response? {
    guard let file = files[path] else { return nil }
    let isKnown = knownTag?.split(separator: ",").contains { $0.trimmingBlanks == file.tag } ?? false
    return Response(status: isKnown ? 304 : 200, body: .file(file))
  }
}
