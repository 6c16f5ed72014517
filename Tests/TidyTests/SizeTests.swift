import Testing

/// A ratchet: what is too long is named here, and the lists may only shrink.
@Suite struct SizeTests {
  /// Functions over 60 lines.
  static let longFunctions: Set<String> = []
  /// Files over 400 lines.
  static let longFiles: Set<String> = []

  private var files: [SourceFile] { SourceFile.sources + SourceFile.tests }

  @Test func `no function grows over sixty lines`() {
    let long = Set(files.flatMap { Function.all(in: $0) }.filter { $0.lines > 60 }.map(\.name))
    #expect(
      long.subtracting(SizeTests.longFunctions).isEmpty, "new: \(long.subtracting(SizeTests.longFunctions).sorted())")
    #expect(
      SizeTests.longFunctions.subtracting(long).isEmpty, "gone: \(SizeTests.longFunctions.subtracting(long).sorted())")
  }

  @Test func `no file grows over four hundred lines`() {
    let long = Set(files.filter { $0.lines.count > 401 }.map(\.path))
    #expect(long.subtracting(SizeTests.longFiles).isEmpty, "new: \(long.subtracting(SizeTests.longFiles).sorted())")
    #expect(SizeTests.longFiles.subtracting(long).isEmpty, "gone: \(SizeTests.longFiles.subtracting(long).sorted())")
  }

  @Test func `functions are measured from their first line to their last`() {
    let functions = Function.all(in: SourceFile("Tests/TidyTests/Function.swift"))
    #expect(functions.count == 4)
    #expect(functions.map(\.lines).max().map { $0 > 15 && $0 < 40 } == true)
    #expect(functions.contains { $0.name.hasSuffix(" all") && $0.lines == 7 })
  }
}
