import AutoML
import Basics
import Evaluation
import Learning
import Numerics
import Plans
import Samples

/// How a search judges configurations on training rows: folds or a holdout of these rows alone, whole subjects at a time.
struct SearchSplits {
  let splits: [ValidationSplit]
  /// The same rows dealt anew, several times.
  let confirmations: [[ValidationSplit]]
  /// For a note: "5-fold cross-validation".
  let description: String
  let notes: [String]

  /// - Parameter method: nil for what suits the size of the data and the time there is.
  /// - Throws: `AutoMLError.noFoldsPossible`, `EvaluationError`.
  init(
    of training: Samples, columns: Int, seconds: Double?, method: ValidationMethod?, seed: UInt64
  ) throws {
    let metadata = training.metadata
    let real = metadata.realRows
    let made = Set(0..<metadata.count).subtracting(real)
    let rows = metadata.gathering(real)
    let labels = try rows.labels
    try Self.check(labels)
    let method = method ?? .suited(rows: real.count, columns: columns, seconds: seconds)
    let units = rows.unitsForSearch
    let unit: SplitUnit = units.count > 1 ? .subject : .row
    let folds = min(5, unit == .subject ? units.count : real.count)
    let rounds = Self.rounds(numbers: real.count * columns * (method == .holdout ? 1 : folds))
    let splitting: any Splitting =
      method == .holdout
      ? try Holdout(share: 0.1, repetitions: rounds, by: unit) : try KFold(folds: folds, repetitions: rounds, by: unit)
    let set = try splitting.splits(
      of: EvaluationRows(labels: labels, subjects: units.grouping), seed: seed)
    let all = (0..<rounds).map { round in
      set.splits.filter { $0.repetition == round }.map { split in
        ValidationSplit(train: split.train.map { real[$0] } + made.sorted(), validation: split.test.map { real[$0] })
      }
    }
    splits = all[0]
    confirmations = Array(all.dropFirst())
    description = method == .holdout ? "a tenth held back" : "\(folds)-fold cross-validation"
    notes = Self.notes(on: rows, labels, madeRows: made.count, isByRow: unit == .row)
  }

  /// How often the rows are dealt: five times, unless the copies of the rows took too much memory.
  private static func rounds(numbers: Int) -> Int {
    max(1, min(5, mostNumbers / max(1, numbers)))
  }

  /// A quarter of a gigabyte.
  private static let mostNumbers = 64 << 20

  /// Something must be left to learn from when a row of each class is held back.
  private static func check(_ labels: Labels) throws {
    let present = labels.counts.filter { $0 > 0 }
    guard present.count < 2 || present.count(where: { $0 > 1 }) > 1 else {
      throw AutoMLError.noFoldsPossible(rows: labels.count, classes: present.count)
    }
  }

  private static func notes(
    on rows: RowMetadata, _ labels: Labels, madeRows: Int, isByRow: Bool
  ) -> [String] {
    let lonely = zip(labels.names, labels.counts).filter { $0.1 == 1 }.map { "'\($0.0)'" }
    var notes: [String] = []
    if !lonely.isEmpty {
      notes.append(
        "one training row only of \(lonely.joined(separator: ", ")): the search cannot judge how well that is recognised"
      )
    }
    if madeRows > 0 {
      notes.append(
        "the \(madeRows) rows that a resampler made are learnt from and never judged by; they lie between rows that are, "
          + "so the search's own score is too good")
    }
    if isByRow, rows.knowsSubjects {
      notes.append("all training rows are of one subject, so the search had to hold back rows of that subject")
    }
    return notes
  }
}

extension RowMetadata {
  /// What must stay on one side: subjects where they are known, otherwise a row with its repetitions, which a resampler
  /// may have made. A row of no known subject is by itself.
  fileprivate var unitsForSearch: (grouping: Grouping?, count: Int) {
    if let subjects = column(.subject), knowsSubjects { return grouped(subjects.texts) }
    let names = zip(sources, rowNames).map { "\($0)\u{0}\($1)" }
    return Set(names).count < names.count ? grouped(names) : (nil, 0)
  }

  private func grouped(_ names: [String?]) -> (Grouping?, Int) {
    let grouping = Grouping(names)
    return (grouping, grouping.names.count + grouping.unknownCount)
  }
}
