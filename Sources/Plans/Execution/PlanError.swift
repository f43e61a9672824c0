import Numerics

/// What can be wrong with a plan as a whole. Most of it the checker tells before anything runs; here it is for plans made
/// by other means.
public enum PlanError: ExplainableError {
  /// - Parameter suggestions: what the remedy names.
  case noSource(_ suggestions: StageSuggestions)
  /// A stage of a kind that has no place where it stands.
  case misplaced(stage: String, kind: StageKind)
  case noModel
  /// - Parameter split: counted from 1.
  case noSuchSplit(_ split: Int, count: Int)
  case wrongContent(stage: String, needs: String, found: String)
  /// A data set changed between two looks at it.
  case dataChanged(name: String)
  /// A file that a stage depends on.
  case unreadableFile(path: String, reason: String)

  public static let samples: [Self] = [
    .noSource(StageSuggestions(from: [])), .misplaced(stage: "cv", kind: .evaluator), .noModel,
    .wrongContent(stage: "pca", needs: "features", found: "images"), .dataChanged(name: "faces"),
    .noSuchSplit(6, count: 5), .unreadableFile(path: "weights.bin", reason: "…"),
  ]

  public var entry: ErrorEntry {
    switch self {
    case .noSource(let suggestions):
      ErrorEntry(
        "E0202", "there is no data to work on",
        remedy: "begin with a source, such as \(suggestions.beginnings)", explanation: Idea.order)
    case .misplaced(let stage, let kind):
      ErrorEntry(
        "E0201", "\(stage) is \(kind.withArticle), which has no place there in a plan",
        remedy: "the order is: a source, stages that make features, a model, an evaluator; readers stand at the end",
        explanation: Idea.order)
    case .noModel:
      ErrorEntry(
        "E0204", "the plan holds no model, so nothing is predicted",
        remedy: "end the plan in a model", explanation: Idea.order)
    case .noSuchSplit(let split, let count):
      ErrorEntry(
        "E0326", "there is no split \(split): the plan is scored on \(count)",
        remedy: "run the line again when nothing writes to the data any more", explanation: Idea.content)
    case .wrongContent(let stage, let needs, let found):
      ErrorEntry(
        "E0201", "\(stage) needs \(needs), but is given \(found)",
        remedy: "look at what stands before it; `help \(stage)` says what it takes", explanation: Idea.order)
    case .dataChanged(let name):
      ErrorEntry(
        "E0326", "the data set '\(name)' changed while it was being worked on",
        remedy: "run the line again when nothing writes to the data any more", explanation: Idea.content)
    case .unreadableFile(let path, let reason):
      ErrorEntry(
        "E0327", "the file '\(path)' could not be read: \(reason)",
        remedy: "check the path, and that the file may be read",
        explanation: "Some stages read a file beside their rows. What they compute is kept under its content, so it "
          + "must be there.")
    }
  }
}

/// What `explain` says beyond one case.
private enum Idea {
  static let order =
    "A plan begins with a source, turns images into features, and features into predictions."
  static let content =
    "What is computed from a data set is kept under its content; half of one content and half of another has no name."
}
