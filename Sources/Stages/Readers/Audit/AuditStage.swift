import Evaluation
import Numerics
import Plans
import Samples

/// `base | audit by=group`, `audit base fair by=[sex, age]`, `sweep | audit by=group`
struct AuditStage: ReaderStage {
  static let declaration = Declaration(
    "audit", "Tells for whom a result is worse: a metric by group, the gap, and how sure it is.",
    pairs: [
      KindPair(.result, to: [AuditReport.kind, .document]), KindPair(.table, to: .table),
      KindPair(.nothing, to: [AuditReport.kind, .document]),
    ],
    discussion: """
      The test rows are grouped by an attribute, by several (crossed), or by class, subject or source, and the metric \
      is taken of each group, with an interval over whole subjects. The gap is between the best and the worst group of ten \
      rows at least. Some group is always the worst: whether that is luck is judged with all pairs taken together, and where \
      no gap is found the smallest is told that these data could have shown, since no gap found is not no gap. The worst of \
      many small groups looks worse than it is; the shrunken values, drawn towards what the attributes together make one \
      expect, do so less. Parity of each class against the rest follows for any number of classes: the criteria cannot all \
      hold where classes are not equally common in the groups, so which one matters must be decided, not computed. By itself \
      none says why: look at the data and at who was learnt from. Reads a result, several (before and after, paired), or a \
      sweep, which gets a column of gaps, of worst groups and of their recall. Test rows of no known group are an error that \
      counts them: `missing=skip` leaves them out, `missing=group` makes them a group. A metric that is taken over classes, \
      such as UAR, is refused where a group lacks a class that others have, and left out of tables that were not asked for: \
      accuracy compares them, and `absent=keep` takes each group over its own.
      """,
    searchTerms: ["fairness", "bias", "group", "gap", "parity", "odds", "discrimination", "metricframe", "subgroup"],
    reference: "fairlearn MetricFrame; Hardt, Price & Srebro 2016; Chouldechova 2017; Herlihy et al. 2024",
    examples: [
      Example(
        "faces n=240 subjects=24 intensity=1 bias=0.9 | lbp | pca 10 | logreg | cv 3 | audit by=group", shows: "gap"),
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 10 | logreg | audit by=class", shows: "worst"),
      Example(
        "x = faces n=240 subjects=24 intensity=1 bias=0.9 | lbp | pca 10\na = x | logreg | cv 3\nb = x | logreg weights=balanced "
          + "| cv 3\naudit a b by=group", shows: "change"),
      Example(
        "faces n=160 subjects=16 intensity=1 bias=0.9 | lbp | pca {5, 10} | logreg | audit by=group | sort gap_group up",
        shows: "gap_group"),
    ])

  @Parameter("a result, or a list of them, where none stands before", positional: true) var first: [ValueParameter] = []
  @Parameter("another, tested on the same rows", positional: true) var second: [ValueParameter] = []
  @Parameter("what groups the rows: an attribute, or several to be crossed; class, subject, source", aliases: ["group"])
  var by: [AttributeName] = []
  @Parameter("what is measured of each group") var metric = MetricName.placeholder

  @Parameter(MissingGroups.help) var missing = MissingGroups.stop
  @Parameter(
    "a group without a test row of some class: stop (no value over other classes), or keep (each over its own)")
  var absent = AbsentClasses.stop

  private var names: [String] { by.map(\.name) }

  func columns(from columns: [String]) -> [String]? { AuditedSweep.columns(from: columns, by: names) }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let given = first.map(\.value) + second.map(\.value)
    if let table = input.as(Table.self), given.isEmpty {
      return try AuditedSweep(
        table, .init(names: names, metric: try metric.metric, missing: missing, absent: absent), context
      ).table
    }
    // At the head of a line there is nothing before it.
    let values = (given.isEmpty || input.kind == .result ? [input] : []) + given
    let results = try values.map { value in
      guard let result = value.as(EvaluationResult.self) else {
        throw AuditError.noResult(found: value.kind.description)
      }
      return result
    }
    if results.count == 1 {
      return try AuditReport(
        results[0], ResultGroups(results[0], by: names, missing: missing), metric: try metric.metric, absent: absent,
        context)
    }
    return try AuditComparison(
      values, results, by: names, metric: try metric.metric, missing: missing, absent: absent, context
    ).document
  }
}

/// The name of a metric, as a bare word.
struct MetricName: ParameterValue, Hashable {
  static let type = ParameterType.words(Metric.all.map(\.name))
  static let placeholder = MetricName(name: "accuracy")
  let name: String
  var canonicalText: String { name }

  var metric: Metric { get throws { try Metric.named(name) } }

  init(name: String) {
    self.name = name
  }

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    let names = Metric.all.map(\.name)
    switch argument {
    case .word(let word), .text(let word):
      guard let metric = Metric.all.first(where: { $0.name == word || $0.aliases.contains(word) }) else {
        throw .word(word, expected: names)
      }
      name = metric.name
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }
}
