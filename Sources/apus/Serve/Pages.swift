/// Where the pages are.
enum Pages {
  /// The directory `Web` beside the program's own, or beside one that holds it; nil when there is none.
  static func beside(program: String) -> String? {
    var parts = program.split(separator: "/").dropLast()
    while !parts.isEmpty {
      parts = parts.dropLast()
      let candidate = "/" + (parts + ["Web"]).joined(separator: "/")
      if Files.exists("\(candidate)/index.html") { return candidate }
    }
    return nil
  }
}
