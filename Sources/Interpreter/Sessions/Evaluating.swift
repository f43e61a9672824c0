import Diagnostics
import Numerics
import Plans

extension Session {
  /// Runs what has been elaborated.
  /// - Parameter isLast: whether nothing runs after it.
  func value(of known: Elaborated, isLast: Bool = false) throws -> PlanValue {
    var executor = executor
    // Readers may ask for any rows of the plan.
    executor.isLast = isLast && known.readers.isEmpty && known.grid?.single != nil
    let start = ContinuousClock.now
    tellChange(of: known, executor)
    var value: PlanValue
    var readers = known.readers[...]
    if let head = known.head, !head.isExtended, let headValue = head.value {
      value = headValue
      if let result = value.as(EvaluationResult.self) { value.payload = result.recounted(by: experimentLog) }
      readers = readers.dropFirst(head.readersApplied)
    } else if let grid = known.grid {
      value = try run(grid, executor)
    } else if let scalar = known.scalar {
      value = known.synthetic.map { PlanValue(SyntheticScalar(scalar, synthetic: $0)) } ?? PlanValue(scalar)
    } else {
      value = PlanValue(Scalar.missing)
    }
    let sourceState = value.sourceState ?? value.grid.flatMap { executor.sourceState(of: $0) }
    for reader in readers {
      let payload = try read(value, reader, executor)
      value = PlanValue(
        payload, grid: value.grid, readerTexts: value.readerTexts + [reader.text], trace: value.trace)
    }
    value.seconds = start.secondsUntilNow
    value.sourceState = sourceState
    return value
  }

  /// A variable keeps what was made from its files as they were; who uses it should know where they are not so any more.
  private func tellChange(of known: Elaborated, _ executor: Executor) {
    guard let head = known.head, let value = head.value, let before = value.sourceState, let grid = value.grid,
      executor.haveChanged(before, of: grid), let source = grid.combinations.first?.plan.steps.first
    else { return }
    observer.note(
      head.isExtended
        ? "its data have changed since the variable was made; this is made from them as they are now"
        : "its data have changed since the variable was made; it is what it was", from: source)
  }

  private func run(_ grid: PlanGrid, _ executor: Executor) throws -> PlanValue {
    if let plan = grid.single {
      // Where the engine only shows what is there, a plan by itself is no more computed than one of many.
      if notYet != nil {
        let outlook = executor.outlook(of: [plan])
        let runs = outlook.cachedFolds < outlook.folds ? try self.executor(for: SilentObserver()).runAll([plan]) : []
        for run in runs { _ = try run.payload.get() }
      }
      let (payload, trace) = try executor.run(plan)
      return PlanValue(payload, grid: grid, trace: trace)
    }
    return try sweep(grid, executor)
  }

  /// A reader that takes tables reads a sweep's table; any other reads the value of every combination in turn.
  private func read(_ value: PlanValue, _ reader: PlanStep, _ executor: Executor) throws -> any Payload {
    guard let table = value.payload.as(Table.self), let grid = value.grid, grid.single == nil,
      value.readerTexts.isEmpty,
      !reader.declaration.takes.contains(.table)
    else { return try executor.read(value, with: reader) }
    return try readEach(of: grid, table, with: reader, executor)
  }
}
