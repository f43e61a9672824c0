import Datasets
import Diagnostics
import Imaging
import Numerics
import Plans
import Rendering
import Samples

/// `base | save "base.result"`
struct SaveStage: ReaderStage {
  static let declaration = Declaration(
    "save", "Writes a value to a file: images, features, a table, a result or a fitted model.",
    takes: ([.rows, .result, .table, .document, .fittedModel] as ValueKinds).andAdded, gives: .document,
    discussion: """
      The ending says the format: features as .npz or .csv, results as .result, fitted models as .model; tables, and \
      the tables of a result, a comparison or a report, as .csv and .json with every digit, as .md or as .tex (booktabs, \
      the best of a column in bold), with what the data are and how the numbers were made. A name without an ending is \
      a folder, into which images go as class folders, with a table of their subjects and groups beside them. A result \
      holds every prediction; a model holds what each stage has learnt and can `predict` new photos. \
      `open` reads results and models again, `load` reads features. A file appears whole or not at all.
      """,
    searchTerms: ["write", "export", "store", "dump"],
    examples: [
      Example("faces n=20 subjects=4 | lbp | save \"features.npz\"", notRunBecause: "it writes a file"),
      Example("faces n=20 subjects=4 | save \"faces\" images=jpg", notRunBecause: "it writes a folder"),
      Example(
        "faces n=80 subjects=8 | lbp | pca {5, 10} | logreg | sort macro_f1 | save \"table.tex\"",
        notRunBecause: "it writes a file"),
    ])

  @Parameter("the file to write", positional: true) var path: PathParameter

  @Parameter("how images are written into class folders") var images = ImageFileChoice.png

  var writtenPaths: [String] { [path.path] }

  func check(in environment: RunEnvironment) throws {
    let format = fileExtension
    guard Self.endings.contains(format) || TableFormat(fileEnding: format) != nil else {
      throw StageError.noSuchFormat(".\(format)")
    }
    // Images make the folders that they need themselves.
    let folder = path.path.lastIndex(of: "/").map { String(path.path[..<$0]) } ?? ""
    guard !format.isEmpty, !folder.isEmpty, !isPresent(folder), !environment.awaited.mayHold(folder) else { return }
    throw StageError.noFolder(folder: folder, path: path.path)
  }

  /// Beside those of tables; none is a folder of images.
  private static let endings: Set = ["", "npz", "csv", "result", "model", SavedFile.valueEnding]

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let ending = fileExtension
    let isWritten =
      try writeRows(input, ending, context) || writeWhole(input, ending, context) || writeTables(input, ending)
    guard isWritten else {
      throw StageError.cannotSave(found: input.kind.description, format: ending.isEmpty ? "a folder" : ".\(ending)")
    }
    return Document(kind: "saved", blocks: [.text("wrote \(path.path)")])
  }

  /// Rows, in the formats that `load` reads.
  /// - Returns: whether that is what was asked.
  private func writeRows(_ input: PlanValue, _ ending: String, _ context: ReaderContext) throws -> Bool {
    guard let set = input.as(PreparedRows.self) else { return false }
    switch ending {
    case "npz": try saved(set).writeNPZ(to: path.path, context: context.stage.execution)
    case "csv": try saved(set).writeCSV(to: path.path, context: context.stage.execution)
    case "" where set.rows.content is ImageStack:
      try saved(set).writeFolder(to: path.path, images: images.file, context: context.stage.execution)
    default: return false
    }
    return true
  }

  /// A value with all that is in it, for `open`.
  /// - Returns: whether that is what was asked.
  private func writeWhole(_ input: PlanValue, _ ending: String, _ context: ReaderContext) throws -> Bool {
    guard let file = try SavedFile(input, ending: ending, context) else { return false }
    try file.write(to: path.path)
    return true
  }

  /// The tables of a value, as text.
  /// - Returns: whether that is what was asked.
  private func writeTables(_ input: PlanValue, _ ending: String) throws -> Bool {
    guard let format = TableFormat(fileEnding: ending), input.payload.isSavedAsTables else { return false }
    try writeWholeFile(Array(printable(format.text(of: input.payload.tables)).utf8), to: path.path)
    return true
  }

  /// In lower case, without the dot; empty for a folder.
  private var fileExtension: String {
    let name = path.path.hasSuffix("/") ? "" : path.path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// The rows with all that is known of them. Those that are not real say so in their source.
  private func saved(_ set: PreparedRows) -> Samples {
    var samples = set.rows
    if let synthetic = samples.metadata.origin.synthetic {
      samples.metadata = samples.metadata.setting(
        .sources([String](repeating: SyntheticMark.source(of: synthetic), count: samples.count)))
    }
    return samples
  }
}

/// `png` or `jpg`.
enum ImageFileChoice: String, WordParameter {
  case png, jpg
  static let placeholder = ImageFileChoice.png

  var file: ImageFile { self == .png ? .png : .jpg }
}
