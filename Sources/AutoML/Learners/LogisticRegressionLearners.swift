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

  static let sparseLogisticRegression = Learner(
    "logreg_l1", method: "logreg", fixed: [.init("penalty", .word("l1"))], relativeCost: 160, scalesColumns: true,
    takesClassWeights: true,
    options: { _ in [.cost(0x1p-5...0x1p15)] },
    operations: { _, shape in logisticOperations(shape, iterations: 300) },
    classifier: { configuration in
      try LogisticRegression(
        c: configuration.number("C"), penalty: .l1, classWeights: configuration.isBalanced ? .balanced : .none)
    })

  private static func logisticOperations(_ shape: TrainingShape, iterations: Double) -> Double {
    4 * iterations * Double(shape.rows) * Double(shape.columns) * Double(shape.classes)
  }
}
