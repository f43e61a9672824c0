import Diagnostics
import Foundation
import Interpreter
import Plans
import Testing

@testable import Stages

@Suite struct StageCodesTests {
  private let session = Session(
    catalogue: stageCatalogue, codes: stageCodes, settings: RunSettings(threads: 1), cacheBudget: 0)

  /// `explain` knows every code that stands in the sources of the modules that a session reaches.
  @Test func everyCodeInTheSourcesIsExplained() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources").path
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    // Engines whose stages are still to come, and the hosts, are not reached by a session.
    let unreached = ["CommandLine/", "Graphs/", "TextMining/", "NeuralNetworks/"]
    var written: Set<String> = []
    for name in names where name.hasSuffix(".swift") && !unreached.contains(where: name.hasPrefix) {
      let text = try String(contentsOfFile: "\(root)/\(name)", encoding: .utf8)
      // Those that stand alone in quotes; E0001 and E0999 are only the ends of a range.
      written.formUnion(text.matches(of: #/"(E[01][0-9]{3})"/#).map { String($0.output.1) })
    }
    let known = Set(session.codes.map(\.id))
    let missing = written.subtracting(known).subtracting(["E0999"])
    #expect(written.count > 150)
    #expect(missing.isEmpty, "add to StageCodes.swift: \(missing.sorted())")
  }

  @Test func noCodeMeansTwoThings() {
    let ids = session.codes.map(\.id)
    let twice = Set(ids.filter { id in ids.count { $0 == id } > 1 })
    #expect(twice.isEmpty, "\(twice.sorted())")
  }

  @Test func everyCodeSaysSomething() {
    for code in session.codes {
      #expect(!code.title.isEmpty && !code.explanation.isEmpty, "\(code.id)")
    }
  }
}
