import Basics
import Numerics
import Samples

/// Looks through the rows for what a person should know before believing a score.
struct NoteMaker {
  let metadata: RowMetadata
  let labels: Labels?
  let parts: [RowMetadata.Part]?
  let rowHashes: [Digest]
  let areImages: Bool

  init(_ metadata: RowMetadata, rowHashes: [Digest], areImages: Bool) {
    labels = metadata.knownLabels
    parts = metadata.parts
    self.metadata = metadata
    self.rowHashes = rowHashes
    self.areImages = areImages
  }

  /// Cost: one dictionary lookup a row.
  func all(layout: Layout) -> [String] {
    coverage() + repeats() + sequences(layout: layout)
  }

  /// Classes that one part or the whole set lacks.
  private func coverage() -> [String] {
    guard let labels else { return [] }
    let counts = labels.counts
    let present = counts.indices.filter { counts[$0] > 0 }
    var notes: [String] = []
    if present.count == 1 {
      notes.append("all rows are of one class, '\(labels.names[present[0]])': there is nothing to tell apart")
    } else if (present.count > 50 && present.count * 2 > labels.count)
      || (present.count == labels.count && labels.count > 9)
    {
      notes.append("there are \(grouped(present.count)) classes for \(grouped(labels.count)) rows: are these labels?")
    }
    guard parts != nil else { return notes }
    for (part, other) in [(RowMetadata.Part.train, "test"), (.test, "train")] {
      let missing = ClassCoverage.table(labels: labels, parts: parts)
        .filter { (part == .train ? $0.train : $0.test) == 0 && $0.total > 0 }
      guard !missing.isEmpty else { continue }
      let list = missing.map { "\($0.className) (\(counted($0.total, "row")))" }
      notes.append("only in the \(other) part, never in \(part.rawValue): \(listed(list))")
    }
    return notes
  }

  /// The same content more than once: whether it crosses from train to test, from one source or person to another, and
  /// whether its copies agree on the class.
  private func repeats() -> [String] {
    let first = RepeatedRows(rowHashes).first
    let repeated = first.indices.filter { Int(first[$0]) != $0 }
    guard let row = repeated.first else { return [] }
    let sources = metadata.column(.source)?.texts
    let subjects = metadata.subjects
    func crossing(_ differs: (Int, Int) -> Bool) -> Int { repeated.count { differs(Int(first[$0]), $0) } }
    let count = (
      sources: sources.map { texts in crossing { texts[$0] != texts[$1] } } ?? 0,
      subjects: subjects.map { texts in crossing { texts[$0] != texts[$1] } } ?? 0,
      labels: labels.map { labels in crossing { labels.codes[$0] != labels.codes[$1] } } ?? 0
    )
    let noun = areImages ? "image" : "row"
    let crossings = [
      (count.sources, "from another source"), (count.subjects, "of another subject"),
      (count.labels, "of another class"),
    ].filter { $0.0 > 0 }.map { "; \(grouped($0.0)) of them \($0.1)" }.joined()
    var notes = [
      "\(counted(repeated.count, noun)) \(repeated.count == 1 ? "repeats" : "repeat") an earlier one "
        + (areImages ? "pixel for pixel" : "number for number (such as row \(row + 1) row \(first[row] + 1))")
        + crossings
    ]
    let leaked = parts.map { leakedRows(first, $0) }
    if let leaked, leaked > 0 {
      notes.append("\(counted(leaked, "test \(noun)")) \(leaked == 1 ? "is" : "are") in the train part as well")
    }
    return notes
  }

  /// How many test rows are in the train part as well.
  private func leakedRows(_ first: [Int32], _ parts: [RowMetadata.Part]) -> Int {
    var isTrained = [Bool](repeating: false, count: first.count)
    for row in first.indices where parts[row] == .train { isTrained[Int(first[row])] = true }
    return first.indices.count { parts[$0] == .test && isTrained[Int(first[$0])] }
  }

  private func sequences(layout: Layout) -> [String] {
    guard layout == .ck48, let subjects = metadata.subjects else { return [] }
    return [
      "CK+48 keeps several near-identical frames of each sequence: \(counted(rowHashes.count, "image")) of "
        + "\(counted(Set(subjects).count, "subject")); a fair split keeps each subject on one side"
    ]
  }
}
