import Datasets
import Plans

/// What `save` writes and `open` reads.
enum SavedFile {
  case result(SavedResult)
  case model(FittedPipeline)

  /// - Throws: `StageError.notMien`, and what reading throws.
  init(path: String, _ catalogue: Catalogue) throws {
    let bytes = try readWholeFile(path)
    do throws(UnreadablePlan) {
      switch try StoredFile.kind(of: bytes) {
      case "result": self = .result(try StoredFile.value(SavedResult.self, from: bytes, catalogue))
      case "model": self = .model(try StoredFile.value(FittedPipeline.self, from: bytes, catalogue))
      case let kind: throw UnreadablePlan(reason: "it holds a '\(kind)', which this version does not know")
      }
    } catch { throw StageError.notMien(path: path, reason: error.reason) }
  }

  func write(to path: String) throws {
    let bytes =
      switch self {
      case .result(let result): try StoredFile.bytes("result", result)
      case .model(let pipeline): try StoredFile.bytes("model", pipeline.withChoicesMade)
      }
    try writeWholeFile(bytes, to: path)
  }
}
