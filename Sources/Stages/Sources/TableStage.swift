import Datasets
import Numerics
import Plans
import Samples

/// `table "runs.csv" drop=[seed] attributes=[model]`
struct TableStage: SourceStage {
  static let declaration = Declaration(
    "table", "Reads a table whose rows have no labels.", takes: .nothing, gives: .features,
    discussion: """
      Numbers are features, columns of text are attributes. Nothing is taken for the labels, whatever a column is \
      called: the rows can be looked at, scaled, reduced and saved. To learn classes use `load`, where `label=` names \
      their column.
      """,
    searchTerms: ["csv", "read", "unlabelled", "numbers", "dataframe"],
    examples: [Example("table \"runs.csv\" | info", notRunBecause: "it needs a file of your own")])

  @Parameter("path of a table", positional: true) var path: PathParameter
  @Parameter("the column that holds who is in each row") var subject: DataColumn? = nil
  @Parameter("columns that are known of the rows and are no features, such as [sex, age]")
  var attributes: [DataColumn] = []
  @Parameter("a column of numbers to be explained") var target: DataColumn? = nil
  @Parameter("columns to leave out") var drop: [DataColumn] = []
  @Parameter("what stands between the fields, such as \";\" or \"|\"; left out, what its first line tells")
  var separator: SeparatorParameter? = nil

  func check(in environment: RunEnvironment) throws { try environment.checkPresent(path.path) }

  func identity(in environment: RunEnvironment) throws -> String { path.path + fileStamp(path.path) }

  func readPaths(in environment: RunEnvironment) -> [String] { [path.path] }

  func load(_ context: StageContext) throws -> Samples {
    var options = LoadOptions()
    options.hasLabels = false
    options.subjectColumn = subject?.name
    options.attributeColumns = attributes.map(\.name)
    options.dropColumns = drop.map(\.name)
    options.targetColumn = target?.name
    options.separator = try separator?.byte()
    let set = try DatasetLoader(registry: context.environment.registry).load(
      path: path.path, options: options, context: context.execution)
    guard set.samples.content is Matrix else {
      throw DatasetError.unsupportedFile(path: path.path, what: "no table", remedy: "use `load` for images")
    }
    for note in set.notes { context.note(note) }
    return set.samples
  }
}
