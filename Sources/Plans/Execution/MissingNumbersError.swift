import Basics
import Diagnostics
import Numerics
import Samples

/// Missing numbers before a stage that cannot work with them.
public struct MissingNumbersError: ExplainableError {
  let missing: MissingNumbers
  let suggestions: StageSuggestions

  /// - Parameter suggestions: what the remedy names.
  public init(_ missing: MissingNumbers, _ suggestions: StageSuggestions) {
    self.missing = missing
    self.suggestions = suggestions
  }

  /// Of a catalogue without stages: whoever has one tells its own.
  public static let samples = [sample(StageSuggestions(from: []))]

  public static func sample(_ suggestions: StageSuggestions) -> MissingNumbersError {
    MissingNumbersError(MissingNumbers(perColumn: [0, 2], rows: 2, totalRows: 3), suggestions)
  }

  public var entry: ErrorEntry {
    let (count, columns) = (missing.count, missing.columns.map { String($0 + 1) })
    let shown = columns.prefix(5).joined(separator: ", ") + (columns.count > 5 ? ", …" : "")
    return ErrorEntry(
      "E0322",
      "it cannot work with missing numbers, and \(grouped(count)) \(count == 1 ? "is" : "are") missing, in "
        + "\(grouped(missing.rows)) of \(grouped(missing.totalRows)) rows and \(grouped(columns.count)) of "
        + "\(grouped(missing.perColumn.count)) columns (\(shown))",
      remedy: "fill them in with `\(suggestions.fillsMissing)` before this stage, use a model that takes them such as "
        + "`\(suggestions.takesMissing)`, or leave those rows out of the data",
      explanation: "A number that was not measured spoils every sum it enters. Filling it is a decision: "
        + "`\(suggestions.fillsMissing)` takes it by the training rows alone, so that no test row has a say; boosted "
        + "trees learn which way to send such rows instead.")
  }
}

extension Stage {
  /// Does a part of a stage's work on rows. Where it fails and numbers are missing that the stage does not take, the
  /// error tells of them: an engine names the first alone. Costs nothing where the work is done.
  /// - Throws: `MissingNumbersError`; what the work throws.
  public func tellingMissingNumbers<Result>(
    in content: any RowContent, _ suggestions: StageSuggestions, _ work: () throws -> Result
  ) throws -> Result {
    do { return try work() } catch {
      let isToldInFull =
        error is Interrupted || error is Diagnostic || error is Diagnostics || error is MissingNumbersError
      guard !isToldInFull, !takesMissingValues,
        let missing = try? content.missingNumbers(context: .plain)
      else { throw error }
      throw MissingNumbersError(missing, suggestions)
    }
  }
}
