import Learning
import Numerics

/// What is done for classes with few rows: nothing, weights in the learner, or rows added to what it learns from. One of
/// them at a time, because together they correct the same imbalance twice.
public struct ClassCorrection: Sendable {
  /// As the method is called; `none` and `weights` are no resamplers.
  public let name: String
  /// nil for `none` and `weights`.
  let resampler: (any Resampler)?

  /// Its name where it adds rows.
  public var resamplerName: String? { resampler == nil ? nil : name }

  static let option = "correction"
  static let none = ClassCorrection(name: "none", resampler: nil)
  static let weights = ClassCorrection(name: "weights", resampler: nil)

  /// Those that add rows.
  /// - Throws: `LearningError`.
  static func resamplers() throws -> [ClassCorrection] {
    [
      ClassCorrection(name: "oversample", resampler: try RandomOversampling()),
      ClassCorrection(name: "smote", resampler: try SMOTE()),
      ClassCorrection(name: "borderline", resampler: try BorderlineSMOTE()),
    ]
  }

  /// What a search chooses among.
  static func dimension(takesWeights: Bool) -> SearchDimension {
    let added = (try? resamplers().map(\.name)) ?? []
    let names = [none.name] + (takesWeights ? [weights.name] : []) + added
    return SearchDimension(option, .choice(names.map { .word($0) }), start: .word(none.name))
  }

  /// The rows to learn from. A class that has too few rows to make more of is an error, as everywhere.
  func applied(to rows: TrainingSet, seed: UInt64, context: ExecutionContext) throws -> TrainingSet {
    guard let resampler else { return rows }
    let result = try resampler.resample(rows.features, rows.labels, seed: seed, context: context)
    return TrainingSet(features: result.features, labels: result.labels(from: rows.labels))
  }
}

extension Configuration {
  /// What the configuration does for classes with few rows; nothing where a search was not asked to.
  /// - Throws: `AutoMLError.unsuitableSetting`.
  public var correction: ClassCorrection {
    get throws {
      guard let setting = self[ClassCorrection.option], setting != .word(ClassCorrection.none.name) else {
        return .none
      }
      if isBalanced { return .weights }
      guard let found = try ClassCorrection.resamplers().first(where: { setting == .word($0.name) }) else {
        throw AutoMLError.unsuitableSetting(name: ClassCorrection.option)
      }
      return found
    }
  }

  /// Whether the learner is to weigh classes.
  public var isBalanced: Bool { self[ClassCorrection.option] == .word(ClassCorrection.weights.name) }

  /// The entries that are options of the learner itself.
  public var options: [Entry] { entries.filter { $0.name != ClassCorrection.option } }
}
