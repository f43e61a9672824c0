import Datasets
import Imaging
import Numerics
import Plans
import Samples

/// `load "ziya07"`, `load ["ziya07", "kmirfan"]`, `load "table.csv" label="emotion"`
struct LoadStage: SourceStage {
  enum BadFiles: String, WordParameter {
    case skip, stop
    static let placeholder = BadFiles.skip
  }

  enum Orientation: String, WordParameter {
    case upright, stored
    static let placeholder = Orientation.upright

    var stored: StoredOrientation { self == .stored ? .stored : .upright }
  }

  static let declaration = Declaration(
    "load", "Reads a data set by name or path, as it was downloaded.", takes: .nothing, gives: .rows,
    version: 3,
    discussion: """
      Reads class folders (with or without train and test), the layouts of the known data sets, tables, NPZ files, and \
      archives of any of these (zip, tar, 7z, rar). What each column of a table is for is told by its name and content: one holds the \
      classes, numbers are features, other columns of text are attributes, which follow their rows wherever these go; a \
      note says so, and `label=`, `subject=`, `attributes=`, `target=` and `drop=` say it otherwise. A table without \
      labels can be looked at, and what needs labels says so. Spellings of emotions are unified, subjects are read off \
      file names where the layout has them, and what it took the data for is shown: look at it. An empty cell, NA, NaN, \
      null or ? among numbers is a missing one: a note counts them, and `impute` fills them in. A known data set that \
      is not installed is replaced by a synthetic stand-in, which says so on everything made from it; `set data \
      strict` makes that an error. `mien data add NAME PATH` installs one.
      """,
    searchTerms: ["read", "import", "open", "csv", "npz", "folder", "zip", "dataset"],
    examples: [
      Example("load \"ziya07\"", shows: "stand-in"),
      Example("load [\"kmirfan\", \"kori\"] | info", shows: "kmirfan, kori"),
      Example("load \"faces.zip\"", notRunBecause: "it needs a file of your own"),
      Example(
        "load \"people.csv\" label=emotion subject=person attributes=[sex, age] drop=[note]",
        notRunBecause: "it needs a file of your own"),
    ])

  @Parameter("name of a data set, or path of a folder or file; or a list of them", positional: true)
  var names: [DataName]
  @Parameter("the column of a table that holds the classes", aliases: ["y"]) var label: DataColumn? = nil
  @Parameter("the column that holds who is in each row") var subject: DataColumn? = nil
  @Parameter("columns that are known of the rows and are no features, such as [sex, age]")
  var attributes: [DataColumn] = []
  @Parameter("a column of numbers to be explained, in place of classes") var target: DataColumn? = nil
  @Parameter("columns to leave out") var drop: [DataColumn] = []
  @Parameter("what stands between the fields of a table, such as \";\" or \"|\"; left out, what its first line tells")
  var separator: SeparatorParameter? = nil
  @Parameter("whether pictures are turned as their camera noted (upright) or stay as they lie in the file (stored)")
  var orientation = Orientation.upright
  @Parameter("what to do with files that cannot be read: skip a few, or stop") var bad = BadFiles.skip

  func check(in environment: RunEnvironment) throws {
    for (index, name) in names.enumerated() {
      if let twin = names[..<index].first(where: { isSamePlace($0, name, environment) }) {
        throw DatasetError.sameData(first: twin.text, second: name.text)
      }
      let place = DataPlace(name.text, environment)
      if case .standIn = place { continue }
      guard place.path == nil, !environment.awaited.mayHold(name.text) else { continue }
      // Nothing is there: the loader knows the nearest name, or where a known set is to be had.
      _ = try DatasetLoader(registry: environment.registry).load(name.text)
    }
  }

  private func isSamePlace(_ first: DataName, _ second: DataName, _ environment: RunEnvironment) -> Bool {
    if first.text == second.text { return true }
    guard let path = DataPlace(first.text, environment).path, let other = DataPlace(second.text, environment).path
    else { return false }
    return isSameFile(path, other)
  }

  func identity(in environment: RunEnvironment) throws -> String {
    names.map { name in
      switch DataPlace(name.text, environment) {
      case .standIn(let recipe): "stand-in \(recipe.name)"
      case .file(let path): path + fileStamp(path)
      case .nowhere: name.text
      }
    }.joined(separator: "\n")
  }

  func readPaths(in environment: RunEnvironment) -> [String] {
    names.compactMap { DataPlace($0.text, environment).path }
  }

  func adding(source name: String) -> (any SourceStage)? {
    guard !names.contains(where: { $0.text == name || DatasetLoader.sourceName(ofPath: $0.text) == name })
    else { return nil }
    return LoadedTogether(first: self, name: name)
  }

  func load(_ context: StageContext) throws -> Samples {
    try load(with: nil, context)
  }

  /// - Parameter another: a data set to load beside these, unless its rows are among them.
  func load(with another: String?, _ context: StageContext) throws -> Samples {
    var sets = try names.map { try dataset(named: $0.text, context) }
    if let another, !sets.contains(where: { $0.metadata.sources.contains(another) }) {
      sets.append(try dataset(named: another, context))
    }
    // Copies under other names are known by what they hold.
    for (index, set) in sets.enumerated() {
      if let twin = sets[..<index].firstIndex(where: { $0.holdsSameRows(as: set) }) {
        let texts = names.map(\.text) + [another].compactMap { $0 }
        throw DatasetError.sameData(first: texts[twin], second: texts[index])
      }
    }
    let merged = try Dataset.merge(sets)
    for note in merged.notes { context.note(note) }
    let standIns = sets.map(\.manifest).filter(\.isSynthetic).map(\.name)
    return merged.samples.marked(standIns: standIns)
  }

  private func dataset(named name: String, _ context: StageContext) throws -> Dataset {
    if case .standIn(let recipe) = DataPlace(name, context.environment) {
      context.note(
        "'\(name)' is not installed: these are synthetic stand-in faces, not the data set; `set data strict` makes this an error"
      )
      return try recipe.dataset(context: context.execution)
    }
    var options = LoadOptions(labelColumn: label?.name, badFiles: bad == .stop ? .stop : .skip(limit: nil))
    options.subjectColumn = subject?.name
    options.attributeColumns = attributes.map(\.name)
    options.dropColumns = drop.map(\.name)
    options.targetColumn = target?.name
    options.separator = try separator?.byte()
    options.orientation = orientation.stored
    return try DatasetLoader(registry: context.environment.registry).load(
      name, options: options, context: context.execution)
  }
}

/// A load with one more data set beside it, for `test_on`.
private struct LoadedTogether: SourceStage {
  static let declaration = LoadStage.declaration
  let first: LoadStage
  let name: String

  init(first: LoadStage, name: String) {
    self.first = first
    self.name = name
  }

  init() {
    self.init(first: LoadStage(), name: "")
  }

  func identity(in environment: RunEnvironment) throws -> String {
    let place = DataPlace(name, environment).path ?? ""
    return try [first.canonicalArguments, first.identity(in: environment), name, place, fileStamp(place)]
      .joined(separator: "\n")
  }

  func load(_ context: StageContext) throws -> Samples {
    try first.load(with: name, context)
  }
}

/// The name or path of a data set.
struct DataName: ParameterValue {
  static let type = ParameterType.path
  static let placeholder = DataName(text: "")
  let text: String
  var canonicalText: String { text.canonicalText }

  init(text: String) {
    self.text = text
  }

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    guard case .text(let text) = argument else { throw .type(expected: .path, found: argument.description) }
    self.text = text
  }
}

/// The name of a column of a file, as a bare word or in quotes.
struct DataColumn: ParameterValue, Hashable {
  static let type = ParameterType.column
  static let placeholder = DataColumn(name: "")
  let name: String
  /// With escapes, so that no name can imitate another argument in a key.
  var canonicalText: String { name.canonicalText }

  init(name: String) {
    self.name = name
  }

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .word(let name), .text(let name): self.name = name
    default: throw .type(expected: .column, found: argument.description)
    }
  }
}
