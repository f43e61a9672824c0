#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The scores themselves.
///
/// Averages over classes take the classes that are in the truth or were predicted, as scikit-learn does; those that
/// speak of recall alone take the classes in the truth, because the recall of a class without rows means nothing.
/// Without rows all are 0. Each costs O(classes), `recallGini` O(classes²), and no memory.
extension ClassCounts {
  /// The part of the rows that was predicted right.
  var accuracy: Double {
    total == 0 ? 0 : Double(correct) / Double(total)
  }

  /// Mean F1 of the classes, each counting alike.
  var macroF1: Double { mean(of: f1, where: isPresent) }

  /// Mean F1 of the classes in the truth, of counts pooled over folds (MEGC 2019). Differs from `macroF1` only
  /// where a class was predicted that no row has.
  var unweightedF1: Double { mean(of: f1, where: isTrue) }

  var macroPrecision: Double { mean(of: precision, where: isPresent) }

  var macroRecall: Double { mean(of: recall, where: isPresent) }

  /// Mean F1 of the classes, each counting by its rows.
  var weightedF1: Double {
    guard total > 0 else { return 0 }
    var sum = 0.0
    for code in 0..<classes { sum += f1(code) * Double(support[code]) }
    return sum / Double(total)
  }

  /// UAR, also called balanced accuracy: mean recall of the classes in the truth.
  var unweightedRecall: Double { mean(of: recall, where: isTrue) }

  /// Recall of the class that is recognised worst.
  var worstRecall: Double { recallRange.lowest }

  /// How far apart the best and the worst recognised class are.
  var recallGap: Double {
    let (lowest, highest) = recallRange
    return highest - lowest
  }

  /// Gini coefficient of the recalls: 0 where all classes are recognised alike, towards 1 where one has it all;
  /// 0 where nothing is recognised at all.
  var recallGini: Double {
    var (sum, differences, count) = (0.0, 0.0, 0.0)
    for first in 0..<classes where isTrue(first) {
      let recall = recall(first)
      var apart = 0.0
      for second in 0..<classes where isTrue(second) { apart += abs(recall - self.recall(second)) }
      sum += recall
      differences += apart
      count += 1
    }
    return sum > 0 ? differences / (2 * count * sum) : 0
  }

  /// Geometric mean of the recalls: 0 as soon as one class is never recognised (Kubat & Matwin 1997).
  var geometricMean: Double {
    recallRange.lowest > 0 ? exp(mean(of: { log(recall($0)) }, where: isTrue)) : 0
  }

  /// Cohen's kappa: agreement beyond chance, from −1 to 1; 0 where chance alone would agree always, since nothing
  /// can be shown then.
  var kappa: Double {
    let rows = Double(total)
    guard rows > 0 else { return 0 }
    var chance = 0.0
    for code in 0..<classes { chance += Double(support[code]) / rows * (Double(predicted[code]) / rows) }
    return chance < 1 ? (accuracy - chance) / (1 - chance) : 0
  }

  /// Matthews' correlation for several classes (Gorodkin 2004), from −1 to 1; 0 where truth or prediction is one
  /// class only.
  var matthewsCorrelation: Double {
    let rows = Double(total)
    var (truths, answers, both) = (0.0, 0.0, 0.0)
    for code in 0..<classes {
      let (truth, answer) = (Double(support[code]), Double(predicted[code]))
      truths += truth * truth
      answers += answer * answer
      both += truth * answer
    }
    let spread = (rows * rows - truths) * (rows * rows - answers)
    guard spread > 0 else { return 0 }
    return (Double(correct) * rows - both) / spread.squareRoot()
  }

  private func isPresent(_ code: Int) -> Bool { support[code] > 0 || predicted[code] > 0 }

  private func isTrue(_ code: Int) -> Bool { support[code] > 0 }

  private func f1(_ code: Int) -> Double { Self.share(2 * hits[code], of: support[code] + predicted[code]) }

  private func precision(_ code: Int) -> Double { Self.share(hits[code], of: predicted[code]) }

  private func recall(_ code: Int) -> Double { Self.share(hits[code], of: support[code]) }

  /// As `ClassScore` has it.
  private static func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }

  /// Of the classes in the truth; 0 and 0 without rows.
  private var recallRange: (lowest: Double, highest: Double) {
    var (lowest, highest) = (Double.infinity, 0.0)
    for code in 0..<classes where isTrue(code) {
      let recall = recall(code)
      lowest = min(lowest, recall)
      highest = max(highest, recall)
    }
    return (lowest.isFinite ? lowest : 0, highest)
  }

  @inline(__always)
  private func mean(of value: (Int) -> Double, where isCounted: (Int) -> Bool) -> Double {
    var (sum, count) = (0.0, 0)
    for code in 0..<classes where isCounted(code) {
      sum += value(code)
      count += 1
    }
    return count == 0 ? 0 : sum / Double(count)
  }
}
