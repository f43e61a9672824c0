import Samples

/// What a variable holds: a value, the plan that made it, and how that went.
public struct PlanValue: Sendable {
  public var payload: Payload
  /// The variable it was read from, where it stands as an argument.
  public var name: String?
  /// How it was made, so that more stages can follow; nil for numbers, texts and what a command gives.
  public var grid: PlanGrid?
  /// The readers applied after the grid, as text.
  public var readerTexts: [String]
  /// What ran for it and what came from the cache.
  public var trace: [StageTrace]
  public var seconds: Double
  /// How the value was made that it took the place of, or that was made before it: for `why`.
  public var earlier: PlanGrid?

  public init(
    _ payload: Payload, grid: PlanGrid? = nil, readerTexts: [String] = [], trace: [StageTrace] = [],
    seconds: Double = 0
  ) {
    self.payload = payload
    self.grid = grid
    self.readerTexts = readerTexts
    self.trace = trace
    self.seconds = seconds
  }

  /// What flows out of it.
  public var kind: ValueKinds {
    switch payload {
    case .samples(let set): set.rows.content.valueKind
    case .result: .result
    case .table: .table
    case .scalar: .scalar
    case .document: .document
    case .fittedPipeline: .fittedModel
    }
  }

  /// The plan as a line of Mien.
  public var programText: String {
    ((grid.map { [$0.text] } ?? []) + readerTexts).joined(separator: " | ")
  }

  /// A named number or text of it, as in `base.macro_f1`; nil where there is none of that name.
  public func field(_ name: String) -> Scalar? {
    fieldNames.contains(name) ? fields.first { $0.name == name }?.value : nil
  }

  public var fieldNames: [String] { fields.map(\.name) }

  public var fields: [(name: String, value: Scalar)] {
    switch payload {
    case .samples(let set):
      [
        ("rows", .number(Double(set.rows.metadata.count))),
        ("classes", .number(Double(set.rows.metadata.knownLabels?.names.count ?? 0))),
      ]
    case .result(let result):
      result.scores.metrics.map { ($0.name, .number($0.value)) } + result.scores.metrics.flatMap(\.parts) + [
        ("n_train", .number(Double(result.trainingRows))), ("n_test", .number(Double(result.testRows))),
        ("seconds", .number(result.seconds)),
      ]
    case .table(let table):
      [("rows", .number(Double(table.rows.count))), ("columns", .number(Double(table.columns.count)))]
    case .document(let document): document.fields
    case .scalar, .fittedPipeline: []
    }
  }
}

public enum Payload: Sendable {
  case samples(PreparedRows)
  case result(EvaluationResult)
  case table(Table)
  case scalar(Scalar)
  case document(Document)
  case fittedPipeline(FittedPipeline)
}

extension ScoreCard.Metric {
  /// `macro_f1_low` and so on, where they are known.
  fileprivate var parts: [(name: String, value: Scalar)] {
    Estimate.Part.allCases.compactMap { part in
      part.value(of: estimate).map { (part.column(of: name), .number($0)) }
    }
  }
}
