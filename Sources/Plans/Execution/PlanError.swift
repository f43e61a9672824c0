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

  public var code: String {
    switch self {
    case .noSource: "E0202"
    case .wrongContent, .misplaced: "E0201"
    case .noModel: "E0204"
    case .noSuchSplit: "E0326"
    case .dataChanged: "E0326"
    case .unreadableFile: "E0327"
    }
  }

  public var problem: String {
    switch self {
    case .noSource: "there is no data to work on"
    case .misplaced(let stage, let kind): "\(stage) is \(kind.withArticle), which has no place there in a plan"
    case .noModel: "the plan holds no model, so nothing is predicted"
    case .noSuchSplit(let split, let count): "there is no split \(split): the plan is scored on \(count)"
    case .wrongContent(let stage, let needs, let found): "\(stage) needs \(needs), but is given \(found)"
    case .dataChanged(let name): "the data set '\(name)' changed while it was being worked on"
    case .unreadableFile(let path, let reason): "the file '\(path)' could not be read: \(reason)"
    }
  }

  public var remedy: String {
    switch self {
    case .noSource(let suggestions): "begin with a source, such as \(suggestions.beginnings)"
    case .misplaced:
      "the order is: a source, stages that make features, a model, an evaluator; readers stand at the end"
    case .noModel: "end the plan in a model"
    case .wrongContent: "features are made from images by `lbp` or `pixels`"
    case .dataChanged, .noSuchSplit: "run the line again when nothing writes to the data any more"
    case .unreadableFile: "check the path, and that the file may be read"
    }
  }

  public var explanation: String {
    switch self {
    case .noSource, .misplaced, .noModel, .wrongContent:
      "A plan begins with a source, turns images into features, and features into predictions."
    case .dataChanged, .noSuchSplit:
      "What is computed from a data set is kept under its content; half of one content and half of another has no name."
    case .unreadableFile:
      "Some stages read a file beside their rows. What they compute is kept under its content, so it must be there."
    }
  }
}
