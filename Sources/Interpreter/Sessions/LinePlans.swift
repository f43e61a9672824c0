import Diagnostics
import Plans
import Syntax

/// What a line would do, in one spelling however it was written: names resolved, `def`s opened, arguments bound to their
/// parameters, braces multiplied out. Two lines that mean the same are equal.
public struct LinePlan: Sendable, Hashable {
  public struct Step: Sendable, Hashable {
    public let stage: String
    /// Every parameter with its value, in one order.
    public let canonical: String
    /// The arguments that were given, by the names of their parameters, each as it would be written.
    public let given: [String: String]
    /// As it was written.
    public let text: String

    public static func == (a: Step, b: Step) -> Bool { a.stage == b.stage && a.canonical == b.canonical }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(stage)
      hasher.combine(canonical)
    }
  }

  /// The steps of every combination, readers included. One where there are no braces; none for a number.
  public let combinations: Set<[Step]>
  /// Those of the first combination, for telling what differs.
  public let first: [Step]

  /// In whatever order the braces stand.
  public static func == (a: LinePlan, b: LinePlan) -> Bool { a.combinations == b.combinations }
  public func hash(into hasher: inout Hasher) { hasher.combine(combinations) }
}

extension Session {
  /// What a line would do with the variables there are; nil where it is wrong, a number, or no pipeline. A question to the
  /// session, such as `why base`, is a step of its own. Runs nothing.
  public func plan(of text: String) -> LinePlan? {
    let source = SourceText(name: "line", text: text)
    guard let pipeline = pipeline(of: source, allowsBinding: true) else { return nil }
    if let (type, call) = command(in: pipeline, scope) { return plan(of: call, type, source) }
    let elaborator = elaborator(source, scope.copy(), settings, running: false)
    let known = elaborator.elaborate(pipeline)
    guard elaborator.diagnostics.isEmpty, known.grid != nil || !known.readers.isEmpty else { return nil }
    let readers = known.readers.map { LinePlan.Step($0) }
    let plans = known.grid?.combinations.map { $0.plan.steps.map { LinePlan.Step($0) } + readers } ?? [readers]
    return LinePlan(combinations: Set(plans), first: plans.first ?? [])
  }

  /// A question to the session: by the words that it is asked with.
  private func plan(of call: Call, _ type: any Command.Type, _ source: SourceText) -> LinePlan {
    var free = type.parameters.filter(\.isPositional).map(\.name)[...]
    let given = Dictionary(
      call.arguments.map { argument in
        (argument.label?.text ?? free.popFirst() ?? "", slice(argument.value.span, of: source))
      }, uniquingKeysWith: { first, _ in first })
    let step = LinePlan.Step(
      stage: type.declaration.name,
      canonical: given.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "),
      given: given, text: slice(call.span, of: source))
    return LinePlan(combinations: [[step]], first: [step])
  }

  /// Works a line out beside what the session does: no variable changes, not even the last result.
  /// - Throws: what running it throws.
  public func evaluate(_ text: String) throws -> PlanValue {
    let source = SourceText(name: "line", text: text)
    let problems = check(source)
    guard problems.isEmpty else { throw Diagnostics(problems) }
    guard let pipeline = pipeline(of: source, allowsBinding: false) else { return PlanValue(Scalar.missing) }
    return try value(of: pipeline, in: source, scope)
  }

  private func pipeline(of source: SourceText, allowsBinding: Bool) -> Pipeline? {
    let parsed = parse(source)
    guard parsed.diagnostics.isEmpty, parsed.script.statements.count == 1 else { return nil }
    switch parsed.script.statements[0].kind {
    case .expression(let pipeline, continuesLast: false): return pipeline
    case .binding(_, let pipeline) where allowsBinding: return pipeline
    default: return nil
    }
  }
}

extension LinePlan.Step {
  init(_ step: PlanStep) {
    stage = step.declaration.name
    canonical = step.stage.canonicalArguments
    given = Dictionary(step.arguments.map { ($0.name, $0.value.description) }, uniquingKeysWith: { first, _ in first })
    text = step.text
  }
}
