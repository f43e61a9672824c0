#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The scores themselves.
///
/// Averages over classes take the classes that are in the truth or were predicted, as scikit-learn does; those that
/// speak of recall alone take the classes in the truth, because the recall of a class without rows means nothing.
/// A matrix without rows scores 0 throughout.
extension ConfusionMatrix {
  /// The part of the rows that was predicted right.
  public var accuracy: Double {
    total == 0 ? 0 : Double(correct) / Double(total)
  }

  /// Mean F1 of the classes, each counting alike.
  public var macroF1: Double { mean(classScores.filter(\.isPresent).map(\.f1)) }

  /// Mean F1 of the classes in the truth, of counts pooled over folds (MEGC 2019). Differs from `macroF1` only
  /// where a class was predicted that no row has.
  public var unweightedF1: Double { mean(classScores.filter { $0.support > 0 }.map(\.f1)) }

  public var macroPrecision: Double { mean(classScores.filter(\.isPresent).map(\.precision)) }

  public var macroRecall: Double { mean(classScores.filter(\.isPresent).map(\.recall)) }

  /// Mean F1 of the classes, each counting by its rows.
  public var weightedF1: Double {
    guard total > 0 else { return 0 }
    return classScores.reduce(0) { $0 + $1.f1 * Double($1.support) } / Double(total)
  }

  /// Recall of each class in the truth.
  var recalls: [Double] {
    let support = truthTotals
    return names.indices.compactMap { support[$0] > 0 ? Double(self[$0, $0]) / Double(support[$0]) : nil }
  }

  /// UAR, also called balanced accuracy: mean recall of the classes in the truth.
  public var unweightedRecall: Double { mean(recalls) }

  /// Recall of the class that is recognised worst.
  public var worstRecall: Double { recalls.min() ?? 0 }

  /// How far apart the best and the worst recognised class are.
  public var recallGap: Double { (recalls.max() ?? 0) - (recalls.min() ?? 0) }

  /// Gini coefficient of the recalls: 0 where all classes are recognised alike, towards 1 where one has it all;
  /// 0 where nothing is recognised at all.
  public var recallGini: Double {
    let recalls = recalls
    let sum = recalls.reduce(0, +)
    guard sum > 0 else { return 0 }
    let differences = recalls.reduce(0) { outer, a in outer + recalls.reduce(0) { $0 + abs(a - $1) } }
    return differences / (2 * Double(recalls.count) * sum)
  }

  /// Geometric mean of the recalls: 0 as soon as one class is never recognised (Kubat & Matwin 1997).
  public var geometricMean: Double {
    let recalls = recalls
    guard let worst = recalls.min(), worst > 0 else { return 0 }
    return exp(mean(recalls.map { log($0) }))
  }

  /// Cohen's kappa: agreement beyond chance, from −1 to 1; 0 where chance alone would agree always, since nothing
  /// can be shown then.
  public var kappa: Double {
    let total = Double(total)
    guard total > 0 else { return 0 }
    let chance = zip(truthTotals, predictedTotals).reduce(0) { $0 + Double($1.0) / total * (Double($1.1) / total) }
    return chance < 1 ? (accuracy - chance) / (1 - chance) : 0
  }

  /// Matthews' correlation for several classes (Gorodkin 2004), from −1 to 1; 0 where truth or prediction is one
  /// class only.
  public var matthewsCorrelation: Double {
    let total = Double(total)
    let truth = truthTotals.map(Double.init)
    let predicted = predictedTotals.map(Double.init)
    func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let spread = (total * total - product(truth, truth)) * (total * total - product(predicted, predicted))
    guard spread > 0 else { return 0 }
    return (Double(correct) * total - product(truth, predicted)) / spread.squareRoot()
  }

  private func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}
