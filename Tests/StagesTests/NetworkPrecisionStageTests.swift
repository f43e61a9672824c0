import Basics
import Foundation
import Plans
import Testing

@testable import Stages

/// `precision=`: what it says of itself, and what it changes.
@Suite struct NetworkPrecisionStageTests {
  private static let faces = "faces n=96 subjects=16 classes=[happy, surprise] intensity=1"

  private static func line(_ precision: String) -> String {
    "\(faces) | resnet18 size=32 \(precision) | pca 5 | logreg"
  }

  @Test(arguments: ["int8", "bf16"])
  func aScoredPlanIsSetBesideSinglePrecision(_ word: String) throws {
    let session = StageSession()
    let result = try session.result(Self.line("precision=\(word)"))
    let contrast = try #require(result.exactContrast)
    #expect(contrast.stages == "resnet18 size=32 precision=\(word) | pca 5 | logreg")
    #expect(contrast.plan == "\(Self.faces) | resnet18 size=32 | pca 5 | logreg")
    #expect(result.provenance.testSplitScored == 2, "two plans have been scored on this test")
    #expect(result.notes.first == contrast.note && contrast.note.contains("in single precision"))
    #expect(
      result.notes.contains { $0.hasPrefix("precision=\(word) moves features by 0.") || $0.contains("features by 1.") })
    // What `compare` says of both.
    let exact = try session.result(Self.line(""))
    let comparison = try #require(
      try session.last("a = \(Self.line(""))\nb = \(Self.line("precision=\(word)"))\ncompare a b").payload.as(
        Document.self))
    for score in contrast.scores {
      #expect(score.exact == exact.scores.metric(score.name)?.value)
      #expect(score.value == result.scores.metric(score.name)?.value)
      let low = comparison.fields.first { $0.name == "\(score.name)_difference_low" }?.value
      #expect(score.difference?.lower.map { .number($0) } == low)
    }
    let json = JSONValue.object(result.jsonMembers(program: "")).text
    #expect(json.contains("\"exact\":{\"stages\":\"resnet18 size=32 precision=\(word)"))
  }

  @Test func singlePrecisionSaysNothing() throws {
    for precision in ["", "precision=single"] {
      let result = try StageSession().result(Self.line(precision))
      #expect(result.exactContrast == nil && !result.notes.contains { $0.contains("precision") })
    }
  }

  @Test func aTableSetsEachOfItsPlansBesideSinglePrecision() throws {
    let table = try #require(
      try StageSession().last("\(Self.faces) | resnet18 size=32 precision={single, int8} | pca {3, 5} | logreg").payload
        .as(
          Table.self))
    let notes = table.notes.filter { $0.contains("in single precision") }
    #expect(notes.count == 2 && notes[0].contains("pca 3") && notes[1].contains("pca 5"))
  }

  /// Each alternative that `tune` chooses among is exact beside.
  @Test func aChoiceIsSetBesideTheSameChoiceInSinglePrecision() throws {
    let session = StageSession()
    func line(_ precision: String) -> String {
      "\(Self.faces) | {resnet18 size=32\(precision) | pca 5, pixels | pca 3} | logreg | tune inner=2 | cv 2"
    }
    let contrast = try #require(try session.result(line(" precision=int8")).exactContrast)
    #expect(!contrast.plan.contains("precision") && contrast.plan.contains("| tune inner=2"))
    let exact = try session.result(line(""))
    for score in contrast.scores { #expect(score.exact == exact.scores.metric(score.name)?.value) }
    #expect(exact.exactContrast == nil)
  }

  @Test func otherWordsAreRefusedAndEachHasAKeyOfItsOwn() throws {
    for line in ["resnet18 precision=int4", "onnx \"a.onnx\" precision=int4", "onnx model \"a.onnx\" precision=int4"] {
      #expect(StageSession().problems("\(Self.faces) | \(line)").contains { $0.contains("no precision 'int4'") })
    }
    let environment = RunEnvironment()
    let keys = try ["", "precision=int8", "precision=bf16"].map {
      try #require(steps(of: "\(Self.faces) | resnet18 \($0)").last).keyText(in: environment)
    }
    #expect(Set(keys).count == 3)
  }
}
