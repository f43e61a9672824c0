import Basics
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
    "save", "Writes a value to a file: a picture, images, features, a table, a result or a fitted model.",
    takes: ([.rows, .result, .table, .document, .fittedModel] as ValueKinds).andAdded, gives: .document,
    discussion: """
      The ending says the format: features as .npz or .csv, results as .result, fitted models as .model; tables, \
      results, comparisons and reports as .json (one document with all of it) and as .csv (one table, the main one) with \
      every digit, as .md or as .tex (booktabs, heads in words, the best of a column in bold), with what the data are and \
      how the numbers were made. All tables of a value go into a folder, such as "scores/". Features that a stage such as \
      `pca` has learnt from keep its split as their own and say which rows it saw. A name without an ending is \
      a folder, into which images go as class folders, with a table of their subjects and groups beside them. A result \
      holds every prediction; a model holds what each stage has learnt and can `predict` new photos. \
      A picture, or whatever `plot` can draw, goes into .svg, .png and .pdf, so many millimetres wide as `width` says, \
      and into .vl.json, a Vega-Lite specification with its data for whoever restyles it. \
      `open` reads results and models again, `load` reads features. A file appears whole or not at all. An older file \
      gives way, with a note, unless `overwrite=no`; a folder does where `save` wrote it and `overwrite=yes` is said; what \
      the value was made from never does. Rows that a resampler made are for training alone and are not saved.
      """,
    searchTerms: ["write", "export", "store", "dump"],
    examples: [
      Example("faces n=20 subjects=4 | lbp | save \"features.npz\"", notRunBecause: "it writes a file"),
      Example("faces n=20 subjects=4 | save \"faces\" images=jpg", notRunBecause: "it writes a folder"),
      Example(
        "faces n=80 subjects=8 | lbp | pca {5, 10} | logreg | sort macro_f1 | save \"table.tex\"",
        notRunBecause: "it writes a file"),
      Example(
        "faces n=80 subjects=8 | lbp | pca 5 | logreg | save \"confusion.pdf\" width=85",
        notRunBecause: "it writes a file"),
    ])

  @Parameter("the file to write", positional: true) var path: PathParameter

  @Parameter("how images are written into class folders") var images = ImageFileChoice.png
  @Parameter("whether what is there gives way; left out, an older file does and a folder does not")
  var overwrite: Bool? = nil
  @Parameter(
    "texts in .csv that a spreadsheet would run, such as =1+1: keep them and say so, or defuse them by an apostrophe")
  var formulas = FormulaChoice.keep

  @Parameter("how wide a picture is, in millimetres", in: .between(40, 2000)) var width = 170.0
  @Parameter("how many dots of a .png an inch has", in: .between(30, 1200)) var dpi = 300

  @Parameter("what a .tex table is called, before what is known of it") var caption: String? = nil
  @Parameter("the name by which a .tex text refers to it, such as tab:models") var label: String? = nil

  var writtenPaths: [String] { [path.path] }

  func check(in environment: RunEnvironment) throws {
    let format = fileExtension
    guard
      Self.endings.contains(format) || TableFormat(fileEnding: format) != nil || PictureFile(path: path.path) != nil
    else {
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
    try SaveTarget(path: path.path, overwrite: overwrite).prepare(for: input, context)
    let isWritten =
      try writePicture(input, context) || writeRows(input, ending, context) || writeWhole(input, ending, context)
      || writeTables(input, ending, context)
    guard isWritten else {
      throw StageError.cannotSave(found: input.kind.description, format: ending.isEmpty ? "a folder" : ".\(ending)")
    }
    return Document(kind: "saved", blocks: [.text("wrote \(path.path)")])
  }

  /// What the value is drawn as.
  /// - Returns: whether that is what was asked.
  private func writePicture(_ input: PlanValue, _ context: ReaderContext) throws -> Bool {
    guard let file = PictureFile(path: path.path) else { return false }
    let request = DrawingRequest(words: context.catalogue.scorer.title)
    guard let offer = input.payload.drawings.first else {
      throw DrawingError.nothingToDraw(found: input.kind.description)
    }
    try file.write(try offer.chart(request), to: path.path, width: width, dotsPerInch: dpi)
    return true
  }

  /// Rows, in the formats that `load` reads.
  /// - Returns: whether that is what was asked.
  private func writeRows(_ input: PlanValue, _ ending: String, _ context: ReaderContext) throws -> Bool {
    guard let set = input.as(PreparedRows.self) else { return false }
    if let resampled = set.resampled {
      context.stage.note(
        "the \(grouped(resampled.metadata.count)) rows that a resampler made for training are not saved; these are the "
          + "\(grouped(set.rows.count)) that it was given")
    }
    let learners = input.grid?.combinations.first?.plan.steps.filter { $0.kind == .fitted }.map(\.text) ?? []
    switch ending {
    case "npz": try saved(set, learners, context).writeNPZ(to: path.path, context: context.stage.execution)
    case "csv":
      let found = try saved(set, learners, context).writeCSV(
        to: path.path, defusingFormulas: formulas == .defuse, context: context.stage.execution)
      tellFormulas(found.formulas, context)
      if found.controls > 0 {
        context.stage.note("control characters in \(grouped(found.controls)) texts are written as ?; .npz keeps them")
      }
    case "" where set.rows.content is ImageStack:
      try saved(set, learners, context).writeFolder(
        to: path.path, images: images.file, replacing: overwrite ?? false, context: context.stage.execution)
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

  /// The tables of a value, as text: in .json one document with all that is in the value, in .csv the main table, in a
  /// folder a .csv for each.
  /// - Returns: whether that is what was asked.
  private func writeTables(_ input: PlanValue, _ ending: String, _ context: ReaderContext) throws -> Bool {
    var tables = input.payload.tables
    guard input.payload.isSavedAsTables, !tables.isEmpty else { return false }
    if ending.isEmpty || ending == TableFormat.csv.fileEnding {
      if !ending.isEmpty { tables = Array(tables.prefix(1)) }
      tellFormulas(tables.reduce(0) { $0 + $1.formulaCount }, context)
      if formulas == .defuse { tables = tables.map(\.defused) }
    }
    if ending.isEmpty {
      try SavedTables(tables).write(toFolder: path.path)
      return true
    }
    guard let format = TableFormat(fileEnding: ending) else { return false }
    let text: String =
      switch format {
      // Programs read these: what a name holds stays in it, but for what a terminal would obey.
      case .json: terminalSafeJSON(JSONValue.object(input.payload.jsonMembers(program: input.programText)).text) + "\n"
      case .csv, .markdown: ControlCharacters.replaced(in: format.text(of: tables))
      case .latex:
        ControlCharacters.replaced(
          in: format.text(
            of: tables.map { $0.inWords(context.catalogue.scorer.title) }, caption: caption, label: label))
      }
    try writeWholeFile(Array(text.utf8), to: path.path)
    return true
  }

  private func tellFormulas(_ count: Int, _ context: ReaderContext) {
    guard count > 0 else { return }
    let texts = count == 1 ? "1 text begins" : "\(grouped(count)) texts begin"
    context.stage.note(
      formulas == .defuse
        ? "\(texts) as a spreadsheet's formulas do and got an apostrophe"
        : "\(texts) as a spreadsheet's formulas do (=, +, -, @) and would be run by one; formulas=defuse puts an "
          + "apostrophe before each")
  }

  /// In lower case, without the dot; empty for a folder.
  private var fileExtension: String {
    let name = path.path.hasSuffix("/") ? "" : path.path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// The rows with all that is known of them. Those that are not real say so in their source. What stages have learnt from
  /// some of them stays with them: those are the training part of the file, and name the stages; the others say how often they were scored.
  private func saved(_ set: PreparedRows, _ learners: [String], _ context: ReaderContext) -> Samples {
    var samples = set.rows
    if let split = set.split, !learners.isEmpty {
      var parts = [RowMetadata.Part](repeating: .test, count: samples.count)
      var learnt = [String](repeating: "", count: samples.count)
      for row in split.train { (parts[row], learnt[row]) = (.train, learners.joined(separator: ", ")) }
      samples.metadata = samples.metadata.setting(.parts(parts)).setting(.attribute(learntByName, learnt))
      let looks = looks(at: samples.metadata, context)
      if looks > 0 {
        let text = looks == 1 ? "1 plan" : "\(looks) plans"
        samples.metadata = samples.metadata.setting(
          .attribute(scoredBeforeName, parts.map { $0 == .test ? text : "" }))
      }
    }
    if let synthetic = samples.metadata.origin.synthetic {
      samples.metadata = samples.metadata.setting(
        .sources([String](repeating: SyntheticMark.source(of: synthetic), count: samples.count)))
    }
    return samples
  }
}

/// By how many plans rows have been scored, by whatever rule they were split.
private func looks(at rows: RowMetadata, _ context: ReaderContext) -> Int {
  let runs = context.experimentLog.runs().filter { $0.dataFingerprint == rows.origin.fingerprint }
  return rows.looksBeforeSaving
    + Dictionary(grouping: runs, by: \.test).values.reduce(0) { $0 + ($1.map(\.ordinal).max() ?? 0) }
}

/// What happens to texts that a spreadsheet would run.
enum FormulaChoice: String, WordParameter {
  case keep, defuse
  static let placeholder = FormulaChoice.keep
}

extension Table {
  /// Texts among its columns' names and cells that a spreadsheet would run.
  fileprivate var formulaCount: Int {
    columns.count(where: SpreadsheetFormula.isFormula)
      + rows.reduce(0) { $0 + $1.cells.count { $0.plainText.map(SpreadsheetFormula.isFormula) ?? false } }
  }

  fileprivate var defused: Table {
    var table = self
    table.columns = columns.map(SpreadsheetFormula.defused)
    table.rows = rows.map { row in
      Row(
        row.cells.map { cell in cell.plainText.map { .text(SpreadsheetFormula.defused($0)) } ?? cell }, plan: row.plan)
    }
    return table
  }
}

extension Scalar {
  fileprivate var plainText: String? {
    if case .text(let text) = self { text } else { nil }
  }
}

/// `png` or `jpg`.
enum ImageFileChoice: String, WordParameter {
  case png, jpg
  static let placeholder = ImageFileChoice.png

  var file: ImageFile { self == .png ? .png : .jpg }
}
