import Samples

/// Each source is the test once, while all others train: how well does a model travel to another data set?
///
/// Rows of no known source take no part. Needs no seed. Cost: O(sources × rows).
public struct LeaveOneSourceOut: Splitting {
  public init() {}

  /// - Throws: `EvaluationError.sourcesUnknown`, `.tooFewSources`.
  public func splits(of rows: EvaluationRows, seed: UInt64 = 0) throws -> SplitSet {
    let sources = try knownSources(of: rows)
    let splits = leavingOneOut(sources) { "test on \($0)" }
    guard splits.count >= 2 else { throw EvaluationError.tooFewSources(known: sources.namesInUse) }
    return try SplitSet(splits, of: rows, notes: sourceNotes(sources) + overlapNotes(rows, in: splits))
  }
}

/// One named source is the test; all others train.
public struct TestOnSource: Splitting {
  public let source: String

  public init(_ source: String) {
    self.source = source
  }

  /// - Throws: `EvaluationError.sourcesUnknown`, `.unknownSource`, `.tooFewSources`.
  public func splits(of rows: EvaluationRows, seed: UInt64 = 0) throws -> SplitSet {
    let sources = try knownSources(of: rows)
    guard sources.namesInUse.contains(source) else {
      throw EvaluationError.unknownSource(source, known: sources.namesInUse)
    }
    guard sources.namesInUse.count >= 2 else { throw EvaluationError.tooFewSources(known: sources.namesInUse) }
    let split = leavingOneOut(sources) { $0 }.filter { $0.name == source }
      .map { RowSplit(train: $0.train, test: $0.test, name: "test on \(source)") }
    return try SplitSet(split, of: rows, notes: sourceNotes(sources) + overlapNotes(rows, in: split))
  }
}

private func knownSources(of rows: EvaluationRows) throws -> Grouping {
  guard let sources = rows.sources, sources.unknownCount < sources.count else {
    throw EvaluationError.sourcesUnknown
  }
  return sources
}

private func sourceNotes(_ sources: Grouping) -> [String] {
  let left = sources.unknownCount
  return left == 0 ? [] : ["left out: \(rowCount(left)) of no known source"]
}

extension Grouping {
  /// The names that at least one row has.
  var namesInUse: [String] {
    zip(names, rows).filter { !$0.1.isEmpty }.map(\.0)
  }
}
