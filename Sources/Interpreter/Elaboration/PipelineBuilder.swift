import Basics
import Diagnostics
import Plans
import Syntax

/// One way a step can turn out: the stages it stands for, and the choices that led there.
struct StepExpansion {
  /// A choice taken, by its axis.
  struct Coordinate {
    var axis: String
    var text: String
    /// Position among the alternatives; axes with one label must agree on it.
    var index: Int
    var isLabelled: Bool
  }

  var steps: [PlanStep]
  var coordinates: [Coordinate] = []
  /// What stands for it in a sweep's column.
  var text: String
}

extension [StepExpansion.Coordinate] {
  /// Both taken together; nil where they took different alternatives of one axis.
  func joined(with others: Self) -> Self? {
    var joined = self
    for coordinate in others {
      if let earlier = joined.first(where: { $0.axis == coordinate.axis }) {
        guard earlier.index == coordinate.index else { return nil }
      } else {
        joined.append(coordinate)
      }
    }
    return joined
  }

  /// Whether a label among them that was used before has another number of alternatives here, so that some would never
  /// be tried.
  func differInLength(from earlier: Self) -> Bool {
    let here = filter(\.isLabelled)
    return Set(here.map(\.axis)).contains { axis in
      let before = Set(earlier.filter { $0.axis == axis }.map(\.index))
      return !before.isEmpty && before != Set(here.filter { $0.axis == axis }.map(\.index))
    }
  }
}

extension Diagnostic {
  static func labelsDifferInLength(at location: Location) -> Diagnostic {
    Diagnostic(
      .misplacedChoice, "choices with one label move together, but these differ in length",
      at: .init(location, "give as many alternatives as the first choice of this label has"))
  }
}

/// Puts steps together to the grid of their combinations.
struct PipelineBuilder {
  private struct Partial {
    var steps: [PlanStep]
    var coordinates: [StepExpansion.Coordinate]
  }

  private var head: Elaborated.Head?
  private var axes: [String] = []
  /// Told once; steps after it add nothing.
  private var isTooLarge = false
  private var partials = [Partial(steps: [], coordinates: [])]
  private var readers: [PlanStep] = []
  private var scalar: Scalar?
  private var synthetic: String?
  private var headColumns: [String]?
  private var reference: PlanGrid.Reference?
  private var notes: [String] = []
  private let metricNames: [String]
  /// What comes out so far.
  var kind: ValueKinds = .nothing
  /// What came out of the head, before any step.
  private(set) var headKind: ValueKinds = .nothing

  init(metricNames: [String]) {
    self.metricNames = metricNames
  }

  mutating func begin(with variable: Variable) {
    begin(with: variable.known)
    head = Elaborated.Head(value: variable.value, readersApplied: variable.known.readers.count)
  }

  mutating func begin(with known: Elaborated) {
    head = known.head
    readers = known.readers
    kind = known.kind
    headKind = known.kind
    (scalar, synthetic) = (known.scalar, known.synthetic)
    headColumns = known.columns
    guard let grid = known.grid else { return }
    take(grid)
  }

  private mutating func take(_ grid: PlanGrid) {
    axes = grid.axes
    reference = grid.reference
    notes = grid.notes
    // A choice is told by its place among the alternatives, in the order in which the grid first takes them.
    var alternatives: [String: [String]] = [:]
    partials = grid.combinations.map { combination in
      Partial(
        steps: combination.plan.steps,
        coordinates: grid.axes.compactMap { axis in
          guard let text = combination.coordinates[axis] else { return nil }
          if alternatives[axis]?.contains(text) != true { alternatives[axis, default: []].append(text) }
          let index = alternatives[axis]?.firstIndex(of: text) ?? 0
          return StepExpansion.Coordinate(axis: axis, text: text, index: index, isLabelled: false)
        })
    }
  }

  /// Adds a step with all its expansions.
  mutating func append(
    _ expansions: [StepExpansion], of step: Step, at location: Location, into diagnostics: inout [Diagnostic]
  ) {
    let stages = expansions.flatMap(\.steps)
    let readerCount = stages.count { $0.kind == .reader }
    if readerCount > 0 {
      appendReaders(expansions, location, &diagnostics)
    } else if let stage = stages.first, let problem = behindReader(stage, location) {
      diagnostics.append(problem)
    } else {
      head?.isExtended = true
      multiply(by: expansions, location, &diagnostics)
    }
  }

  /// Puts a stage that stands for other plans to work on the plans so far.
  mutating func transform(by stage: any GridStage, _ step: PlanStep, at location: Location) throws {
    if let problem = behindReader(step, location) { throw problem }
    head?.isExtended = true
    take(try stage.transformed(grid(text: ""), by: step))
  }

  private func behindReader(_ stage: PlanStep, _ location: Location) -> Diagnostic? {
    guard let first = readers.first, let last = readers.last else { return nil }
    return Diagnostic(
      .afterResult, "\(stage.declaration.name) cannot work on what '\(last.text)' gives",
      at: .init(location, "put this before '\(first.text)'"),
      notes: ["what only reads a value, such as \(first.declaration.name), stands at the end"])
  }

  private mutating func appendReaders(
    _ expansions: [StepExpansion], _ location: Location, _ diagnostics: inout [Diagnostic]
  ) {
    guard expansions.count == 1 else {
      diagnostics.append(
        Diagnostic(
          .misplacedChoice, "a sweep cannot choose between readers", at: .init(location),
          notes: ["write one line for each: what reads a value takes no time"]))
      return
    }
    for step in expansions[0].steps {
      if step.kind == .reader {
        readers.append(step)
      } else {
        append(
          [StepExpansion(steps: [step], text: step.text)], of: .value(.none(Span(0, 0))), at: location,
          into: &diagnostics)
      }
    }
  }

  private mutating func multiply(
    by expansions: [StepExpansion], _ location: Location, _ diagnostics: inout [Diagnostic]
  ) {
    for coordinate in expansions.flatMap(\.coordinates) where !axes.contains(coordinate.axis) {
      axes.append(coordinate.axis)
    }
    guard !isTooLarge else { return }
    guard expansions.isEmpty || partials.count <= SweepLimits.combinations / expansions.count else {
      isTooLarge = true
      diagnostics.append(
        Diagnostic(
          .sweepTooLarge, "this makes more than \(grouped(SweepLimits.combinations)) combinations", at: .init(location),
          notes: ["sweep over fewer alternatives, or in several lines"]))
      return
    }
    let combined = partials.flatMap { partial in
      expansions.compactMap { expansion in join(partial, expansion) }
    }
    let differ = expansions.flatMap(\.coordinates).differInLength(from: partials.flatMap(\.coordinates))
    if differ || (combined.isEmpty && !partials.isEmpty && !expansions.isEmpty) {
      diagnostics.append(.labelsDifferInLength(at: location))
      return
    }
    partials = combined
  }

  /// nil where both hold a choice of the same label and took different alternatives.
  private func join(_ partial: Partial, _ expansion: StepExpansion) -> Partial? {
    guard let coordinates = partial.coordinates.joined(with: expansion.coordinates) else { return nil }
    let steps = expansion.steps.reduce(Plan(partial.steps)) { $0.appending($1) }.steps
    return Partial(steps: steps, coordinates: coordinates)
  }

  /// The axes used so far, for naming the next one.
  var usedAxes: [String] { axes }

  /// All combinations, to check each.
  var plans: [Plan] { partials.map { Plan($0.steps) } }
  var readerSteps: [PlanStep] { readers }
  var newReaderSteps: ArraySlice<PlanStep> { readers.dropFirst(head?.readersApplied ?? 0) }
  var isSweep: Bool { !axes.isEmpty }
  var startsFromValue: Bool { head != nil || scalar != nil }
  var knownColumns: [String]? { headColumns }
  var isSettledValue: Bool { head.map { !$0.isExtended } ?? false }

  /// The columns that a sweep's table has, shown or not.
  func sweepColumns(endsInModel: Bool) -> [String] {
    grid(text: "").choiceColumns + (endsInModel && reference != nil ? PlanGrid.Reference.columns : [])
      + (endsInModel ? metricNames : ["rows", "shape"])
  }

  private func grid(text: String) -> PlanGrid {
    let combinations = partials.map { partial in
      PlanGrid.Combination(
        coordinates: Dictionary(
          partial.coordinates.map { ($0.axis, $0.text) }, uniquingKeysWith: { first, _ in first }),
        plan: Plan(partial.steps))
    }
    return PlanGrid(axes: axes, combinations: combinations, text: text, reference: reference, notes: notes)
  }

  func elaborated(text: String) -> Elaborated {
    let isPlan = partials.contains { !$0.steps.isEmpty }
    return Elaborated(
      head: head, grid: isPlan ? grid(text: text) : nil, readers: readers, kind: kind, columns: columns, scalar: scalar,
      synthetic: synthetic)
  }

  /// Set by the flow check.
  var columns: [String]?
}
