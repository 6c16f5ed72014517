import Foundation

/// A Swift file of this repository, as written and with comments and texts blanked out.
struct SourceFile: Sendable {
  /// From the top of the repository, such as `Sources/ApusModel/Amounts/Price.swift`.
  let path: String
  let text: String
  /// The same lines, in which nothing but code is left.
  let code: String

  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

  let lines: [Substring]
  let codeLines: [Substring]
  /// Every word of the code with the line it stands on.
  let words: [(line: Int, word: Substring)]

  /// The target the file belongs to: `ApusModel`.
  var target: String { String(path.split(separator: "/")[1]) }

  /// Every Swift file of the product and of its tests, read once.
  static let sources = files(in: "Sources", endings: [".swift"]).map(SourceFile.init)
  static let tests = files(in: "Tests", endings: [".swift"]).map(SourceFile.init)

  /// The Swift files of some targets.
  static func of(_ targets: String...) -> [SourceFile] { sources.filter { targets.contains($0.target) } }

  /// The paths of all files under a folder, or the folder's own path when it is a file.
  static func files(in folder: String, endings: [String]) -> [String] {
    let paths = FileManager.default.enumerator(atPath: root.appending(path: folder).path())
    return (paths?.compactMap { $0 as? String } ?? [])
      .filter { path in endings.contains { path.hasSuffix($0) } && !path.contains("/.") && !path.hasPrefix(".") }
      .map { "\(folder)/\($0)" }.sorted()
  }

  init(_ path: String) {
    self.path = path
    guard let bytes = FileManager.default.contents(atPath: SourceFile.root.appending(path: path).path()) else {
      preconditionFailure("no file \(path)")
    }
    text = String(decoding: bytes, as: UTF8.self)
    code = SourceFile.blanked(text)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    codeLines = code.split(separator: "\n", omittingEmptySubsequences: false)
    words = codeLines.enumerated().flatMap { number, line in
      line.utf8.split { !SourceFile.isWord($0) }.map { (number + 1, Substring($0)) }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: byte > 127
    }
  }

  /// Blanks out comments and string literals; an interpolation goes with its string.
  static func blanked(_ text: String) -> String {
    var blanker = Blanker(text)
    return blanker.code()
  }
}

/// Walks over Swift text and keeps only what is code.
private struct Blanker {
  private static let line = Array("//".utf8)
  private static let opening = Array("/*".utf8)
  private static let closing = Array("*/".utf8)
  private static let quotes = Array("\"\"\"".utf8)

  private let bytes: [UInt8]
  private var index = 0
  private var kept: [UInt8] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func code() -> String {
    while index < bytes.count {
      if starts(with: Blanker.line) {
        skip { $0.bytes[$0.index] != UInt8(ascii: "\n") }
      } else if starts(with: Blanker.opening) {
        skip { !$0.starts(with: Blanker.closing) }
      } else if starts(with: Blanker.quotes) {
        step(3)
        skip { !$0.starts(with: Blanker.quotes) }
        step(3)
      } else if bytes[index] == UInt8(ascii: "\"") {
        skipString()
      } else {
        kept.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }

  private func starts(with word: [UInt8]) -> Bool {
    guard index + word.count <= bytes.count else { return false }
    for place in word.indices where bytes[index + place] != word[place] { return false }
    return true
  }

  /// Passes one byte without keeping it, except that lines stay lines.
  private mutating func step(_ count: Int = 1) {
    for _ in 0..<count where index < bytes.count {
      if bytes[index] == UInt8(ascii: "\n") { kept.append(bytes[index]) }
      index += 1
    }
  }

  private mutating func skip(while goesOn: (borrowing Blanker) -> Bool) {
    while index < bytes.count && goesOn(self) { step() }
  }

  private mutating func skipString() {
    step()
    var depth = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") {
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "(") { depth += 1 }
        step(2)
      } else if depth > 0 {
        if bytes[index] == UInt8(ascii: "(") { depth += 1 }
        if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
        if bytes[index] == UInt8(ascii: "\"") { skipString() } else { step() }
      } else if bytes[index] == UInt8(ascii: "\"") {
        return step()
      } else {
        step()
      }
    }
  }
}
