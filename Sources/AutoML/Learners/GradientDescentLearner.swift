import Learning

extension Learner {
  /// Linear models by stochastic gradient descent; without probabilities, because the hinge has none.
  static let gradientDescent = Learner(
    "sgd", relativeCost: 1, scalesColumns: true, hasProbabilities: false, takesClassWeights: true,
    options: { _ in
      [
        SearchDimension("alpha", .number(1e-7...0.1, logarithmic: true), start: .number(1e-4)),
        SearchDimension(
          "loss", .choice(["hinge", "log", "modified_huber"].map { .word($0) }), start: .word("hinge")),
        SearchDimension("penalty", .choice([.word("l2"), .word("l1")]), start: .word("l2")),
      ]
    },
    operations: { _, shape in 100 * Double(shape.rows) * Double(shape.columns) * Double(shape.classes) },
    classifier: { configuration in
      try StochasticGradientDescent(
        loss: MarginLoss(rawValue: configuration.word("loss")) ?? .hinge,
        penalty: configuration.word("penalty") == "l1" ? .l1 : .l2, alpha: configuration.number("alpha"),
        classWeights: configuration.isBalanced ? .balanced : .none)
    })
}
