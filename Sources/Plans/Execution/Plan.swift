import Diagnostics
import Synchronization

/// One stage in a plan, bound to its arguments, with the place where it was written.
public struct PlanStep: Sendable {
  public let stage: any Stage
  /// As written, in one line: `svm rbf C=10`.
  public let text: String
  public let location: Location
  /// Where the `def` that holds it was called, innermost first.
  public let callers: [Location]
  /// The arguments that were given, by parameter name.
  public let arguments: [(name: String, value: ArgumentValue)]
  /// The texts and bare names among them, such as the path that may turn out not to be there.
  public let written: [WrittenArgument]
  private let spelling = LazyText()

  public init(
    stage: any Stage, text: String, location: Location, callers: [Location] = [],
    arguments: [(name: String, value: ArgumentValue)] = [], written: [WrittenArgument] = []
  ) {
    self.stage = stage
    self.text = text
    self.location = location
    self.callers = callers
    self.arguments = arguments
    self.written = written
  }

  /// Whether it stands in the script, rather than being what the language does where nothing is written.
  public var isWritten: Bool { !text.isEmpty }

  /// Whether it stands for other plans than those before it; see `GridStage`.
  public var isGrid: Bool {
    if case .grid = stage.role { true } else { false }
  }

  public var declaration: Declaration { type(of: stage).declaration }
  public var kind: StageKind { type(of: stage).kind }

  /// Name, version and arguments in one spelling.
  public var canonicalText: String {
    spelling.text { "\(declaration.name)@\(declaration.version)(\(stage.canonicalArguments))" }
  }
}

/// A text that is made when it is first asked for, once for all copies: keys are made of it again and again, and it takes
/// a look at each argument.
private final class LazyText: Sendable {
  private let known = Mutex<String?>(nil)

  func text(_ make: () -> String) -> String {
    if let text = known.withLock({ $0 }) { return text }
    let text = make()
    known.withLock { $0 = text }
    return text
  }
}

extension PlanStep {
  /// The stage with all that its work depends on beside its input: its arguments, with files by their content, and what
  /// `identity(in:)` adds. That of a source is part of its data's name, not of this.
  /// - Throws: what the stage throws; `PlanError.unreadableFile`.
  public func keyText(in environment: RunEnvironment) throws -> String {
    let identity = kind == .source ? "" : try stage.identity(in: environment)
    let text = "\(declaration.name)@\(declaration.version)(\(try stage.keyArguments(in: environment)))"
    return identity.isEmpty ? text : "\(text)\n\(identity)"
  }
}

/// A text in quotes or a bare name, and where it stands.
public struct WrittenArgument: Sendable {
  /// Without its quotes.
  public let text: String
  public let isQuoted: Bool
  public let location: Location

  public init(_ text: String, isQuoted: Bool, at location: Location) {
    self.text = text
    self.isQuoted = isQuoted
    self.location = location
  }
}

/// A chain of stages with their arguments: what a value remembers, and what runs.
public struct Plan: Sendable {
  public var steps: [PlanStep]

  public init(_ steps: [PlanStep] = []) {
    self.steps = steps
  }

  public var text: String { steps.map(\.text).joined(separator: " | ") }

  public var modelIndex: Int? { steps.firstIndex { $0.kind == .model } }

  public var evaluators: [PlanStep] { steps.filter { $0.kind == .evaluator } }

  /// The first selector that stands behind a stage that learns, and that stage: what is left out there would have been
  /// learnt from.
  public var lateSelector: (selector: PlanStep, learner: PlanStep)? {
    guard let first = steps.firstIndex(where: { [.fitted, .resampler, .model].contains($0.kind) }) else { return nil }
    return steps[first...].first { $0.kind == .selector }.map { ($0, steps[first]) }
  }

  /// With what leaves rows out right behind the source: the same rows come out, since it goes by what is known of them,
  /// which stages that look at one row do not change.
  public var selectingFirst: Plan {
    let selectors = steps.filter { $0.kind == .selector }
    return Plan(Array(steps.prefix(1)) + selectors + steps.dropFirst().filter { $0.kind != .selector })
  }

  /// This plan with `step` at its end. An evaluator takes the place of the ones before it, unless it wraps them;
  /// a seed that of the one before.
  public func appending(_ step: PlanStep) -> Plan {
    var steps = steps
    if case .evaluator(let evaluator) = step.stage.role, !type(of: evaluator).wrapsAnother {
      steps.removeAll { $0.kind == .evaluator && $0.planSeed == nil }
    }
    if step.planSeed != nil { steps.removeAll { $0.planSeed != nil } }
    return Plan(steps + [step])
  }
}

/// The plans of a sweep: one a combination. Without braces it is a single plan without axes.
public struct PlanGrid: Sendable {
  public struct Combination: Sendable {
    /// The choice taken on each axis that this combination has.
    public var coordinates: [String: String]
    public var plan: Plan

    public init(coordinates: [String: String] = [:], plan: Plan) {
      self.coordinates = coordinates
      self.plan = plan
    }
  }

  /// In the order of the sweep's columns.
  public var axes: [String]
  public var combinations: [Combination]
  /// As written, with its braces.
  public var text: String
  /// What the others are compared with; nil compares with the best.
  public var reference: Reference?
  /// What should be known of how it came about; stands under its table.
  public var notes: [String]

  public init(
    axes: [String], combinations: [Combination], text: String, reference: Reference? = nil, notes: [String] = []
  ) {
    self.axes = axes
    self.combinations = combinations
    self.text = text
    self.reference = reference
    self.notes = notes
  }

  /// One choice of an axis that all others of the axis are compared with, by one metric.
  public struct Reference: Sendable, Equatable {
    public var axis: String
    public var choice: String
    public var metric: String
    public var verdicts: Verdicts

    /// What is said of a row that is better or worse than the reference, cannot be told apart from it, or was not
    /// judged because only one subject was tested.
    public struct Verdicts: Sendable, Equatable {
      public var better, worse, undecided, unjudged: String

      public init(better: String, worse: String, undecided: String, unjudged: String) {
        self.better = better
        self.worse = worse
        self.undecided = undecided
        self.unjudged = unjudged
      }
    }

    public init(axis: String, choice: String, metric: String, verdicts: Verdicts) {
      self.axis = axis
      self.choice = choice
      self.metric = metric
      self.verdicts = verdicts
    }

    /// The columns that the comparison adds to the sweep's table, before the metrics: where there is no room for all,
    /// those are left out first.
    public static let columns = ["difference", "verdict"]
  }

  /// The plan, where there is just one.
  public var single: Plan? {
    axes.isEmpty && combinations.count == 1 ? combinations[0].plan : nil
  }
}
