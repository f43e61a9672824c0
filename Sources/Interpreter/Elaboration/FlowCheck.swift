import Basics
import Diagnostics
import Plans

extension Elaborator {
  /// Checks that every stage is given what it takes: images → features → result. Sets what comes out.
  func check(_ building: inout PipelineBuilder, at location: Location) {
    guard !building.isSettledValue || !building.newReaderSteps.isEmpty else { return }
    if !building.isSettledValue {
      var kinds: ValueKinds = []
      for plan in building.plans { kinds.formUnion(kind(of: plan) ?? .anything) }
      let isEmpty = building.plans.allSatisfy { $0.steps.isEmpty }
      building.kind = isEmpty ? building.headKind : building.isSweep ? .table : kinds
      building.columns =
        building.isSweep ? building.sweepColumns(endsInModel: kinds.contains(.result)) : building.knownColumns
      checkReaders(building.readerSteps[...], each: kinds, &building)
    } else {
      building.columns = building.knownColumns
      checkReaders(building.newReaderSteps, each: building.headKind, &building)
    }
  }

  /// What a plan gives; nil where a stage is out of place, which is reported.
  func kind(of plan: Plan) -> ValueKinds? {
    guard let (index, given) = plan.firstMisfit else {
      guard let (selector, learner) = plan.lateSelector else { return plan.gives }
      reportLate(selector, after: learner)
      return nil
    }
    reportMisplaced(plan.steps[index], after: index == 0 ? nil : plan.steps[index - 1], given: given, in: plan)
    return nil
  }

  private func reportLate(_ selector: PlanStep, after learner: PlanStep) {
    report(
      .selectedTooLate,
      "\(selector.declaration.name) decides which rows there are, but '\(learner.text)' has learnt before it",
      at: selector.location.span, in: selector.location.source, "put this before '\(learner.text)'",
      notes: ["rows that are left out must not have been learnt from"])
  }

  private func reportMisplaced(_ step: PlanStep, after previous: PlanStep?, given kind: ValueKinds, in plan: Plan) {
    let name = step.declaration.name
    let span = step.location.span
    let source = step.location.source
    let takes = step.declaration.takes.description
    guard let previous else {
      return report(
        .nothingBefore, "\(name) needs \(takes), but nothing stands before it", at: span, in: source,
        "begin with a source", notes: ["for example: \(suggestions.source) | \(example(before: step))\(step.text)"])
    }
    if step.kind == .source {
      return report(
        .misplacedVariable, "\(name) begins a pipeline; it cannot stand after '\(previous.text)'", at: span, in: source,
        "a pipeline has one source", notes: ["several data sets are one source: \(suggestions.severalSources)"])
    }
    if step.kind == .evaluator {
      return report(
        .noModel, "\(name) needs a model before it", at: span, in: source, "nothing here makes predictions",
        notes: ["for example: … | \(suggestions.modelWithArgument) | \(step.text)"])
    }
    if kind == .result {
      let model = plan.steps.first { $0.kind == .model } ?? previous
      return report(
        .afterResult, "\(name) stands after '\(model.text)', which has made its predictions", at: span, in: source,
        "put this before \(model.declaration.name)", notes: ["the order is: images → features → model → evaluator"])
    }
    let turning = plan.steps.first { $0.declaration.takes == .images && $0.declaration.gives == kind }
    let hint =
      step.declaration.takes == .features && kind == .images
      ? "put \(suggestions.featuresInWords) before it" : turning.map { "put this before '\($0.text)'" } ?? ""
    report(
      .wrongInput, "\(name) takes \(takes), but '\(previous.text)' gives \(kind.description)", at: span, in: source,
      hint, notes: ["the order is: images → features → model → evaluator"])
  }

  private func example(before step: PlanStep) -> String {
    if step.declaration.takes.contains(.images) { return "" }
    let features = suggestions.features[0]
    return step.declaration.takes == .result ? "\(features) | \(suggestions.model) | " : "\(features) | "
  }

  /// What makes the result that a reader asks for of the rows that it is given.
  private func model(before reader: PlanStep, _ kind: ValueKinds) -> [String] {
    guard reader.declaration.takes.contains(.result), kind == .images || kind == .features else { return [] }
    let features = kind == .images ? "\(suggestions.features[0]) | " : ""
    return ["a result is what a model makes of them: … | \(features)\(suggestions.model) | \(reader.text)"]
  }

  private var suggestions: StageSuggestions { catalogue.suggestions }

  private func checkReaders(
    _ readers: ArraySlice<PlanStep>, each kinds: ValueKinds, _ building: inout PipelineBuilder
  ) {
    for reader in readers {
      let takes = reader.declaration.takes
      let readsEach = building.kind == .table && building.isSweep && !takes.contains(.table)
      if takes.isDisjoint(with: building.kind), !(readsEach && !takes.isDisjoint(with: kinds)) {
        return report(
          building.kind == .nothing ? .nothingBefore : .wrongInput,
          "\(reader.declaration.name) reads \(takes.description), but is given \(building.kind.description)",
          at: reader.location.span, in: reader.location.source, notes: model(before: reader, building.kind))
      }
      checkColumns(of: reader, building.columns)
      let gives = reader.declaration.gives(for: readsEach ? kinds : building.kind)
      if case .reader(let stage) = reader.stage.role {
        building.columns = building.columns.flatMap { stage.columns(from: $0) }
      }
      if readsEach {
        // The choices stand before the columns of each; what is no table is listed.
        building.columns = building.columns.map { building.usedAxes + $0 }
        building.kind = gives == .table ? .table : .document
      } else {
        building.kind = gives
      }
    }
  }

  /// Columns that a reader's arguments name must be there, where they are known.
  private func checkColumns(of reader: PlanStep, _ columns: [String]?) {
    guard let columns else { return }
    let parameters = catalogue.parameters(of: type(of: reader.stage))
    for (name, value) in reader.arguments {
      guard let type = parameters.first(where: { $0.name == name })?.type,
        type.includes(.column) || type.includes(.condition)
      else { continue }
      for column in value.columns
      where !columns.contains(column) && column != failureColumn
        && Estimate.Part.named(column, among: columns) == nil
      {
        let place = reader.written.first { $0.text == column }?.location ?? reader.location
        report(
          .unknownColumn, "there is no column '\(column)'", at: place.span, in: place.source,
          nearestName(to: column, among: columns).map { "did you mean '\($0)'?" } ?? "",
          notes: ["columns: \(columns.joined(separator: ", "))"])
      }
    }
  }
}

/// The column of a sweep's table that holds why a combination failed; there only where one did.
let failureColumn = "error"

extension ArgumentValue {
  /// The columns it names.
  fileprivate var columns: [String] {
    switch self {
    case .word(let word), .text(let word): [word]
    case .list(let values): values.flatMap(\.columns)
    case .condition(let condition): condition.columns
    default: []
    }
  }
}
