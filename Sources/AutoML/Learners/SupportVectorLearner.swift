import Learning

extension Learner {
  /// Without probabilities: Platt scaling would cost five more fits a trial.
  static let supportVectorMachine = Learner(
    "svm", relativeCost: 30, scalesColumns: true, hasProbabilities: false, takesClassWeights: true,
    options: { shape in
      // On scaled columns this is about the kernel's own rule.
      let width = (1 / Double(max(1, shape.columns))).rounded(toDigits: 3)
      return [
        .cost(0x1p-5...0x1p10),
        SearchDimension(
          "gamma", .number(min(0x1p-15, width)...max(8, width), logarithmic: true), start: .number(width)),
      ]
    },
    operations: { _, shape in 2 * Double(shape.rows) * Double(shape.rows) * Double(shape.columns) },
    classifier: { configuration in
      try SupportVectorMachine(
        cost: configuration.number("C"), gamma: .value(configuration.number("gamma")),
        classWeights: configuration.isBalanced ? .balanced : .none)
    })
}
