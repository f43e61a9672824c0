import Numerics
import Testing

@testable import Learning

/// Equal to shap 0.51.0 (scikit-learn 1.9.1) to 1e-5: `TreeExplainer(tree, feature_perturbation="tree_path_dependent")` of a
/// `DecisionTreeRegressor(max_depth=3)` over 60 rows of four columns, and `LinearExplainer` with `maskers.Independent` of a
/// `LogisticRegression()` over the same rows, whose means stand below.
@Suite struct ShapFixtureTests {
  private let rows = Matrix(
    rows: 4, columns: 4,
    storage: [-0.75, -0.25, 1.75, 0.75, 0.75, -2, -0.25, 0.25, -1, 1, -0.5, -0.25, 0.25, 0.75, 0.5, -1.25])

  /// Child, column, threshold or value, training rows of each node; numbers at a threshold do not occur.
  private static let nodes: [(child: Int, column: Int, number: Float, rows: Float)] = [
    (1, 2, 0.125, 60), (3, 1, 0.875, 32), (5, 0, -2.25, 28), (7, 0, 0.625, 26), (9, 2, -0.375, 6), (0, 0, -3.5, 1),
    (11, 1, 1.75, 27), (0, 0, 0.478571415, 14), (0, 0, -0.726041675, 12), (0, 0, -0.737500012, 2),
    (0, 0, -1.89374995, 4),
    (0, 0, 1.08942306, 26), (0, 0, 4.9124999, 1),
  ]

  @Test func aTreeIsTakenApartAsShapDoes() throws {
    var ensemble = TreeEnsemble()
    ensemble.append(
      Self.nodes.map { node in
        node.child == 0
          ? .leaf(value: node.number)
          : .split(column: node.column, threshold: node.number, child: node.child, missingLeft: false)
      })
    let trees = ShapleyTrees(
      ensemble: ensemble, covers: Self.nodes.map(\.rows), outputs: 1, leafStarts: Self.nodes.indices.map { Int32($0) },
      values: Self.nodes.map(\.number), span: 1, weight: 1)
    let found = try trees.contributions(rows, base: [0], context: .plain)
    let expected: [[Double]] = [
      [0.251556211, -0.021394457, 0.548011323, 0], [-0.416365970, 0.158226137, -0.779151834, 0],
      [0.194627692, -0.801181486, -0.442196205, 0], [0.251556211, -0.021394457, 0.548011323, 0],
    ]
    #expect(abs(found.expected[0] - 0.31125) < 1e-5)
    for (row, values) in expected.enumerated() {
      for (column, value) in values.enumerated() { #expect(abs(Double(found[row, column, 0]) - value) < 1e-5) }
    }
  }

  @Test func aSumIsTakenApartAsShapDoes() throws {
    let model = Sum(
      coefficients: [0.271815728, -0.206475316, 0.795503054, 0.174886977], intercepts: [0.119164851])
    let means = [-0.0541666667, 0.05, 0.0291666667, 0.133333333]
    let found = try model.contributions(rows, around: means, context: .plain)
    let expected: [[Double]] = [
      [-0.189138444, 0.061942595, 1.368928173, 0.107846969], [0.218585148, 0.423274398, -0.222077936, 0.020403481],
      [-0.257092376, -0.196151550, -0.420953700, -0.067040008], [0.082677284, -0.144532721, 0.374549355, -0.241926985],
    ]
    #expect(abs(found.expected[0] - 0.140638169) < 1e-5)
    for (row, values) in expected.enumerated() {
      for (column, value) in values.enumerated() { #expect(abs(Double(found[row, column, 0]) - value) < 1e-5) }
    }
  }

  /// Weights that somebody else has learnt.
  private struct Sum: LinearClassifier {
    var coefficients: [Float]
    var intercepts: [Double]
    var classNames: [String] { ["no", "yes"] }
    var outputNames: [String] { ["yes"] }
    var outputMeaning: String { "log odds" }
    var byteCount: Int { 0 }

    func predict(_ features: Matrix, context: ExecutionContext) throws -> [Int] { [] }
    func probabilities(_ features: Matrix, context: ExecutionContext) throws -> Matrix? { nil }
  }
}
