import Diagnostics
import Foundation
import Numerics
import Plans
import Testing

@testable import Interpreter

/// `importance`, from a plan to a table.
@Suite struct ImportanceTests {
  private let folder: TemporaryFolder
  private var path: String { "\(folder.path)/rows.csv" }

  /// Three classes that the column `signal` tells apart and `noise` does not; `same` never changes.
  init() throws {
    folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 5)
    let lines = (0..<150).map { row in
      let signal = Float(row % 3) + Float.random(in: 0..<0.8, using: &generator)
      return "\(signal),\(Float.random(in: 0..<1, using: &generator)),7,\(["calm", "happy", "sad"][row % 3])"
    }
    try ("signal,noise,same,emotion\n" + lines.joined(separator: "\n") + "\n")
      .write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test(arguments: ["xgboost trees=20", "forest trees=20", "tree", "automl trials=3 learners=[xgboost, forest]"])
  func theColumnThatTellsStandsFirst(model: String) throws {
    for stages in ["", "scale | ", "impute | scale | "] {
      let table = try SessionHarness().table("load \"\(path)\" | \(stages)\(model) | cv 3 | importance")
      #expect(table.columns == ["feature", "importance", "calm", "happy", "sad"])
      #expect(table.rows.map { $0.cells[0] } == [.text("signal"), .text("noise"), .text("same")])
      let numbers = table.rows.map { $0.cells.dropFirst().compactMap(\.number) }
      #expect(numbers[2].allSatisfy { $0 == 0 } && numbers[0].allSatisfy { $0 > 0 })
      #expect(abs(numbers[0][0] - numbers[0].dropFirst().reduce(0, +)) < 1e-9, "the first is the sum of the classes")
      #expect(table.notes.contains { $0.contains("50 of 50 test rows") }, "\(table.notes)")
    }
  }

  @Test func measuresOfTheTrees() throws {
    for measure in ["gain", "cover", "weight"] {
      let table = try SessionHarness().table("load \"\(path)\" | xgboost trees=20 | importance \(measure) top=1")
      #expect(table.columns == ["feature", measure] && table.rows.count == 1)
    }
    #expect(try failure("load \"\(path)\" | forest | importance cover").code.id == "E0324")
  }

  @Test func otherColumnsAreNumbered() throws {
    let table = try SessionHarness().table("load \"\(path)\" | pca 2 | forest trees=10 | importance rows=5")
    #expect(Set(table.rows.map { $0.cells[0] }) == [.text("f1"), .text("f2")])
    #expect(table.notes.contains { $0.contains("over 5 of ") }, "\(table.notes)")
  }

  @Test func aModelFromAFileHasNoRows() throws {
    let harness = SessionHarness()
    try harness.run("load \"\(path)\" | xgboost trees=5 | save \"\(folder.path)/m.model\"")
    let opened = "open \"\(folder.path)/m.model\" | importance"
    #expect(try SessionHarness().table("\(opened) gain").rows[0].cells[0] == .text("signal"))
    #expect(try failure(opened).code.id == "E0325")
  }

  @Test func otherModelsSayThatTheyHaveNoTrees() throws {
    let error = try failure("load \"\(path)\" | svm rbf | importance gain")
    #expect(error.code.id == "E0323" && error.message.contains("svm"))
  }

  private func failure(_ line: String) throws -> Diagnostic {
    do { try SessionHarness().run(line) } catch let error as Diagnostic { return error } catch let error as Diagnostics
    {
      return try #require(error.all.first)
    }
    throw NotOfKind(what: "a failure")
  }
}
