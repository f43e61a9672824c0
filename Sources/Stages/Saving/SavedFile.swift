import Datasets
import FoundationEssentials
import Plans

/// What `save` writes and `open` reads: JSON with a head that says what it is.
struct SavedFile: Codable {
  static let currentFormat = "mien 1"

  var format = SavedFile.currentFormat
  var version = mienVersion
  var result: SavedResult?
  var model: SavedModel?

  init(result: SavedResult? = nil, model: SavedModel? = nil) {
    self.result = result
    self.model = model
  }

  /// - Throws: `StageError.notMien`, and what reading throws.
  init(path: String) throws {
    let bytes = try readWholeFile(path)
    do { self = try JSONDecoder().decode(SavedFile.self, from: Data(bytes)) } catch is DecodingError {
      throw StageError.notMien(path: path, reason: "it is damaged, or something else")
    }
    guard format == Self.currentFormat else {
      throw StageError.notMien(
        path: path, reason: "it has the format '\(format)', this version reads '\(Self.currentFormat)'")
    }
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try writeWholeFile(Array(try encoder.encode(self)), to: path)
  }
}
