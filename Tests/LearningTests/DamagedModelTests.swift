import Foundation
import Numerics
import Testing

@testable import Learning

/// Models that were read from a file in which something was changed.
@Suite struct DamagedModelTests {
  private let features: Matrix
  private let labels: Labels

  init() {
    (features, labels) = ResamplingData.overlapping([30, 25, 20, 15], columns: 4)
  }

  /// One entry changed, as a file might have it.
  private struct Change {
    let key: String
    let apply: (Any) -> Any

    static func longer(_ key: String) -> Change {
      Change(key: key) { value in (value as? [Any]).map { $0 + $0.suffix(1) } ?? value }
    }

    static func shorter(_ key: String) -> Change {
      Change(key: key) { value in (value as? [Any]).map { Array($0.dropLast()) } ?? value }
    }

    static func to(_ new: Any, _ key: String) -> Change { Change(key: key) { _ in new } }

    /// The first root's child far beyond the nodes.
    static var lostNode: Change {
      Change(key: "ensemble") { value in
        guard var parts = value as? [String: Any], let text = parts["nodes"] as? String,
          var bytes = Data(base64Encoded: text)
        else { return value }
        bytes.replaceSubrange(0..<4, with: [0xff, 0xff, 0xff, 0x7f])
        parts["nodes"] = bytes.base64EncodedString()
        return parts
      }
    }
  }

  private func altered<Fitted: Codable>(_ fitted: Fitted, _ change: Change) throws -> Fitted {
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(fitted))
    var parts = try #require(object as? [String: Any])
    parts[change.key] = change.apply(try #require(parts[change.key]))
    return try JSONDecoder().decode(Fitted.self, from: JSONSerialization.data(withJSONObject: parts))
  }

  private func check<Model: Classifier>(_ model: Model, _ changes: [Change]) throws {
    let fitted = try model.fit(features, labels, weights: nil, seed: 1, context: twoThreads)
    #expect(try fitted.predict(features, context: twoThreads).count == features.rows)
    for change in changes + [.shorter("classNames")] {
      let damaged = try altered(fitted, change)
      #expect(throws: LearningError.damagedModel, "\(Model.self) \(change.key)") {
        try damaged.predict(features, context: twoThreads)
      }
      #expect(throws: LearningError.damagedModel, "\(Model.self) \(change.key)") {
        try damaged.probabilities(features, context: twoThreads)
      }
    }
  }

  private func check<Fitted: FittedTransformer>(_ fitted: Fitted, _ changes: [Change]) throws {
    for change in changes {
      let damaged = try altered(fitted, change)
      #expect(throws: LearningError.damagedModel, "\(Fitted.self) \(change.key)") {
        try damaged.transform(features, context: twoThreads)
      }
    }
  }

  @Test func supportVectorMachines() throws {
    try check(
      SupportVectorMachine(probability: true),
      [
        .longer("classes"), .shorter("classes"), .to([0, 1, 2, 9], "classes"), .to([-1, 0, 1, 2], "classes"),
        .longer("supportRows"), .shorter("supportRows"), .longer("supportCounts"), .to([-1, 1, 1, 1], "supportCounts"),
        .to([Int.max, Int.max, 1, 1], "supportCounts"), .shorter("intercepts"), .longer("intercepts"),
        .shorter("vectors"), .longer("vectors"), .shorter("coefficients"), .shorter("sigmoids"), .longer("sigmoids"),
        .shorter("origin"), .to(1 << 62, "columns"), .to(-1, "columns"),
      ])
  }

  @Test func kernels() {
    #expect(KernelFunction(.rbf, gamma: 1).isSound)
    #expect(!KernelFunction(.rbf, gamma: 0).isSound)
    // Halving a number below 0 never ends at 0.
    #expect(!KernelFunction(.polynomial(degree: -1), gamma: 1).isSound)
    #expect(!KernelFunction(.sigmoid(coef0: .infinity), gamma: 1).isSound)
  }

  @Test func linearModels() throws {
    let changes: [Change] = [
      // Four outputs times this is 0 in 64 bits.
      .to(1 << 62, "width"), .to(Int.max, "width"), .to(-4, "width"), .to(0, "width"), .shorter("coefficients"),
      .shorter("intercepts"), .longer("classCodes"), .to([0, 1, 2, 4], "classCodes"),
    ]
    try check(StochasticGradientDescent(loss: .log), changes)
    try check(LogisticRegression(), changes)
    try check(
      LinearDiscriminant(),
      [.shorter("coefficients"), .shorter("intercepts"), .longer("classCodes"), .to([0, 1, 2, 4], "classCodes")])
  }

  @Test func trees() throws {
    let changes: [Change] = [.lostNode, .to(1, "width"), .longer("classCodes"), .to([0, 1, 2, 4], "classCodes")]
    try check(RandomForest(trees: 3, minLeaf: 3), changes + [.shorter("covers")])
    try check(DecisionTree(), changes)
    try check(
      GradientBoosting(trees: 3),
      changes + [.shorter("start"), .to([Double](), "start"), .shorter("gains"), .longer("covers")])
  }

  @Test func otherModels() throws {
    try check(
      NeighbourClassifier(),
      [
        .to(1 << 62, "width"), .shorter("rows"), .longer("codes"), .to(0, "neighbours"), .to(91, "neighbours"),
      ])
    try check(
      GaussianBayes(),
      [
        .shorter("means"), .shorter("variances"), .longer("priors"), .to([0, 1, 2, 4], "classCodes"),
        .to([Double](repeating: 0, count: 16), "variances"),
      ])
    try check(MajorityClassifier(), [.shorter("shares"), .longer("shares"), .to([Double](), "shares")])
  }

  @Test func transformations() throws {
    try check(StandardScaler().fit(features), [.shorter("scales"), .longer("centres")])
    try check(
      PrincipalComponents(.count(2)).fit(features),
      [.shorter("loadings"), .longer("means"), .shorter("explainedVariance"), .to([Double](), "means")])
    let scaler = try altered(
      try altered(StandardScaler().fit(features), .to([Double](), "scales")), .to([Double](), "centres"))
    #expect(throws: LearningError.damagedModel) { try scaler.transform(Matrix(rows: 2, columns: 0)) }
  }
}
