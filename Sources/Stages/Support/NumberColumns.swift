import Basics
import Numerics
import Plans
import Samples

/// Columns of a table, or of rows of features with what is known of them, as lists of numbers.
///
/// Features are held in single precision: seven digits of a file's number are kept, and one of six is read as it was written.
/// Which of two rows lies nearer to a third, on a grid of hundredths, would else be a matter of rounding.
struct NumberColumns {
  let count: Int
  let names: [String]
  let synthetic: String?
  /// How the numbers were made, where they come of runs.
  let provenance: [ProvenanceLine]
  private let readings: (String) -> [Scalar]?

  /// - Throws: `PlanError.wrongContent` where the value is neither a table nor features.
  init(of input: PlanValue, for reader: String) throws {
    if let set = input.payload.as(PreparedRows.self) {
      self.init(try set.rows.content.require(Matrix.self, for: reader), set.rows.metadata)
    } else {
      self.init(try table(of: input, for: reader))
    }
  }

  private init(_ table: Table) {
    count = table.rows.count
    names = table.namedColumns
    synthetic = table.synthetic
    provenance = table.provenance
    readings = { name in table.reading(name).map { reading in table.rows.map { reading($0).plain } } }
  }

  private init(_ matrix: Matrix, _ metadata: RowMetadata) {
    let known = metadata.origin.columnNames.flatMap { $0.count == matrix.columns ? $0 : nil }
    let features = known ?? (0..<matrix.columns).map { "f\($0 + 1)" }
    count = matrix.rows
    names = features + metadata.columns.map(\.name)
    synthetic = metadata.origin.synthetic
    provenance = [
      ProvenanceLine(.data, "\(synthetic ?? "real"), \(metadata.origin.name) (\(metadata.origin.fingerprint))")
    ]
    readings = { name in
      if let column = features.firstIndex(of: name) {
        return (0..<matrix.rows).map { Scalar.number(asWritten(matrix[$0, column])) }
      }
      return metadata.columns.first { $0.name == name }?.scalars
    }
  }

  /// A cell a row.
  /// - Throws: `StageError.noSuchColumn`.
  func cells(_ name: String) throws -> [Scalar] {
    guard let column = readings(name) else { throw StageError.noSuchColumn(name: name, known: names) }
    return column
  }

  /// One number a row, NaN where it is missing; yes is 1 and no is 0.
  /// - Throws: `StageError.noSuchColumn`, `NumberColumnError`.
  func numbers(_ name: String) throws -> [Double] {
    try cells(name).map { cell in
      switch cell {
      case .number(let number): return number
      case .estimate(let estimate): return estimate.value
      case .boolean(let value): return value ? 1 : 0
      case .missing: return .nan
      case .text(let text): throw NumberColumnError(column: name, example: text)
      }
    }
  }

  /// 1 for each row that was treated and 0 for others, NaN where that is not known: numbers as they are, or two words of
  /// which one says that nothing was done.
  /// - Throws: `StageError.noSuchColumn`, `NumberColumnError`.
  func treatments(_ name: String) throws -> [Double] {
    let cells = try cells(name)
    let words = Set(cells.compactMap { cell in if case .text(let text) = cell { text } else { nil } })
    guard words.count == 2, words.count(where: { RunPairs.nothing.contains($0.lowercased()) }) == 1 else {
      return try numbers(name)
    }
    return cells.map { cell in
      guard case .text(let text) = cell else { return .nan }
      return RunPairs.nothing.contains(text.lowercased()) ? 0 : 1
    }
  }

  /// A number for each different value, in the order in which they are met; nil where it is missing.
  /// - Throws: `StageError.noSuchColumn`.
  func groups(_ name: String) throws -> [Int?] {
    var codes: [Scalar: Int] = [:]
    return try cells(name).map { cell in
      guard cell != .missing else { return nil }
      let code = codes[cell] ?? codes.count
      codes[cell] = code
      return code
    }
  }
}

/// The number of six digits that is the same in single precision, where there is one: 0.48, and not 0.47999998927116394.
private func asWritten(_ value: Float) -> Double {
  let short = Double(NumberFormat.significant(Double(value), digits: 6)) ?? .nan
  return Float(short) == value ? short : Double(value)
}

extension MetadataColumn {
  fileprivate var scalars: [Scalar] {
    switch values {
    case .texts(let list): list.map { $0.map { Scalar.text($0) } ?? .missing }
    case .wholeNumbers(let list): list.map { $0.map { Scalar.number(Double($0)) } ?? .missing }
    case .numbers(let list): list.map { $0.map { Scalar.number($0) } ?? .missing }
    case .classes: texts.map { $0.map { Scalar.text($0) } ?? .missing }
    }
  }
}

/// A column of words where numbers are needed.
struct NumberColumnError: ExplainableError, Equatable {
  let column: String
  let example: String

  static let samples = [NumberColumnError(column: "model", example: "svm rbf")]

  var entry: ErrorEntry {
    ErrorEntry(
      "E0328", "the column '\(column)' holds words, such as '\(example)', where numbers are needed",
      remedy: "name a column of numbers; code what is yes or no as 1 and 0",
      explanation: "What is computed with must be a number in every row, or missing.")
  }
}
