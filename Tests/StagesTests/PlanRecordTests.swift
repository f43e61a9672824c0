import Basics
import Diagnostics
import Numerics
import Plans
import Syntax
import Testing

@testable import Interpreter
@testable import Stages

/// Plans over the whole catalogue survive being written down.
@Suite struct PlanRecordTests {
  /// Text → plan → record → plan → record: the same keys, the same words, the same record.
  @Test func randomPlansComeBackTheSame() throws {
    var generator = PlanScripts(seed: 20)
    var seen: Set<String> = []
    var count = 0
    for _ in 0..<250 {
      let script = generator.script()
      for plan in plans(of: script) {
        count += 1
        for step in plan.steps { seen.insert(step.declaration.name) }
        let record = PlanRecord(plan)
        let back = try PlanRecord(text: record.text).plan(of: stageCatalogue, named: "test")
        #expect(back.steps.map(\.canonicalText) == plan.steps.map(\.canonicalText), "\(script)")
        #expect(back.text == plan.text)
        #expect(PlanRecord(back) == record)
      }
    }
    #expect(count > 200)
    let planned = stageCatalogue.stages.filter { $0.kind != .reader && !($0 is any IdentityStage.Type) }
      .map { $0.declaration.name }
      // One makes plans of others, and one reads a file that must be there.
      .filter { ![AblateStage.declaration.name, TableStage.declaration.name].contains($0) }
    let missing = planned.filter { !seen.contains($0) }
    #expect(missing.isEmpty, "no plan held \(missing)")
  }

  @Test func whatIsNoRecordIsRefused() {
    let record = PlanRecord(plans(of: "faces n=20 | lbp | {logreg, svm C=2} | tune inner=2")[0])
    for (old, new) in [
      ("\"lbp\"", "\"lbq\""), ("\"C\"", "\"CC\""), ("\"format\":1", "\"format\":7"), ("\"faces\"", "\"tune\""),
      ("{\"format", "[\"format"), ("\"stage\":\"tune\"", "\"stage\":\"cv\""),
    ] {
      #expect(record.text.contains(old))
      #expect(throws: UnreadablePlan.self, "\(new)") {
        try PlanRecord(text: record.text.replacing(old, with: new)).plan(of: stageCatalogue, named: "test")
      }
    }
  }

  private func plans(of script: String) -> [Plan] {
    let session = Session(
      catalogue: stageCatalogue,
      settings: RunSettings(threads: 1, environment: RunEnvironment(dataDirectory: "/nonexistent")), cacheBudget: 0)
    let source = SourceText(name: "test", text: script)
    let scope = session.scope.copy()
    let checker = ScriptChecker(session, source, scope: scope)
    for statement in parse(source).script.statements { checker.check(statement) }
    return checker.diagnostics.isEmpty ? scope.variables["_"]?.known.grid?.combinations.map(\.plan) ?? [] : []
  }
}

/// Random scripts whose last line is a plan or a sweep: stages with arguments by what their declarations allow, braces,
/// `tune`, models inside models, variables and `def`s.
private struct PlanScripts {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  mutating func script() -> String {
    var lines: [String] = []
    var head = ["faces \(arguments(of: FacesStage.self))", "load \"ziya07\" \(arguments(of: LoadStage.self))"][below(2)]
    let images = stageCatalogue.stages.filter { $0.kind == .rowwise && $0.declaration.gives == .images }
    if below(2) == 0 { head += " | " + stage(among: images) }
    head += " | " + choice { $0.stage(among: Self.makingFeatures) }
    if below(2) == 0 {
      lines.append("x = \(head)")
      head = "x"
    }
    for kind in [StageKind.fitted, .resampler] where below(3) > 0 {
      head += " | " + choice { $0.stage(among: stageTypes(kind)) }
    }
    if below(3) == 0 {
      lines.append("def last(m) = m")
      head += " | last (\(stage(among: stageTypes(.model))))"
    } else {
      head += " | " + choice { $0.stage(among: stageTypes(.model)) }
    }
    if below(2) == 0 { head += " | tune inner=\(2 + below(3))" }
    let evaluators = stageTypes(.evaluator).filter { !($0 is any GridStage.Type) }
    if below(2) == 0 { head += " | " + stage(among: evaluators) }
    return (lines + [head]).joined(separator: "\n")
  }

  private static var makingFeatures: [any Stage.Type] {
    stageCatalogue.stages.filter { $0.kind == .rowwise && $0.declaration.gives == .features }
  }

  /// One, or several in braces.
  private mutating func choice(_ one: (inout PlanScripts) -> String) -> String {
    below(2) == 0 ? one(&self) : "{\(one(&self)), \(one(&self))}"
  }

  private mutating func stage(among types: [any Stage.Type], isInside: Bool = false) -> String {
    let type = types[below(types.count)]
    return "\(type.declaration.name) \(arguments(of: type, isInside: isInside))"
  }

  private mutating func arguments(of type: any Stage.Type, isInside: Bool = false) -> String {
    var words: [String] = []
    for parameter in type.parameters where parameter.defaultText == nil || below(3) == 0 {
      guard let value = value(of: parameter.type, in: parameter.bounds, isInside) else { continue }
      words.append(parameter.isPositional && words.isEmpty && below(2) == 0 ? value : "\(parameter.name)=\(value)")
    }
    return words.joined(separator: " ")
  }

  private mutating func value(of type: ParameterType, in bounds: Bounds, _ isInside: Bool) -> String? {
    switch type {
    case .integer: "\(Int((bounds.lower ?? 1).rounded(.up)) + below(2))"
    case .number: NumberFormat.shortest((bounds.lower ?? 0) + 0.1 * Double(1 + below(9)))
    case .share: "\(10 + below(60))%"
    case .duration: ["\(1 + below(9))s", "2min"][below(2)]
    case .boolean: ["yes", "no"][below(2)]
    case .words(let words): words[below(words.count)]
    case .text: ["\"fear\"", "\"a \\\"b\\\" \\{c\\}\""][below(2)]
    case .model: "(\(stage(among: Self.plainModels, isInside: true)))"
    case .list(let element):
      value(of: element, in: bounds, isInside).map { first in
        let second = value(of: element, in: bounds, isInside) ?? first
        return "[\(first), \(second)]"
      }
    case .either(let types): value(of: types[below(types.count)], in: bounds, isInside)
    case .path, .column, .topic, .variable, .condition, .stage, .anything: nil
    }
  }

  private static var plainModels: [any Stage.Type] {
    stageTypes(.model).filter { !$0.parameters.contains { $0.type.includes(.model) } }
  }

  private mutating func below(_ count: Int) -> Int {
    Int(generator.next() % UInt64(count))
  }
}
