import Basics
import Numerics
import Samples

/// Looks through the rows for what a person should know before believing a score.
struct NoteMaker {
  let labels: Labels?
  let parts: [RowMetadata.Part]?
  let sources: [String]
  let subjects: [String]?
  let rowHashes: [Digest]
  let areImages: Bool

  init(_ metadata: RowMetadata, rowHashes: [Digest], areImages: Bool) {
    labels = metadata.knownLabels
    parts = metadata.parts
    sources = metadata.sources
    subjects = metadata.subjects
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
    } else if present.count > 50, present.count * 2 > labels.count {
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
    var first: [Digest: Int] = [:]
    first.reserveCapacity(rowHashes.count)
    var trained: Set<Digest> = []
    var count = (all: 0, sources: 0, subjects: 0, labels: 0)
    var example: (row: Int, earlier: Int)?
    for (row, hash) in rowHashes.enumerated() {
      if let parts, parts[row] == .train { trained.insert(hash) }
      guard let earlier = first[hash] else {
        first[hash] = row
        continue
      }
      if example == nil { example = (row, earlier) }
      count.all += 1
      if sources[earlier] != sources[row] { count.sources += 1 }
      if let subjects, subjects[earlier] != subjects[row] { count.subjects += 1 }
      if let labels, labels.codes[earlier] != labels.codes[row] { count.labels += 1 }
    }
    let noun = areImages ? "image" : "row"
    var notes: [String] = []
    if let example {
      let crossings = [
        (count.sources, "from another source"), (count.subjects, "of another subject"),
        (count.labels, "of another class"),
      ].filter { $0.0 > 0 }.map { "; \(grouped($0.0)) of them \($0.1)" }.joined()
      notes.append(
        "\(counted(count.all, noun)) \(count.all == 1 ? "repeats" : "repeat") an earlier one "
          + (areImages
            ? "pixel for pixel" : "number for number (such as row \(example.row + 1) row \(example.earlier + 1))")
          + crossings)
    }
    let leaked = parts.map { parts in rowHashes.indices.count { parts[$0] == .test && trained.contains(rowHashes[$0]) }
    }
    if let leaked, leaked > 0 {
      notes.append("\(counted(leaked, "test \(noun)")) \(leaked == 1 ? "is" : "are") in the train part as well")
    }
    return notes
  }

  private func sequences(layout: Layout) -> [String] {
    guard layout == .ck48, let subjects else { return [] }
    return [
      "CK+48 keeps several near-identical frames of each sequence: \(counted(rowHashes.count, "image")) of "
        + "\(counted(Set(subjects).count, "subject")); a fair split keeps each subject on one side"
    ]
  }
}
