import Basics
import Diagnostics
import FaceAlignment
import Foundation
import Numerics
import Syntax
import Testing

@testable import Interpreter
@testable import Plans
@testable import Stages

/// Plans over the whole catalogue survive being written down.
@Suite struct PlanRecordTests {
  /// Text → plan → record → plan → record: the same keys, the same words, the same record.
  @Test func randomPlansComeBackTheSame() throws {
    let table = NSTemporaryDirectory() + "mien-\(UUID().uuidString).csv"
    try "a,b\n1,2\n3,4\n".write(toFile: table, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: table) }
    var generator = PlanScripts(seed: 20, table: table)
    let executor = Executor(
      catalogue: stageCatalogue, cache: MatrixCache(budget: 0), experimentLog: SessionExperimentLog(),
      settings: RunSettings(threads: 1))
    var seen: Set<String> = []
    var ablations = 0
    var count = 0
    var scripts = 0
    let areFaceFilesInstalled = (try? InstalledFaceFiles.paths(cascade: true, landmarks: true)) != nil
    let planned = stageCatalogue.stages.filter { $0.kind != .reader && !($0 is any IdentityStage.Type) }
      .filter(PlanScripts.canWrite).map { $0.declaration.name }
      // They make plans of others, which hold them not.
      .filter { $0 != AblateStage.declaration.name && $0 != LearningCurveStage.declaration.name }
      // Where what it finds faces by is not installed, no plan may hold it.
      .filter { $0 != AlignStage.declaration.name || areFaceFilesInstalled }
    // On until every stage was drawn: how many scripts that takes depends on how many stages there are.
    while scripts < 250 || !seen.isSuperset(of: planned), scripts < 2000 {
      scripts += 1
      let script = generator.script()
      let plans = plans(of: script)
      if script.contains("ablate"), !plans.isEmpty { ablations += 1 }
      for plan in plans {
        count += 1
        for step in plan.steps { seen.insert(step.declaration.name) }
        let record = PlanRecord(plan)
        let back = try PlanRecord(text: record.text).plan(of: stageCatalogue, named: "test")
        #expect(back.steps.map(\.canonicalText) == plan.steps.map(\.canonicalText), "\(script)")
        #expect(try executor.keyTexts(of: back) == executor.keyTexts(of: plan), "\(script)")
        #expect(back.text == plan.text)
        #expect(PlanRecord(back) == record)
      }
    }
    #expect(count > 200 && ablations > 5)
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

extension Executor {
  /// Of each step all that its work depends on, from which the keys of everything it makes are made.
  fileprivate func keyTexts(of plan: Plan) throws -> [String] {
    let sections = try sections(of: plan)
    let learning = sections.shared + sections.learning
    return ([sections.source.step] + learning + [sections.model?.step].compactMap { $0 }).map(\.keyText)
      + sections.evaluators.map(\.step.keyText)
  }
}

/// Random scripts whose last line is a plan or a sweep: stages with arguments by what their declarations allow, braces,
/// `tune`, models inside models, variables and `def`s.
private struct PlanScripts {
  private var generator: SeededGenerator
  /// A file for what reads one.
  private let table: String

  init(seed: UInt64, table: String) {
    generator = SeededGenerator(seed: seed)
    self.table = table
  }

  mutating func script() -> String {
    // Texts go ways of their own.
    if below(16) == 0 {
      let models = stageTypes(.model).filter { $0.declaration.takes.contains(.features) && Self.canWrite($0) }
      return "corpus | tfidf | \(choice { $0.stage(among: models) })"
    }
    var lines: [String] = []
    var head = ["faces \(arguments(of: FacesStage.self))", "load \"ziya07\" \(arguments(of: LoadStage.self))"][below(2)]
    if below(4) == 0 { head += " | " + choice { $0.stage(among: stageTypes(.selector)) } }
    let images = stageCatalogue.stages.filter { $0.kind == .rowwise && $0.declaration.gives == .images }
    if below(2) == 0 { head += " | " + stage(among: images) }
    var content = ValueKinds.images
    if below(4) > 0 {
      head += " | " + choice { $0.stage(among: Self.makingFeatures) }
      content = .features
    }
    if below(8) == 0 {
      head = "table \"\(table)\" \(arguments(of: TableStage.self))"
      content = .features
    }
    func taking(_ kind: StageKind) -> [any Stage.Type] {
      stageTypes(kind).filter { $0.declaration.takes.contains(content) && Self.canWrite($0) }
    }
    let models = taking(.model)
    if below(2) == 0 {
      lines.append("x = \(head)")
      head = "x"
    }
    for kind in [StageKind.fitted, .resampler] where below(3) > 0 {
      let types = taking(kind)
      if !types.isEmpty { head += " | " + choice { $0.stage(among: types) } }
    }
    if below(3) == 0 {
      lines.append("def last(m) = m")
      head += " | last (\(stage(among: models)))"
    } else {
      head += " | " + choice { $0.stage(among: models) }
    }
    let isSweep = head.contains("{")
    if isSweep, below(2) == 0 { head += " | tune inner=\(2 + below(3))" }
    let evaluators = stageTypes(.evaluator).filter { !($0 is any GridStage.Type) }
    if below(2) == 0 { head += " | " + stage(among: evaluators) }
    if !isSweep, below(2) == 0 { head += " | ablate" }
    return (lines + [head]).joined(separator: "\n")
  }

  private static var makingFeatures: [any Stage.Type] {
    stageCatalogue.stages.filter { $0.kind == .rowwise && $0.declaration.gives == .features && canWrite($0) }
  }

  /// Whether a script can hold it that is made from faces and one table: not what needs a file of its own, or texts.
  static func canWrite(_ type: any Stage.Type) -> Bool {
    if type is TableStage.Type { return true }
    let needsFile = type.parameters.contains { $0.type == .path && $0.defaultText == nil }
    let takes = type.declaration.takes
    let learns = [StageKind.fitted, .resampler, .model].contains(type.kind)
    return !needsFile && (!learns || takes.contains(.features) || takes.contains(.images))
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
    case .attribute: ["group", "\"skin tone\""][below(2)]
    case .rowValue, .namedValues: ["happy", "\"skin tone\"", "3", "none"][below(4)]
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
