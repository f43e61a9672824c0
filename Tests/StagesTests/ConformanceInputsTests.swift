import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// The conformance suites try every stage on something: a content that they know no rows of fails them.
@Suite struct ConformanceInputsTests {
  @Test func aStageOfAContentWithoutRowsFails() {
    #expect(throws: NoConformanceInput(stage: "hush", takes: "sounds")) {
      try ConformanceInputs.all(for: HushStage.declaration)
    }
    #expect(throws: NoConformanceInput.self) { try ConformanceInputs.input(like: Sounds(count: 2)) }
    #expect(throws: NoConformanceInput.self, "one of its contents has no rows") {
      try ConformanceInputs.all(
        for: Declaration("hush", "Of either.", takes: [.features, Sounds.taken], gives: .rows, examples: []))
    }
    #expect(throws: NoConformanceInput.self) {
      try ConformanceInputs.all(for: Declaration("hush", "Of neither.", takes: .table, gives: .rows, examples: []))
    }
  }

  @Test func aStageOfAnyRowsIsTriedOnAllThatAreKnown() throws {
    let declaration = Declaration("any", "Of any.", takes: .rows, gives: .rows, examples: [])
    #expect(try ConformanceInputs.all(for: declaration).count == ConformanceInputs.all.count)
  }

  /// What learns is asked for a configuration that works, a `WorkingStage`.
  @Test func everyStageHasRowsAndAConfiguration() throws {
    for type in stageTypes(.rowwise, .fitted, .resampler, .model) {
      #expect(try !ConformanceInputs.all(for: type.declaration).isEmpty)
      #expect(!configurations(of: type).isEmpty, "\(type.declaration.name): no example binds its arguments")
    }
    for type in stageTypes(.evaluator) {
      #expect(!configurations(of: type).isEmpty, "\(type.declaration.name): no example binds its arguments")
    }
  }

  @Test func whatLeavesNoEvidenceFails() {
    withKnownIssue { _ = Evidence(Sounds(count: 3)) }
    let rows = SampleRows.features(4)
    #expect(throws: NoEvidence.self) {
      try Trial().evidence(of: FixedSource(rows), on: rows, applyingTo: rows.content)
    }
  }
}

/// A content that no suite knows rows of, and that cannot be kept.
private struct Sounds: RowContent {
  static let kind = ContentKind("sounds")
  static let taken = ValueKinds(kind)

  var count: Int
  var rowCount: Int { count }
  var byteCount: Int { 8 }
  var shapeText: String { "\(count) sounds" }

  func gatheringRows(_ rows: [Int], context: ExecutionContext) -> any RowContent { Sounds(count: rows.count) }
}

private struct HushStage: RowwiseStage {
  static let declaration = Declaration(
    "hush", "Takes the loudness away.", takes: Sounds.taken, gives: Sounds.taken, examples: [])

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent { content }
}
