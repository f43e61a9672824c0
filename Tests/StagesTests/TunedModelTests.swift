import Diagnostics
import Numerics
import Plans
import Samples
import Synchronization
import Testing

@testable import Stages

/// Which rows a model inside `tune` was ever shown, by the number in their first column.
private final class SeenRows: Sendable {
  let rows = Mutex<Set<Int>>([])

  func see(_ content: any RowContent) {
    guard let matrix = content as? Matrix else { return }
    rows.withLock { rows in
      for row in 0..<matrix.rows { rows.insert(Int(matrix[row, 0])) }
    }
  }
}

/// Says the class that was commonest in training, or always the first; writes down every row it is shown.
private struct SpyingModel: ModelStage {
  static let declaration = Declaration("spy", "", takes: .features, gives: .result, examples: [])
  var seen = SeenRows()
  var alwaysFirst = false

  func fit(_ training: Samples, _ context: StageContext) throws -> Fitted {
    seen.see(training.content)
    let counts = try training.metadata.labels.counts
    let most = alwaysFirst ? 0 : counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0
    return Fitted(classNames: try training.metadata.labels.names, code: most, seen: seen)
  }

  struct Fitted: FittedModel {
    var classNames: [String]
    var code: Int
    var seen: SeenRows?
    var byteCount: Int { 8 }

    init(classNames: [String], code: Int, seen: SeenRows) {
      self.classNames = classNames
      self.code = code
      self.seen = seen
    }

    enum CodingKeys: CodingKey {
      case classNames, code
    }

    func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
      seen?.see(content)
      return Predictions(codes: [Int](repeating: code, count: content.rowCount))
    }
  }
}

@Suite struct TunedModelTests {
  private let location = Location(SourceText(name: "test", text: "x"), Span(0, 1))

  private func step(_ stage: any Stage, _ text: String) -> PlanStep {
    PlanStep(stage: stage, text: text, location: location)
  }

  /// 24 rows of 8 subjects; the first column is the row's number.
  private func samples(codes: (Int) -> Int) -> Samples {
    let labels = Labels(names: ["a", "b"], codes: (0..<24).map(codes))
    return Samples(
      content: Matrix(rows: 24, columns: 2, storage: (0..<24).flatMap { [Float($0), 1] }),
      metadata: RowMetadata(
        labels: labels, subjects: (0..<24).map { "S\($0 / 3)" }, sources: [String](repeating: "x", count: 24),
        rowNames: (0..<24).map { "row \($0)" }, origin: DataProvenance(name: "x", fingerprint: "f")))
  }

  private var context: StageContext {
    StageContext(seed: 1, execution: .plain, environment: RunEnvironment())
  }

  @Test func onlyTrainingRowsAreEverSeen() throws {
    let seen = SeenRows()
    let stage = TunedModelStage(
      candidates: [
        .init(steps: [step(SpyingModel(seen: seen), "spy")]),
        .init(steps: [step(SpyingModel(seen: seen, alwaysFirst: true), "spy first")]),
      ], inner: 2, metric: "accuracy")
    let all = samples { $0 % 2 }
    let training = Array(0..<15)
    let model = try stage.fit(all.gathering(training), context)
    #expect(seen.rows.withLock { $0 } == Set(training))
    _ = try model.predict(all.gathering(Array(15..<24)).content, context: .plain)
    #expect(seen.rows.withLock { $0 } == Set(0..<24))
  }

  @Test func theChoiceGoesByTheInnerScore() throws {
    let stage = TunedModelStage(
      candidates: [
        .init(steps: [step(SpyingModel(alwaysFirst: true), "first")]), .init(steps: [step(SpyingModel(), "common")]),
      ], inner: 4, metric: "accuracy")
    let model = try stage.fit(samples { $0 % 3 == 0 ? 0 : 1 }, context)
    #expect(model.choice.text.hasPrefix("common (inner accuracy 0.6"))
  }

  @Test func aChosenModelIsTheSameAfterSaving() throws {
    let all = samples { $0 % 2 }
    let stage = TunedModelStage(
      candidates: [
        .init(steps: [step(ScaleStage(), "scale"), step(SVMStage(), "svm")]),
        .init(steps: [step(LogisticRegressionStage(), "logreg")]),
      ], inner: 2, metric: "accuracy")
    let model = try stage.fit(all, context)
    let copy = try roundTripped(model)
    #expect(copy.choice == model.choice)
    #expect(
      try copy.predict(all.content, context: .plain).codes == model.predict(all.content, context: .plain).codes)
  }

  @Test func whatItIsMadeOfNamesIt() {
    let a = TunedModelStage(candidates: [.init(steps: [step(SVMStage(), "svm")])], inner: 2, metric: "accuracy")
    let b = TunedModelStage(candidates: [.init(steps: [step(SVMStage(), "svm")])], inner: 3, metric: "accuracy")
    let c = TunedModelStage(
      candidates: [.init(steps: [step(LogisticRegressionStage(), "svm")])], inner: 2, metric: "accuracy")
    #expect(Set([a, b, c].map(\.canonicalArguments)).count == 3)
  }
}
