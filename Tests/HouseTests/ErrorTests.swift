import CommandLine
import Diagnostics
import Foundation
import Graphs
import Lessons
import Numerics
import Plans
import Stages
import TextMining
import Testing

@testable import Interpreter

/// Every error of the project is said in one place, has a sample for `explain`, and a code of its own.
@Suite struct ErrorTests {
  /// Errors that have the checker's codes.
  private static let otherTypes: [any ExplainableError.Type] = [FormulaError.self]
  private static let types = stageErrorTypes + otherTypes + hostErrorTypes

  /// Codes that cases share, because they are one mistake found in several places.
  private static let shared: Set = [
    "E0110", "E0112", "E0115", "E0116", "E0201", "E0202", "E0204", "E0302", "E0306", "E0310", "E0311", "E0326",
  ]

  private let session = Session(
    catalogue: stageCatalogue, codes: DiagnosticCode.allHostCodes + DiagnosticCode.allLessonCodes + stageCodes,
    settings: RunSettings(threads: 1),
    cacheBudget: 0)

  @Test func everyTypeOfErrorsIsListed() throws {
    let declared = try SourceFile.all().flatMap { file in
      file.text.matches(of: #/(?m)^ *(?:[a-z]+ )*(?:enum|struct|class|extension) (\w+): [^{]*\bExplainableError\b/#)
        .map { String($0.output.1) }
    }
    #expect(declared.count > 15)
    #expect(Set(declared) == Set(Self.types.map { "\($0)" }))
  }

  /// A type that a program can throw is explained by it: what stands outside its list lies in modules that nothing imports.
  @Test func whatAProgramCanThrowIsExplained() throws {
    let files = try SourceFile.all()
    for type in Self.otherTypes where type != FormulaError.self {
      let module = String(String(reflecting: type).prefix { $0 != "." })
      let users = files.filter { $0.module != module && $0.text.contains("import \(module)\n") }
      #expect(users.isEmpty, "\(users.map(\.name)) can throw \(type): move it to stageErrorTypes")
    }
  }

  @Test func everyCaseHasASample() throws {
    let files = try SourceFile.all()
    for type in Self.types {
      let sampled = Set(type.samples.map { Mirror(reflecting: $0).displayStyle == .enum ? name(of: $0) : "" })
      let declared = try #require(files.lazy.compactMap { cases(of: "\(type)", in: $0.text) }.first)
      #expect(sampled == (declared.isEmpty ? [""] : declared), "\(type)")
    }
  }

  /// In all folders, whatever the number of digits.
  @Test func everyCodeInTheSourcesIsExplained() throws {
    let written = Set(
      try SourceFile.all().flatMap { $0.text.matches(of: #/"(E[0-9]{3,})"/#).map { String($0.output.1) } })
    let known = Set(session.codes.map(\.id) + Self.types.flatMap { $0.samples.map(\.code) })
    #expect(written.count > 250)
    #expect(written == known)
  }

  @Test func noCodeMeansTwoThings() {
    let checker = Set(DiagnosticCode.sessionCodes(with: DiagnosticCode.allHostCodes).map(\.id))
      .subtracting(hostErrorTypes.flatMap { $0.samples.map(\.code) })
    let thrown = Self.types.flatMap { $0.samples.map(\.code) }
    let twice = Set(thrown.filter { code in thrown.count { $0 == code } > 1 || checker.contains(code) })
    #expect(twice == Self.shared)
    #expect(Set(session.codes.map(\.id)).count == session.codes.count)
  }

  @Test func everyErrorSaysEverything() {
    for code in session.codes {
      #expect(!code.title.isEmpty && !code.explanation.isEmpty, "\(code.id)")
    }
    for sample in Self.types.flatMap({ $0.samples as [any ExplainableError] }) {
      #expect(
        sample.code != "E0301" && !sample.problem.isEmpty && !sample.remedy.isEmpty && !sample.explanation.isEmpty,
        "\(sample)")
    }
  }

  /// An engine knows no stage: what it advises is said in the terms of the method, or asked of the catalogue. Formulas
  /// are told in the words of the checker, whose examples are lines of the language.
  @Test func noEngineAdvisesAStageByItsName() {
    let names = Set(stageCatalogue.names)
    for type in Self.types where type != FormulaError.self && !String(reflecting: type).hasPrefix("Stages.") {
      for sample in type.samples as [any ExplainableError] {
        let advice = sample.remedy + "\n" + sample.explanation
        let words =
          advice.matches(of: #/`([a-z_]+)\b/#).map(\.output.1)
          + advice.matches(of: #/\b([a-z_]+) [0-9]/#).map(\.output.1)
        let stages = names.intersection(words.map(String.init))
        #expect(stages.isEmpty, "\(type) \(sample.code) names \(stages.sorted()): \(advice)")
      }
    }
  }

  private func name(of sample: any ExplainableError) -> String {
    Mirror(reflecting: sample).children.first?.label ?? "\(sample)"
  }

  /// The cases of an enum as they stand in its source; none for a struct, nil where the type is not declared there.
  private func cases(of type: String, in text: String) -> Set<String>? {
    if text.contains("struct \(type):") { return [] }
    guard let start = text.firstRange(of: "enum \(type):") else { return nil }
    let rest = text[start.upperBound...]
    let body = rest[..<(rest.firstRange(of: "\n}\n")?.lowerBound ?? rest.endIndex)]
    return Set(body.matches(of: #/(?m)^  case (\w+)/#).map { String($0.output.1) })
  }
}

/// A file of the sources.
struct SourceFile {
  let name: String
  let text: String

  var module: String { String(name.prefix { $0 != "/" }) }

  static func all() throws -> [SourceFile] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources").path
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".swift") }.map {
      SourceFile(name: $0, text: try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8))
    }
  }
}
