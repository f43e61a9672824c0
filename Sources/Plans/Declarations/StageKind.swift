/// What a stage may see; see the table in the language's reference. The kind decides how a stage takes part in
/// evaluation, so that no stage can look at test rows by accident.
public enum StageKind: String, Sendable, CaseIterable {
  /// Makes rows from files or from nothing.
  case source
  /// Looks at one row at a time; never refitted.
  case rowwise = "row-wise"
  /// Learns from training rows, then applies to all.
  case fitted
  /// Changes training rows only.
  case resampler
  /// Learns from training rows, predicts test rows.
  case model
  /// Decides which rows train and which test.
  case evaluator
  /// Reads a value; changes nothing.
  case reader

  /// The column that a sweep over stages of this kind fills.
  public var columnName: String {
    switch self {
    case .source: "data"
    case .rowwise: "features"
    case .fitted: "transform"
    case .resampler: "resampler"
    case .model: "model"
    case .evaluator: "evaluator"
    case .reader: "reader"
    }
  }
}

/// What flows between stages, as far as can be known before anything runs.
public struct ValueKinds: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  public static let nothing = ValueKinds(rawValue: 1)
  public static let images = ValueKinds(rawValue: 2)
  public static let features = ValueKinds(rawValue: 4)
  /// Predictions with their scores, and the plan that made them.
  public static let result = ValueKinds(rawValue: 8)
  public static let table = ValueKinds(rawValue: 16)
  /// A number, a text, yes or no.
  public static let scalar = ValueKinds(rawValue: 32)
  /// Something to read: a report, help, a picture.
  public static let document = ValueKinds(rawValue: 64)
  /// A fitted chain of stages that was opened from a file.
  public static let fittedModel = ValueKinds(rawValue: 128)

  /// Rows of any content: what `load` gives before anybody has looked.
  public static let rows: ValueKinds = [.images, .features]
  public static let anything: ValueKinds = [.rows, .result, .table, .scalar, .document, .fittedModel]

  /// In words, for errors: "images or features".
  public var description: String {
    let names: [(ValueKinds, String)] = [
      (.nothing, "nothing"), (.images, "images"), (.features, "features"), (.result, "a result"),
      (.table, "a table"), (.scalar, "a number or text"), (.document, "something to read"),
      (.fittedModel, "a fitted model"),
    ]
    let present = names.filter { contains($0.0) }.map(\.1)
    guard let last = present.last, present.count > 1 else { return present.first ?? "nothing" }
    return present.dropLast().joined(separator: ", ") + " or " + last
  }
}
