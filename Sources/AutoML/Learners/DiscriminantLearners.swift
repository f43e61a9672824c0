import Learning

extension Learner {
  static let linearDiscriminant = Learner(
    "lda", relativeCost: 20, takesClassWeights: true,
    options: { _ in
      [SearchDimension("shrinkage", .number(0...1, logarithmic: false), start: .number(0.01))]
    },
    operations: { _, shape in 10 * Double(shape.rows) * Double(shape.columns) * Double(shape.columns) },
    classifier: { configuration in
      try LinearDiscriminant(
        shrinkage: .amount(configuration.number("shrinkage")),
        classWeights: configuration.isBalanced ? .balanced : .none)
    })

  static let gaussianBayes = Learner(
    "bayes", relativeCost: 10, takesClassWeights: true,
    options: { _ in
      [SearchDimension("smoothing", .number(1e-9...1, logarithmic: true), start: .number(1e-9))]
    },
    operations: { _, shape in 10 * Double(shape.rows) * Double(shape.columns) },
    classifier: { configuration in
      try GaussianBayes(
        smoothing: configuration.number("smoothing"), classWeights: configuration.isBalanced ? .balanced : .none)
    })
}
