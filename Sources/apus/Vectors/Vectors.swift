import ApusVectors
import ArgumentParser

/// Works out a file of worked examples with the venue's own formulas.
struct Vectors: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check worked examples against the venue's formulas, to the last unit.",
    discussion: """
      FILE is a JSON list of cases with id, area, inputs and expected. Every expected number is worked out with the \
      formulas the engine itself uses; a number or an area without a formula fails. Writes a line for each case and closes \
      with the counts; ends with code 1 if any failed.
      """)

  @Argument(help: "The cases, such as golden-vectors.json.", completion: .file())
  var file: String

  func run() throws {
    let cases = try read()
    var failed = 0
    for example in cases {
      let verdict = example.verdict()
      if verdict.holds {
        print("ok   \(verdict.id)")
      } else {
        failed += 1
        print("FAIL \(verdict.id): \(verdict.failures.joined(separator: "; "))")
      }
    }
    print("\(cases.count - failed) passed, \(failed) failed")
    if failed > 0 { throw ExitCode.failure }
  }

  private func read() throws -> [VectorCase] {
    do {
      return try VectorFile(json: try Files.read(file)).cases
    } catch let error as FileError {
      throw failure(error.description)
    } catch let error as VectorFileError {
      throw failure("\(file) is \(error)")
    }
  }
}
