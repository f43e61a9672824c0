import Learning

extension Learner {
  static let logisticRegression = Learner(
    "logreg", relativeCost: 25, scalesColumns: true, takesClassWeights: true,
    options: { _ in [.cost(0x1p-5...0x1p15)] },
    operations: { _, shape in logisticOperations(shape, iterations: 50) },
    classifier: { configuration in
      try LogisticRegression(
        c: configuration.number("C"), classWeights: configuration.isBalanced ? .balanced : .none)
    })

  /// Iterations after which a sparse one is judged as it stands: with hardly any penalty on classes that can be told apart
  /// coefficients grow without end, and the last of a thousand iterations change no answer.
  private static let sparseIterations = 300

  static let sparseLogisticRegression = Learner(
    "logreg_l1", method: "logreg", fixed: [.init("penalty", .word("l1"))], relativeCost: 160, scalesColumns: true,
    takesClassWeights: true,
    options: { _ in [.cost(0x1p-5...0x1p15)] },
    operations: { _, shape in logisticOperations(shape, iterations: Double(sparseIterations)) },
    classifier: { configuration in
      try LogisticRegression(
        c: configuration.number("C"), penalty: .l1, classWeights: configuration.isBalanced ? .balanced : .none,
        maxIterations: sparseIterations)
    })

  private static func logisticOperations(_ shape: TrainingShape, iterations: Double) -> Double {
    4 * iterations * Double(shape.rows) * Double(shape.columns) * Double(shape.classes)
  }
}
