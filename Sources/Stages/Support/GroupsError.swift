import Basics
import Numerics

/// What can be wrong with groups of rows for whoever goes by them.
enum GroupsError: ExplainableError {
  case missing([String], rows: Int, among: Int, of: AuditError.Rows, first: [String])
  case withoutClass([LackingClass], by: String, Use)
  case unseen([(group: String, rows: Int)], by: String, Use, fold: String? = nil)
  case differentAverages(metric: String, [LackingClass], by: String)

  /// What groups are there for.
  enum Use {
    case weights, copies, offsets, guessing

    /// What cannot be had of a group without a row of a class.
    fileprivate var lost: String {
      switch self {
      case .weights: "no weight makes up for that, so that class and group stay dependent"
      case .copies: "there is nothing to make rows of"
      case .offsets: "how often it is found there cannot be told, nor tuned"
      case .guessing: "it cannot be told"
      }
    }

    /// What needs training rows of a group.
    fileprivate var need: String {
      switch self {
      case .offsets: "its offsets are learnt from training rows, and it has none"
      case .weights, .copies, .guessing:
        "a model that never saw one cannot answer it, and seems to be unable to tell it"
      }
    }

    fileprivate var skipping: String {
      switch self {
      case .offsets: "judge them by the offsets of all: `missing=skip`"
      case .weights, .copies, .guessing: "leave such rows out of the test: `missing=skip`"
      }
    }
  }

  static let samples: [Self] = [
    .missing(["sex"], rows: 12, among: 120, of: .tested, first: ["row 1"]),
    .withoutClass([LackingClass(group: "dark", name: "fear")], by: "group", .weights),
    .unseen([("rare", 10)], by: "tone", .offsets),
    .differentAverages(metric: "UAR", [LackingClass(group: "dark", name: "fear")], by: "group"),
  ]

  var entry: ErrorEntry {
    switch self {
    case .missing(let names, let rows, let all, let whose, let first):
      ErrorEntry(
        "E0371",
        "\(grouped(rows)) of \(grouped(all)) \(whose.rawValue) \(rows == 1 ? "has" : "have") no "
          + names.map { "'\($0)'" }.joined(separator: " or no ")
          + (first.isEmpty ? "" : ": " + first.joined(separator: ", ")) + (rows > first.count ? ", …" : ""),
        remedy:
          "fill them in where the rows are loaded, or say what becomes of them: `missing=skip` (of no group, counted in a "
          + "note) or `missing=group` (a group of their own, '\(MissingGroups.groupName)')",
        explanation:
          "Who is not described is seldom like those who are, so that leaving rows out without a word would tell of other "
          + "people than it seems to. Every stage that goes by groups takes `missing=`: `stop`, unless something else is said; "
          + "`skip`, where such rows belong to no group (an audit leaves them out, a mitigation leaves them as they are); or "
          + "`group`.")
    case .withoutClass(let lacking, let by, let use):
      ErrorEntry(
        "E0372", "no training row by '\(by)': \(listedGroups(lacking.map(\.text))); \(use.lost)",
        remedy:
          "name another attribute, merge groups in the table, leave the class out (`only class=[happy, sad]`), learn from more rows, "
          + "as more folds leave them, or let such groups be: `absent=keep`",
        explanation:
          "A mitigation that makes classes alike in every group needs rows of every class in each of them. Where a group "
          + "has none, what is left undone must not pass for done: `absent=keep` does what can be done and says in a note what "
          + "cannot. Of people (`by=subject`) nobody expects that each shows everything, so there it is always a note.")
    case .unseen(let groups, let by, let use, let fold):
      ErrorEntry(
        "E0373",
        (fold.map { "in \($0) " } ?? "") + "no training row is of " + listedGroups(groups.map { "'\($0.group)'" })
          + " by '\(by)', and "
          + listedGroups(groups.map { "\(grouped($0.rows))" })
          + " of the rows asked about \(use.verb(groups)): \(use.need)",
        remedy:
          "merge the group with another in the table, leave its rows out (`drop`), hold out fewer people (more folds do), or "
          + use.skipping,
        explanation:
          "What goes by the group when it answers must have learnt from it. A group of one person is never among the "
          + "training rows while that person is tested. What goes by groups in training alone, such as weights, answers for "
          + "everybody, and only notes it.")
    case .differentAverages(let metric, let lacking, let by):
      ErrorEntry(
        "E0374",
        "\(metric) is taken over classes, and by '\(by)' groups have different ones: no test row of "
          + listedGroups(lacking.map(\.text)),
        remedy:
          "compare by `metric=accuracy`, leave the class out (`only class=[happy, sad]`), cross fewer attributes, merge groups, test on "
          + "more rows, or let each group be taken over its own classes: `absent=keep`",
        explanation:
          "The mean over six classes and the mean over those four that are easy are two metrics under one name: their "
          + "difference may come from the classes alone. Tables that nobody asked for leave such values out.")
    }
  }
}

extension GroupsError.Use {
  fileprivate func verb(_ groups: [(group: String, rows: Int)]) -> String {
    groups.count == 1 && groups[0].rows == 1 ? "is" : "are"
  }
}
