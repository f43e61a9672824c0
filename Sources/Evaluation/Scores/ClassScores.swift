import Samples

extension ConfusionMatrix {
  /// Precision, recall, F1 and support of every class, in the order of `names`; where a denominator is 0 the score is
  /// 0, as with scikit-learn's `zero_division=0`.
  public var classScores: [ClassScore] {
    let support = truthTotals
    let predicted = predictedTotals
    return names.indices.map {
      ClassScore(name: names[$0], hits: self[$0, $0], support: support[$0], predicted: predicted[$0])
    }
  }
}
