/// A function's name and how many lines it takes from its first word to its closing brace.
struct Function: Hashable, Sendable {
  let name: String
  let lines: Int

  /// The functions and initializers of a file that have a body.
  static func all(in file: SourceFile) -> [Function] {
    let lines = file.codeLines
    return lines.indices.compactMap { index in
      guard let name = name(in: lines[index]), let length = length(of: lines[index...]) else { return nil }
      return Function(name: "\(file.path) \(name)", lines: length)
    }
  }

  private static func name(in line: Substring) -> String? {
    guard line.contains("func ") || line.contains("init") else { return nil }
    if let match = line.firstMatch(of: /\bfunc\s+`?([^\s(<`]+)/) { return String(match.1) }
    return line.contains(
      /^\s*((@\w+(\([^)]*\))?|public|internal|private|fileprivate|convenience|required)\s+)*init[?(<]/)
      ? "init" : nil
  }

  /// Lines up to the brace that closes the first one opened outside of parentheses; nil without a body.
  private static func length(of lines: ArraySlice<Substring>) -> Int? {
    var depth = 0
    var braces = 0
    for (count, line) in lines.enumerated() {
      for character in line {
        switch character {
        case "(", "[": depth += 1
        case ")", "]": depth -= 1
        case "{" where depth == 0 || braces > 0: braces += 1
        case "}" where braces > 0:
          braces -= 1
          if braces == 0 { return count + 1 }
        case "}" where depth == 0: return nil
        default: break
        }
      }
      // A requirement ends with its line; a signature that goes on says so on the next.
      if braces == 0 && depth == 0 && !goesOn(lines.dropFirst(count + 1).first) { return nil }
    }
    return nil
  }

  private static func goesOn(_ line: Substring?) -> Bool {
    guard let words = line?.drop(while: { $0 == " " }) else { return false }
    return ["->", "where", "{", "throws", ")"].contains { words.hasPrefix($0) }
  }
}
