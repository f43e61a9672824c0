import Evaluation
import Learning
import Numerics
import Plans

/// How a search judges configurations on training rows: folds or a holdout of these rows alone, whole subjects at a time.
struct SearchSplits {
  let splits: [ValidationSplit]
  /// For a remark: "5-fold cross-validation".
  let description: String
  let remarks: [String]

  /// - Parameter method: nil for what suits the size of the data and the time there is.
  /// - Throws: `AutoMLError.noFoldsPossible`, `EvaluationError`.
  init(
    of training: Samples, columns: Int, seconds: Double?, method: ValidationMethod?, seed: UInt64
  ) throws {
    let roster = training.roster
    let made = roster.madeRows
    let real = roster.labels.codes.indices.filter { !made.contains($0) }
    let rows = roster.gathering(real)
    let unit: SplitUnit = rows.countOfSubjects > 1 ? .subject : .row
    try Self.check(rows)
    let method = method ?? .suited(rows: real.count, columns: columns, seconds: seconds)
    let folds = min(5, unit == .subject ? rows.countOfSubjects : real.count)
    let splitting: any Splitting =
      method == .holdout ? try Holdout(share: 0.1, by: unit) : try KFold(folds: folds, by: unit)
    let set = try splitting.splits(of: rows.evaluationRows(), seed: seed)
    splits = set.splits.map { split in
      ValidationSplit(train: split.train.map { real[$0] } + made.sorted(), validation: split.test.map { real[$0] })
    }
    description = method == .holdout ? "a tenth held back" : "\(folds)-fold cross-validation"
    remarks = Self.remarks(on: rows, madeRows: made.count, unit)
  }

  /// Something must be left to learn from when a row of each class is held back.
  private static func check(_ rows: Roster) throws {
    let present = rows.labels.counts.filter { $0 > 0 }
    guard present.count < 2 || present.count(where: { $0 > 1 }) > 1 else {
      throw AutoMLError.noFoldsPossible(rows: rows.count, classes: present.count)
    }
  }

  private static func remarks(on rows: Roster, madeRows: Int, _ unit: SplitUnit) -> [String] {
    let lonely = zip(rows.labels.names, rows.labels.counts).filter { $0.1 == 1 }.map { "'\($0.0)'" }
    var remarks: [String] = []
    if !lonely.isEmpty {
      remarks.append(
        "one training row only of \(lonely.joined(separator: ", ")): the search cannot judge how well that is recognised"
      )
    }
    if madeRows > 0 {
      remarks.append(
        "the \(madeRows) rows that a resampler made are learnt from and never judged by; they lie between rows that are, "
          + "so the search's own score is too good")
    }
    if unit == .row, rows.knowsSubjects {
      remarks.append("all training rows are of one subject, so the search had to hold back rows of that subject")
    }
    return remarks
  }
}

extension Roster {
  /// Rows that a resampler put there.
  fileprivate var madeRows: Set<Int> {
    Set(rowNames.indices.filter { rowNames[$0] == Samples.syntheticMarker && sources[$0] == Samples.syntheticMarker })
  }

  /// Rows of no known subject count each as one.
  fileprivate var countOfSubjects: Int {
    guard let subjects, knowsSubjects else { return 0 }
    let known = subjects.filter { !$0.isEmpty }
    return Set(known).count + subjects.count - known.count
  }
}
