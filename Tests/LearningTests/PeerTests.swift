import Foundation
import Numerics
import Testing

@testable import Learning

/// The two large sets against scikit-learn's and imbalanced-learn's figures; see `Fixtures/README.md`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["MIEN_PEER_DATA"] != nil))
struct PeerTests {
  private struct Reference: Decodable {
    var rows, columns, iterations: Int
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var smote_rows: Int
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var pca_s, smote_s, logreg_s: Double
    var objective: Double
    var variance: [Double]
  }

  private struct PeerData {
    let reference: Reference
    let raw, scaled: Matrix
    let labels: Labels
    let folder: URL

    init(_ name: String) throws {
      let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["MIEN_PEER_DATA"] ?? ".")
      func data(_ suffix: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(name).\(suffix)", relativeTo: folder))
      }
      let reference = try JSONDecoder().decode(Reference.self, from: data("json"))
      let (rows, columns) = (reference.rows, reference.columns)
      self.folder = folder
      self.reference = reference
      raw = Matrix(rows: rows, columns: columns, storage: Fixture.floats(try data("raw.f32")))
      scaled = Matrix(rows: rows, columns: columns, storage: Fixture.floats(try data("scaled.f32")))
      labels = Labels(names: (0..<7).map { "class\($0)" }, codes: try data("labels.u8").map(Int.init))
    }

    func floats(_ name: String) throws -> [Float] {
      Fixture.floats(try Data(contentsOf: URL(fileURLWithPath: name, relativeTo: folder)))
    }
  }

  /// Runs twice and prints the better time beside the peer's.
  private func timed<Result>(_ what: String, peer: Double, _ body: () throws -> Result) rethrows -> Result {
    let clock = ContinuousClock()
    var seconds = Double.infinity
    func once() throws -> Result {
      let start = clock.now
      let result = try body()
      let (whole, parts) = (clock.now - start).components
      seconds = min(seconds, Double(whole) + Double(parts) * 1e-18)
      return result
    }
    _ = try once()
    let result = try once()
    print("\(what): \(Int(seconds * 1e4) / 10) ms; peer \(Int(peer * 1e4) / 10) ms; \(Int(peer / seconds * 10) / 10)x")
    return result
  }

  @Test(arguments: ["wide", "tall"])
  func principalComponents(_ name: String) throws {
    let data = try PeerData(name)
    let pca = try PrincipalComponents(.count(50))
    let fitted = try timed("pca 50 \(name)", peer: data.reference.pca_s) {
      try pca.fit(data.raw, context: twoThreads)
    }
    let exact = try data.floats("\(name).components.f32")
    let variance = data.reference.variance
    for i in 0..<50 {
      #expect(abs(fitted.explainedVariance[i] / variance[i] - 1) < 1e-5)
      guard i == 0 || variance[i - 1] / variance[i] > 1.01, variance[i] / variance[i + 1] > 1.01 else { continue }
      let component = exact[i * data.raw.columns..<(i + 1) * data.raw.columns]
      #expect(zip(fitted.components.row(i), component).reduce(0) { $0 + $1.0 * $1.1 } > 0.9999)
    }
  }

  @Test func smote() throws {
    let data = try PeerData("tall")
    let result = try timed("smote tall", peer: data.reference.smote_s) {
      try SMOTE().resample(data.raw, data.labels, seed: 1, context: twoThreads)
    }
    #expect(data.raw.rows + result.synthetic.rows == data.reference.smote_rows)
  }

  @Test(arguments: ["wide", "tall"])
  func logisticRegression(_ name: String) throws {
    let data = try PeerData(name)
    let fitted = try timed("logreg \(name)", peer: data.reference.logreg_s) {
      try LogisticRegression().fit(data.scaled, data.labels, context: twoThreads)
    }
    let fine = try LogisticRegression(tolerance: 1e-7).fit(data.scaled, data.labels, context: twoThreads)
    print(
      "iterations", fitted.iterations, "peer", data.reference.iterations, "fine", fine.iterations,
      "relative loss", fitted.objective / data.reference.objective - 1, fine.objective / data.reference.objective - 1)
    #expect(abs(fine.objective / data.reference.objective - 1) < 1e-6)
    let coefficients = try data.floats("\(name).coefficients.f32")
    #expect(difference(fine.coefficients.map(Double.init), coefficients.map(Double.init)) < 1e-3)
  }

  /// `svm/make_fixtures.py MIEN_PEER_DATA/svm DATA tall:rbf wide:rbf` makes these.
  @Test(arguments: ["wide", "tall"])
  func supportVectorMachine(_ name: String) throws {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["MIEN_PEER_DATA"] ?? ".")
    func bytes(_ file: String) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: "svm/\(name)/\(file)", relativeTo: folder))
    }
    let reference = try JSONDecoder().decode(LIBSVMReference.self, from: bytes("rbf.json"))
    let train = try reference.rows("train", bytes)
    let test = try reference.rows("test", bytes)
    let fitted = try SupportVectorMachine().fit(
      train.features, train.labels, weights: nil, seed: 1, context: twoThreads)
    let worst = zip(fitted.dualObjectives, reference.objectives).map { abs($0 / $1 - 1) }.max() ?? .infinity
    let predictions = try fitted.predict(test.features, context: twoThreads)
    let same = zip(predictions, reference.predictions).count { $0 == $1 }
    print("svm \(name): objectives within", worst, "same predictions", same, "of", predictions.count)
    #expect(worst < 1e-4)
    #expect(Double(same) >= 0.995 * Double(predictions.count))
  }
}
