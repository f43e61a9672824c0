import Basics
import Numerics
import Samples

/// What a stage is handed when it runs, beside its input.
public struct StageContext: Sendable {
  /// For this stage at this place on these training rows; the only source of randomness a stage has.
  public let seed: UInt64
  public let execution: ExecutionContext
  /// Where files are kept, and how strict to be about data.
  public let environment: RunEnvironment
  /// What its errors name as a remedy.
  public let suggestions: StageSuggestions
  private let resources: MatrixCache
  private let onNote: @Sendable (String) -> Void
  private let seedOfStage: @Sendable (String) -> UInt64
  /// Told of rows in which a stage found nothing; nil where nobody knows more of them.
  private var onShortfall: (@Sendable (Shortfall) -> Void)?

  /// - Parameters:
  ///   - resources: where what stages share is kept; see `shared`.
  ///   - seedOfStage: see `seed(ofStage:)`; the stage's own seed where it does not matter.
  public init(
    seed: UInt64, execution: ExecutionContext, environment: RunEnvironment,
    resources: MatrixCache = MatrixCache(budget: .max), suggestions: StageSuggestions = StageSuggestions(from: []),
    onNote: @escaping @Sendable (String) -> Void = { _ in },
    seedOfStage: (@Sendable (String) -> UInt64)? = nil
  ) {
    self.seed = seed
    self.execution = execution
    self.environment = environment
    self.resources = resources
    self.suggestions = suggestions
    self.onNote = onNote
    self.seedOfStage = seedOfStage ?? { _ in seed }
  }

  /// Bytes that this process may keep, and a measure of what a stage may work in; `Int.max` where nobody said.
  public var memoryBudget: Int { resources.budget }

  /// The seed that a stage of another name would be handed in this one's place: for a search, so that the plan it tells
  /// gives the very model it found.
  public func seed(ofStage name: String) -> UInt64 {
    seedOfStage(name)
  }

  /// The work of one part of a stage: the same, with a seed of its own.
  public func part(_ path: Int...) -> StageContext {
    let seed = path.reduce(seed) { seed, number in
      var generator = SeededGenerator.derived(from: seed, number)
      return generator.next()
    }
    return StageContext(
      seed: seed, execution: execution, environment: environment, resources: resources, suggestions: suggestions,
      onNote: onNote)
  }

  /// That of a stage inside a stage: it says nothing to anybody, for there would be a note for each alternative and fold.
  public func inner(seed: UInt64) -> StageContext {
    StageContext(
      seed: seed, execution: execution.silent, environment: environment, resources: resources,
      suggestions: suggestions)
  }

  /// Something large that several runs of a stage need, such as weights from a file: made once, by whoever asks first,
  /// and kept as long as there is room.
  /// - Parameters:
  ///   - name: of all that it depends on, such as `environment.contentName(ofFile:)`; different things, different names.
  ///   - bytes: what it takes in memory.
  /// - Throws: what `make` throws; `Interrupted`.
  public func shared<Value: Sendable>(
    _ name: String, bytes: (Value) -> Int, _ make: () throws -> Value
  ) throws -> Value {
    try resources.value(for: Digest("shared", name), form: nil, bytes: bytes, context: execution) {
      (try make(), 0)
    }.value
  }

  /// Tells the person at the prompt something that is not an error but should be known.
  public func note(_ text: String) {
    onNote(text)
  }

  /// Tells that there are rows in which the stage found nothing of what it works on, which a row-wise stage may know of no
  /// more than their numbers; does nothing where there are none. Whoever runs the plan knows their classes and attributes
  /// and counts them in a note. Once for all rows that the stage was given.
  public func note(_ shortfall: Shortfall) {
    if let onShortfall { return onShortfall(shortfall) }
    if let text = shortfall.text() { onNote(text) }
  }

  /// The same for a stage whose shortfalls are counted by whoever knows more of the rows.
  func counting(_ onShortfall: @escaping @Sendable (Shortfall) -> Void) -> StageContext {
    var context = self
    context.onShortfall = onShortfall
    return context
  }
}

/// What a session hands down to its stages.
public struct RunEnvironment: Sendable {
  /// Where installed data sets are kept; nil for the user's own data directory.
  public var dataDirectory: String?
  /// Whether a data set that is not installed is an error, rather than replaced by a synthetic stand-in.
  public var isDataStrict: Bool
  /// While a script is checked: what its earlier lines will have written.
  public var awaited = PendingPaths()
  private let contents = FileContents()

  public init(dataDirectory: String? = nil, isDataStrict: Bool = false) {
    self.dataDirectory = dataDirectory
    self.isDataStrict = isDataStrict
  }

  /// Names the content of a file, wherever it lies: the same for a copy of it, another when a byte has changed. A file
  /// that is as it was by size and time is not read again.
  /// - Throws: `PlanError.unreadableFile`.
  public func contentName(ofFile path: String) throws -> String {
    try contents.name(ofFile: path)
  }
}
