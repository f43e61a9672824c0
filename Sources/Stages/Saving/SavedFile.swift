import Datasets
import Plans

/// What `save` writes and `open` reads with all that is in it.
enum SavedFile {
  case result(SavedResult)
  case model(FittedPipeline)
  /// Of a kind that the catalogue lists.
  case value(any StorableValue)

  /// The ending of files that hold a value of any other kind than results and models.
  static let valueEnding = "value"

  /// What a file with that ending should hold; nil where the value has no such form.
  init?(_ input: PlanValue, ending: String, _ context: ReaderContext) throws {
    let result = input.as(EvaluationResult.self)
    switch ending {
    case "result":
      guard let result else { return nil }
      self = .result(SavedResult(result))
    case "model":
      guard result != nil || input.kind == .fittedModel else { return nil }
      self = .model(try fittedPipeline(of: input, context))
    case Self.valueEnding:
      guard let value = input.payload as? any StorableValue else { return nil }
      self = .value(value)
    default: return nil
    }
  }

  /// - Throws: `StageError.notMien`, and what reading throws.
  init(path: String, _ catalogue: Catalogue) throws {
    let bytes = try readWholeFile(path)
    do throws(UnreadablePlan) {
      switch try StoredFile.kind(of: bytes) {
      case "result": self = .result(try StoredFile.value(SavedResult.self, from: bytes, catalogue))
      case "model": self = .model(try StoredFile.value(FittedPipeline.self, from: bytes, catalogue))
      case let kind:
        guard let type = catalogue.storableValues.first(where: { $0.storedName == kind }) else {
          throw UnreadablePlan(reason: "it holds a '\(kind)', which this version does not know")
        }
        self = .value(try Self.value(type, from: bytes, catalogue))
      }
    } catch { throw StageError.notMien(path: path, reason: error.reason) }
  }

  private static func value<Kind: StorableValue>(
    _ type: Kind.Type, from bytes: [UInt8], _ catalogue: Catalogue
  ) throws(UnreadablePlan) -> any StorableValue {
    try StoredFile.value(type, from: bytes, catalogue)
  }

  func write(to path: String) throws {
    let bytes =
      switch self {
      case .result(let result): try StoredFile.bytes("result", result)
      case .model(let pipeline): try StoredFile.bytes("model", pipeline.withChoicesMade)
      case .value(let value): try StoredFile.bytes(type(of: value).storedName, value)
      }
    try writeWholeFile(bytes, to: path)
  }
}
