import Testing

/// Every public declaration says in a sentence what it is. What a protocol asks for has its sentence there.
@Suite struct DocumentationTests {
  private static let kinds: Set<Substring> = [
    "func", "var", "let", "subscript", "init", "struct", "enum", "class", "protocol", "typealias",
  ]
  /// What the standard library's protocols ask for, by name.
  private static let asked: Set<Substring> = [
    "rawValue", "description", "debugDescription", "testDescription", "hash", "write", "next", "makeIterator",
    "startIndex", "endIndex", "index",
  ]

  /// The name a line declares, or nil when it declares nothing public.
  private func publicName(in line: Substring) -> Substring? {
    let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "@" || $0 == "`") }
    guard words.contains("public"), !words.contains("import"), !words.contains("extension"),
      let kind = words.firstIndex(where: DocumentationTests.kinds.contains)
    else { return nil }
    if words[kind] == "init" { return line.contains("rawValue") ? "rawValue" : "init" }
    if words[kind] == "subscript" { return "subscript" }
    // An operator has no name, and its meaning is everybody's.
    if words[kind] == "func", line.firstMatch(of: /\bfunc\s+[^\w\s`]/) != nil { return nil }
    return kind + 1 < words.count ? words[kind + 1] : nil
  }

  private func isAttribute(_ line: Substring) -> Bool { line.drop { $0 == " " }.hasPrefix("@") }

  private func areNeighbours(_ line: Substring, _ next: Substring) -> Bool {
    let word: Substring = next.contains(" let ") ? " let " : " var "
    return next.contains(word) && line.contains(word) && publicName(in: line) != nil
  }

  /// The names the protocols of these files ask for.
  private func requirements(of files: [SourceFile]) -> Set<Substring> {
    var names: Set<Substring> = []
    for file in files {
      var isInside = false
      for line in file.codeLines {
        if line.hasPrefix("}") { isInside = false }
        let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        if isInside, let kind = words.firstIndex(where: { $0 == "func" || $0 == "var" }), kind + 1 < words.count {
          names.insert(words[kind + 1])
        }
        if words.contains("protocol") { isInside = true }
      }
    }
    return names
  }

  @Test func `every public declaration has a sentence`() {
    let known = DocumentationTests.asked.union(requirements(of: SourceFile.sources))
    for file in SourceFile.sources {
      for (index, line) in file.codeLines.enumerated() where line.contains("public ") {
        guard let name = publicName(in: line), !known.contains(name) else { continue }
        // Neighbours that hold the same kind of thing may share one sentence.
        var above = index - 1
        while above >= 0, isAttribute(file.codeLines[above]) || areNeighbours(file.codeLines[above], line) {
          above -= 1
        }
        let isSaid = above >= 0 && file.lines[above].drop { $0 == " " }.hasPrefix("///")
        #expect(isSaid, "\(file.path):\(index + 1) has no sentence: \(line.drop { $0 == " " })")
      }
    }
  }
}
