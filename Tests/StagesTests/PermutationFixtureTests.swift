import Evaluation
import Learning
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// Beside scikit-learn 1.9.1: `permutation_importance(KNeighborsClassifier(5).fit(X[:30], y[:30]), X[30:], y[30:],
/// n_repeats=1000, random_state=0)` of the numbers below, `y` being 0 and 1 in turn.
@Suite struct PermutationFixtureTests {
  private static let means = [0.124, -0.040767, -0.0246]
  private static let deviations = [0.070314, 0.06631, 0.043632]

  @Test func fallsAreThoseOfScikitLearn() throws {
    let features = Matrix(rows: 60, columns: 3, storage: permutationNumbers)
    let labels = Labels(names: ["a", "b"], codes: (0..<60).map { $0 % 2 })
    func rows(_ range: Range<Int>) -> Samples {
      Samples(
        content: features.gathering(Array(range)),
        metadata: RowMetadata(
          labels: Labels(names: labels.names, codes: range.map { labels.codes[$0] }),
          sources: range.map { _ in "x" }, rowNames: range.map { "\($0)" },
          origin: DataProvenance(name: "x", synthetic: nil, fingerprint: "x")))
    }
    let fitted = try NeighbourClassifier().fit(features.gathering(Array(0..<30)), rows(0..<30).metadata.labels)
    let found = try PermutationImportance(
      of: FeatureModel(name: "knn", fitted: fitted), rows(30..<60), by: .accuracy, repeats: 400, block: 1, seed: 5,
      context: .plain)
    #expect(abs(found.baseline - 2.0 / 3) < 1e-6)
    for (fall, (mean, deviation)) in zip(found.falls, zip(Self.means, Self.deviations)) {
      // Four standard errors of the difference of two means, and of a deviation.
      #expect(abs(fall.mean - mean) < 4 * deviation * (1.0 / 400 + 1.0 / 1000).squareRoot())
      #expect(abs(fall.deviation - deviation) < 4 * deviation * (0.5 / 400 + 0.5 / 1000).squareRoot())
    }
  }
}

/// Sixty rows of three columns.
private let permutationNumbers: [Float] = [
  0.0, 1.25, 1.25, 1.001, 0.2513, -0.4983, 0.502, 0.0026, 0.7534, -0.247, 2.0039, 0.0051,
  0.754, -0.2448, -0.4932, 2.005, 1.2565, -0.2415, -0.244, 0.7578, -0.7398, 0.007, 1.0091, -0.7381,
  -1.992, -0.7396, -0.4864, 0.259, -0.9883, 0.0153, 1.01, -0.237, -0.733, 2.011, 1.2643, -0.2313,
  0.512, 1.0156, -0.2296, 0.763, 0.7669, 0.2721, 1.014, -1.2318, -0.7262, 0.765, -1.2305, 0.2755,
  0.516, -0.7292, 1.5272, 2.267, 1.2721, 0.5289, 1.018, -1.2266, 0.5306, 2.019, -1.2253, 0.2823,
  -0.23, 0.776, -0.466, 1.521, 0.7773, -0.9643, 0.522, 0.0286, 0.5374, 1.023, 1.5299, 0.5391,
  -0.226, 0.7812, 1.2908, 3.275, -0.9675, 1.0425, 0.526, 0.0338, -0.9558, 2.777, -0.7149, 0.5459,
  1.278, -1.4636, -0.2024, 0.279, 0.7877, 1.5493, 2.03, -1.711, -0.449, 2.281, 2.0403, 0.5527,
  -0.718, 0.2916, 0.0544, 1.283, -0.2071, 0.5561, 0.284, 0.0442, -0.1922, 0.285, 0.0455, 1.3095,
  -0.214, -1.4532, 1.3112, 2.037, 2.5481, 0.0629, -0.462, -1.4506, 1.3146, 4.039, -0.1993, -0.6837,
  0.54, -0.698, -0.182, 1.291, 0.8033, 1.0697, 0.042, 1.0546, -0.4286, 1.793, -1.6941, -1.4269,
  0.794, -0.4428, 0.5748, 2.045, 1.8085, 0.8265, 1.046, 0.0598, -0.6718, 0.797, 0.0611, -1.1701,
  -0.452, 0.0624, 0.3316, 1.299, -1.4363, 0.0833, 0.3, 1.065, 0.585, 0.801, -0.1837, 2.0867,
  0.802, 1.8176, 2.3384, 0.803, 1.0689, 0.5901, 0.554, 0.5702, 0.3418, 1.805, -0.9285, -0.1565,
  -0.694, 0.3228, -0.4048, 2.057, 1.3241, 0.3469, 0.308, 0.0754, -0.4014, 1.309, 0.0767, 0.6003,
]
