import Learning
import Numerics
import Plans
import Samples

/// `clamp`, `clamp 10% side=upper`
struct ClampStage: FittedStage {
  static let declaration = Declaration(
    "clamp", "Brings what lies far out in a column to the end of where most training rows lie.",
    takes: .features, gives: .features,
    discussion: "A few wild numbers can outweigh all others. Here they count as much as the largest usual ones.",
    searchTerms: ["clip", "winsorize", "outliers"], reference: "scipy.stats.mstats.winsorize",
    examples: [Example("faces n=20 subjects=4 | pixels | clamp 10%", shows: "20 × 6,400 features")])

  @Parameter("part of the training rows beyond each end", in: .between(0, 0.5), positional: true) var tail = Share(0.05)
  @Parameter("which end is brought in") var side = ClampedSide.both

  var keepsColumns: Bool { true }

  func check(in environment: RunEnvironment) throws {
    if side == .both, tail.value == 0.5 { throw ClampError.nothingBetween }
  }

  func fit(_ training: Samples, _ context: StageContext) throws -> FittedClamp {
    let rows = try training.content.require(Matrix.self, for: "clamp")
    guard rows.rows > 0 else { throw LearningError.noRows }
    let cut = Int(Double(rows.rows) * tail.value)
    var ends: [ClosedRange<Float>] = []
    for column in 0..<rows.columns {
      try context.execution.checkInterruption()
      let numbers = (0..<rows.rows).map { rows[$0, column] }
      if let row = numbers.firstIndex(where: { !$0.isFinite }) {
        throw LearningError.nonFinite(row: row, column: column)
      }
      let sorted = numbers.sorted()
      let lower = side == .upper ? -Float.greatestFiniteMagnitude : sorted[min(cut, sorted.count - 1)]
      let upper = side == .lower ? Float.greatestFiniteMagnitude : sorted[max(0, sorted.count - 1 - cut)]
      ends.append(min(lower, upper)...max(lower, upper))
    }
    return FittedClamp(ends: ends)
  }
}

enum ClampedSide: String, WordParameter {
  case both, lower, upper
  static let placeholder = ClampedSide.both
}

struct FittedClamp: FittedTransform {
  let ends: [ClosedRange<Float>]

  var byteCount: Int { ends.count * MemoryLayout<ClosedRange<Float>>.stride }

  func apply(to content: any RowContent, context: ExecutionContext) throws -> any RowContent {
    let rows = try content.require(Matrix.self, for: "clamp")
    guard rows.columns == ends.count else {
      throw LearningError.wrongWidth(expected: ends.count, found: rows.columns)
    }
    let numbers = rows.storage.indices.map { index in
      let end = ends[index % ends.count]
      return min(max(rows.storage[index], end.lowerBound), end.upperBound)
    }
    return Matrix(rows: rows.rows, columns: rows.columns, storage: numbers)
  }
}

enum ClampError: ExplainableError {
  case nothingBetween

  static let samples: [Self] = [.nothingBetween]

  var entry: ErrorEntry {
    switch self {
    case .nothingBetween:
      ErrorEntry(
        "E0399", "a tail of 50% at both ends leaves one number a column", remedy: "write a smaller share, such as 5%",
        explanation: "Half of the rows below and half above: all would become the median.")
    }
  }
}
