import Learning

extension Learner {
  /// Nearest neighbours on scaled columns.
  static let neighbours = Learner(
    "knn", relativeCost: 30, scalesColumns: true, takesClassWeights: true,
    options: { shape in
      // A rare class may leave few rows to learn from; more neighbours than rows cannot be asked.
      let most = max(1, min(512, shape.rows / 2))
      return [
        SearchDimension(
          "k", .whole(1...most, logarithmic: true), start: .whole(min(5, most)), cheapest: .whole(1)),
        SearchDimension("votes", .choice([.word("uniform"), .word("distance")]), start: .word("uniform")),
      ]
    },
    operations: { _, shape in 0.5 * Double(shape.rows) * Double(shape.rows) * Double(shape.columns) },
    classifier: { configuration in
      try NeighbourClassifier(
        neighbours: configuration.whole("k"), voting: configuration.word("votes") == "distance" ? .distance : .uniform,
        classWeights: configuration.isBalanced ? .balanced : .none)
    })
}
