import Foundation
import Learning
import Numerics
import Testing

@testable import AutoML

/// A searched model that was read from a file in which something was changed.
@Suite struct FittedOnScaledColumnsTests {
  private let features = Matrix(rows: 6, columns: 2, storage: [0, 1, 1, 3, 2, 2, 7, 6, 8, 9, 9, 7])
  private let labels = Labels(names: ["low", "high"], codes: [0, 0, 0, 1, 1, 1])

  @Test func damagedPartsAreRefused() throws {
    let scaler = try StandardScaler().fit(features)
    let model = try StochasticGradientDescent(loss: .log).fit(features, labels, seed: 1)
    let whole = FittedOnScaledColumns(scaler: scaler, model: model)
    #expect(try whole.predict(features, context: .plain).count == 6)

    let damaged = FittedOnScaledColumns(scaler: scaler, model: try altered(model, "width") { _ in 1 << 62 })
    #expect(throws: LearningError.damagedModel) { try damaged.predict(features, context: .plain) }
    let narrow = FittedOnScaledColumns(
      scaler: try altered(scaler, "scales") { Array(($0 as? [Any] ?? []).dropLast()) }, model: model)
    #expect(throws: LearningError.damagedModel) { try narrow.predict(features, context: .plain) }
  }

  /// The same value with one entry, wherever it lies, changed in its JSON.
  private func altered<Fitted: Codable>(
    _ fitted: Fitted, _ key: String, _ change: (Any) -> Any
  ) throws -> Fitted {
    func changed(_ node: Any) -> Any {
      if let fields = node as? [String: Any] {
        return Dictionary(
          uniqueKeysWithValues: fields.map { ($0.key, $0.key == key ? change($0.value) : changed($0.value)) })
      }
      return (node as? [Any]).map { $0.map(changed) } ?? node
    }
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(fitted))
    return try JSONDecoder().decode(Fitted.self, from: JSONSerialization.data(withJSONObject: changed(json)))
  }
}
