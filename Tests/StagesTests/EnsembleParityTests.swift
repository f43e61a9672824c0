import Diagnostics
import Foundation
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// `vote` and `stack` beside scikit-learn's on glass and vowel, whose rows and figures are those of the models' own tests;
/// see `Tests/LearningTests/Fixtures/make_common.py`. Both learn from the even rows and are applied to the odd ones.
@Suite struct EnsembleParityTests {
  private struct Reference: Decodable {
    var data, soft, hard: String
    var probabilities: [[Double]]
    var accuracies, briers: [Double]
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("LearningTests/Fixtures")
  private static let place = Location(SourceText(name: "test.mien", text: "x"), Span(0, 1))

  private func reference(_ name: String) throws -> Reference {
    let data = try Data(contentsOf: Self.folder.appendingPathComponent("common_ensembles.json"))
    return try #require(try JSONDecoder().decode([Reference].self, from: data).first { $0.data == name })
  }

  /// Even and odd rows, scaled over the even ones.
  private func halves(_ name: String) throws -> (train: Samples, test: Samples) {
    let codes = try Data(contentsOf: Self.folder.appendingPathComponent("\(name).labels.u8")).map(Int.init)
    let bytes = try Data(contentsOf: Self.folder.appendingPathComponent("\(name).f32"))
    let numbers = bytes.withUnsafeBytes { raw in
      (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
    let all = Samples(
      content: Matrix(rows: codes.count, columns: numbers.count / codes.count, storage: numbers),
      metadata: RowMetadata(
        labels: Labels(names: (0...(codes.max() ?? 0)).map { "class\($0)" }, codes: codes),
        sources: codes.map { _ in name }, rowNames: codes.indices.map { "row \($0)" },
        origin: DataProvenance(name: name, fingerprint: name)))
    let train = all.gathering(Array(stride(from: 0, to: codes.count, by: 2)))
    let test = all.gathering(Array(stride(from: 1, to: codes.count, by: 2)))
    let scaler = try bound(ScaleStage.self).fit(train, context(0))
    return (
      train.replacingContent(try scaler.apply(to: train.content, context: context(0).execution)),
      test.replacingContent(try scaler.apply(to: test.content, context: context(0).execution))
    )
  }

  private func context(_ seed: Int) -> StageContext {
    StageContext(seed: UInt64(seed), execution: ExecutionContext(threads: 2), environment: RunEnvironment())
  }

  private func bound<S: Stage>(_ type: S.Type, _ arguments: (String, ArgumentValue)...) throws -> S {
    let given = arguments.map { GivenArgument(label: ($0.0, Self.place), value: $0.1, location: Self.place) }
    let (stage, _, problems) = type.bound(to: given, at: Self.place)
    if let problem = problems.first { throw problem }
    return stage
  }

  /// Logistic regression, naive Bayes and nine neighbours.
  private func members() throws -> [ArgumentValue] {
    let stages: [any Stage] = [
      try bound(LogisticRegressionStage.self, ("tolerance", .number(1e-7, .plain))), try bound(BayesStage.self),
      try bound(NeighboursStage.self, ("k", .number(9, .plain))),
    ]
    return stages.map { .step(PlanStep(stage: $0, text: "member", location: Self.place)) }
  }

  private func codes(_ text: String) -> [Int] { text.compactMap(\.hexDigitValue) }

  @Test(arguments: ["glass", "vowel"])
  func votesEqualThePeers(_ name: String) throws {
    let (expected, (train, test)) = (try reference(name), try halves(name))
    let soft = try bound(VoteStage.self, ("models", .list(members()))).fit(train, context(1))
      .predict(test.content, context: context(1).execution)
    #expect(soft.codes == codes(expected.soft))
    let probabilities = try #require(soft.probabilities)
    let shown = stride(from: 0, to: probabilities.rows, by: probabilities.rows / 8)
    for (row, shares) in zip(shown, expected.probabilities) {
      #expect(zip(probabilities.row(row), shares).allSatisfy { abs(Double($0) - $1) < 1e-4 }, "row \(row)")
    }
    // A machine without probabilities makes it a vote by hand.
    let machine = ArgumentValue.step(PlanStep(stage: try bound(SVMStage.self), text: "svm", location: Self.place))
    let hard = try bound(VoteStage.self, ("models", .list(members() + [machine]))).fit(train, context(1))
      .predict(test.content, context: context(1).execution)
    #expect(hard.codes == codes(expected.hard))
  }

  /// The folds are drawn: over as many seeds of each the means differ by at most four standard errors, told from how
  /// the scores vary over seeds.
  @Test(arguments: ["glass", "vowel"])
  func stacksScoreAsThePeers(_ name: String) throws {
    let (expected, (train, test)) = (try reference(name), try halves(name))
    let stage = try bound(StackStage.self, ("models", .list(members())), ("folds", .number(4, .plain)))
    var (accuracies, briers) = ([Double](), [Double]())
    for seed in expected.accuracies.indices {
      let found = try stage.fit(train, context(seed)).predict(test.content, context: context(seed).execution)
      let truth = try test.metadata.labels.codes
      accuracies.append(Double(zip(found.codes, truth).count { $0 == $1 }) / Double(truth.count))
      briers.append(squaredError(try #require(found.probabilities), truth))
    }
    for (ours, peers) in [(accuracies, expected.accuracies), (briers, expected.briers)] {
      let (one, other) = (spread(ours), spread(peers))
      let error = (one.squaredError + other.squaredError).squareRoot()
      #expect(abs(one.mean - other.mean) <= 4 * error, "\(one.mean), the peer's \(other.mean), error \(error)")
    }
  }

  /// The Brier score.
  private func squaredError(_ probabilities: Matrix, _ truth: [Int]) -> Double {
    truth.indices.reduce(0) { sum, row in
      let distances = probabilities.row(row).enumerated().map { Double($1) - ($0 == truth[row] ? 1 : 0) }
      return sum + distances.reduce(0) { $0 + $1 * $1 } / Double(truth.count)
    }
  }

  /// The mean, and the square of its standard error.
  private func spread(_ scores: [Double]) -> (mean: Double, squaredError: Double) {
    let count = Double(scores.count)
    let mean = scores.reduce(0, +) / count
    return (mean, scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count)
  }
}
