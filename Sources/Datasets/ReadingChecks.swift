import Basics
import Numerics
import Samples

extension Reading {
  /// What every reader's rows go through: rows without a class are left out, measurements are no classes, people have one
  /// spelling, and what was left out is told with the classes that it was of.
  /// - Throws: `DatasetError.labelsNotClasses`, `.emptyTable` where no row has a class; `Interrupted`.
  func checked(context: ExecutionContext) throws -> Reading {
    var reading = self
    reading.labelSpellings = metadata.column(.label).map { Spellings($0.texts) }
    // Files first: rows without a class are no longer there to be counted below.
    reading.notes += lossNotes
    try reading.leaveOutUnlabelled(context)
    try reading.refuseMeasurements()
    if let subjects = reading.metadata.column(.subject) {
      let spelling = SubjectSpelling(subjects.texts.map { $0 ?? "" })
      if spelling.subjects.allSatisfy(\.isEmpty) {
        reading.metadata = reading.metadata.removing(.subject)
        reading.notes.append("the column of subjects names nobody: subjects are unknown")
      } else {
        reading.metadata = reading.metadata.setting(
          MetadataColumn(subjects.name, .subject, .texts(spelling.subjects.map { $0.isEmpty ? nil : $0 })))
      }
      reading.notes += spelling.notes
    }
    return reading
  }

  private mutating func leaveOutUnlabelled(_ context: ExecutionContext) throws {
    // A folder may be called anything and is there on purpose.
    guard [.table, .arrays].contains(layout), let labels = labelSpellings else { return }
    let isMissing = labels.texts.map { MissingWords.isMissing($0) }
    guard isMissing.contains(true) else { return }
    let rows = labels.codes.count
    let kept = labels.codes.indices.filter { !isMissing[labels.codes[$0]] }
    guard !kept.isEmpty else {
      throw DatasetError.noLabelledRows(rows: rows)
    }
    guard let left = content.gatheringRows(kept, context: context) as? any DatasetContent else { return }
    content = left
    let lost = rows - kept.count
    metadata = metadata.gathering(kept)
    labelSpellings = metadata.column(.label).map { Spellings($0.texts) }
    notes.append(
      "\(counted(lost, "row")) of \(grouped(rows)) without a label \(lost == 1 ? "is" : "are") left out")
  }

  /// Numbers with fractions, most of them different, are what models for classes cannot learn.
  private func refuseMeasurements() throws {
    guard let labels = labelSpellings else { return }
    let distinct = labels.texts
    let numbers = distinct.compactMap(Self.measurement)
    guard numbers.count == distinct.count,
      let fraction = distinct.first(where: { Self.measurement($0).map { $0 != $0.rounded() } ?? false }),
      distinct.count > 20 || distinct.count * 3 > labels.codes.count
    else { return }
    throw DatasetError.labelsNotClasses(example: fraction)
  }

  /// A number, its fraction behind a point or a comma.
  private static func measurement(_ text: String) -> Double? {
    Double(text) ?? (text.contains(",") ? Double(text.replacing(",", with: ".")) : nil)
  }

  /// Files that were left out, by class where that is known: a class that lost more than a few in a hundred is named.
  private var lossNotes: [String] {
    guard !skipped.isEmpty else { return [] }
    var notes = [
      "\(counted(skipped.count, "file")) left out: "
        + listed(skipped.map { "\($0.name) (\($0.reason))" }, atMost: 3)
    ]
    var lost: [String: Int] = [:]
    for file in skipped { if let label = file.label { lost[label, default: 0] += 1 } }
    var left: [String: Int] = [:]
    for label in metadata.column(.label)?.texts ?? [] { left[label ?? "", default: 0] += 1 }
    let heavy = lost.filter { $0.value * 20 > $0.value + (left[$0.key] ?? 0) }.sorted {
      precedesInBytes($0.key, $1.key)
    }
    if !heavy.isEmpty {
      let list = heavy.map { "\($0.key) \(grouped($0.value)) of \(grouped($0.value + (left[$0.key] ?? 0)))" }
      notes.append("WARNING: more than 5% of these classes could not be read: \(listed(list))")
    }
    return notes
  }
}
