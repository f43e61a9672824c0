import Numerics
import Synchronization

@testable import AutoML
@testable import Learning

/// Folds that deal each class's rows in turn.
func dealtFolds(_ labels: Labels, _ count: Int = 5) -> [ValidationSplit] {
  var fold = [Int](repeating: 0, count: labels.count)
  var next = 0
  for code in labels.names.indices {
    for row in labels.codes.indices where labels.codes[row] == code {
      fold[row] = next % count
      next += 1
    }
  }
  return (0..<count).map { held in
    ValidationSplit(
      train: fold.indices.filter { fold[$0] != held }, validation: fold.indices.filter { fold[$0] == held })
  }
}

/// A method that does what a test asks of it: predicts by one column, fails, or never ends.
struct ScriptedClassifier: Classifier {
  enum Behaviour: Sendable {
    /// Beyond so many rows it never ends.
    case compares(threshold: Double, most: Int = .max)
    case fails
    case neverEnds
  }

  struct Fitted: FittedClassifier, Equatable {
    let classNames: [String]
    let threshold: Double
    var byteCount: Int { 8 }

    func predict(_ features: Matrix, context: ExecutionContext) throws -> [Int] {
      (0..<features.rows).map { Double(features[$0, 0]) > threshold ? 1 : 0 }
    }

    func probabilities(_ features: Matrix, context: ExecutionContext) throws -> Matrix? { nil }
  }

  let behaviour: Behaviour

  func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]?, seed: UInt64, context: ExecutionContext
  ) throws -> Fitted {
    switch behaviour {
    case .compares(let threshold, let most):
      while labels.count > most { try context.checkInterruption() }
      return Fitted(classNames: labels.names, threshold: threshold)
    case .fails: throw LearningError.overflow
    case .neverEnds:
      while true { try context.checkInterruption() }
    }
  }
}

extension Learner {
  /// Predicts class 1 above a threshold in [0, 1] that the search must find, from 0.05 on.
  static func scripted(
    _ name: String = "threshold", cost: Double = 1,
    _ behaviour: @escaping @Sendable (Double) -> ScriptedClassifier.Behaviour
  ) -> Learner {
    Learner(
      name, relativeCost: cost, hasProbabilities: false,
      options: { _ in [SearchDimension("threshold", .number(0...1, logarithmic: false), start: .number(0.05))] },
      operations: { _, shape in Double(shape.rows) },
      classifier: { configuration in
        ScriptedClassifier(behaviour: behaviour(try configuration.number("threshold")))
      })
  }

  static let threshold = scripted { .compares(threshold: $0) }
}

/// Rows of one column from 0 to 1, of class "b" above 0.7.
func thresholdRows(_ count: Int = 200) -> (features: Matrix, labels: Labels) {
  let values = (0..<count).map { Float($0) / Float(count) }
  return (
    Matrix(rows: count, columns: 1, storage: values),
    Labels(names: ["a", "b"], codes: values.map { $0 > 0.7 ? 1 : 0 })
  )
}

/// Somebody who asks to stop once `condition` holds, as often as it holds after the wish was taken note of.
final class Interrupter: Sendable {
  private let checks = Mutex(0)
  private let taken = Mutex(0)
  let wishes: @Sendable (_ checks: Int, _ taken: Int) -> Bool

  init(_ wishes: @escaping @Sendable (_ checks: Int, _ taken: Int) -> Bool) {
    self.wishes = wishes
  }

  var timesTaken: Int { taken.withLock { $0 } }

  func context(threads: Int = 1, canTake: Bool = true) -> ExecutionContext {
    let forget: @Sendable () -> Void = { [self] in note() }
    return ExecutionContext(
      threads: threads, isInterrupted: { [self] in isWished() }, forgetInterruption: canTake ? forget : nil)
  }

  private func isWished() -> Bool {
    let count = checks.withLock { checks -> Int in
      checks += 1
      return checks
    }
    return wishes(count, timesTaken)
  }

  private func note() {
    taken.withLock { $0 += 1 }
  }
}
