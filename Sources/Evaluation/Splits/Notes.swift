import Numerics
import Samples

/// Classes that a split leaves without rows on one side, in sentences.
func coverageNotes(on splits: [RowSplit], of labels: Labels) -> [String] {
  var untaught = [[String]](repeating: [], count: labels.names.count)
  var untested = untaught
  for split in splits {
    let train = labels.gathering(split.train).counts
    let test = labels.gathering(split.test).counts
    for code in labels.names.indices {
      if train[code] == 0, test[code] > 0 { untaught[code].append(split.name) }
      if train[code] > 0, test[code] == 0 { untested[code].append(split.name) }
    }
  }
  return labels.names.indices.flatMap { code in
    let name = labels.names[code]
    return [
      sentence(untaught[code], of: splits.count, alone: "class \(name) is only in test: it cannot be learnt") {
        "class \(name) is only in test in \($0): it cannot be learnt there"
      },
      sentence(untested[code], of: splits.count, alone: "class \(name) is only in training: it is not tested") {
        "no row of \(name) is tested in \($0)"
      },
    ].compactMap { $0 }
  }
}

private func sentence(
  _ places: [String], of total: Int, alone: String, otherwise: (String) -> String
) -> String? {
  if places.isEmpty { return nil }
  if total == 1 { return alone }
  return otherwise(places.count <= 3 ? places.joined(separator: ", ") : "\(places.count) of \(total) splits")
}

/// What keeping subjects whole came to, or why it was not done.
func subjectNotes(_ rows: EvaluationRows, by unit: SplitUnit) -> [String] {
  guard let subjects = rows.knownSubjects else { return [] }
  let known = subjects.rows.count { !$0.isEmpty }
  if unit == .row {
    return ["split by row: the faces of \(known) known subjects may be in training and in test"]
  }
  var notes = ["subject grouping: each of \(known) subjects kept on one side"]
  if subjects.unknownCount > 0 {
    notes.append("dealt singly: \(rowCount(subjects.unknownCount)) of no known subject")
  }
  return notes
}

/// Subjects that somebody else's split has on both sides.
func overlapNotes(_ rows: EvaluationRows, in splits: [RowSplit]) -> [String] {
  guard let subjects = rows.knownSubjects else { return [] }
  return splits.compactMap { split in
    let train = Set(split.train.compactMap { subjects.codes[$0] })
    let both = train.intersection(split.test.compactMap { subjects.codes[$0] }).count
    guard both > 0 else { return nil }
    return "\(split.name): \(both) \(both == 1 ? "subject is" : "subjects are") in training and in test"
  }
}

/// "1 row", "12 rows".
func rowCount(_ count: Int) -> String {
  count == 1 ? "1 row" : "\(count) rows"
}
