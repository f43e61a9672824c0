/// What a variable holds: a value, the plan that made it, and how that went.
public struct PlanValue: Sendable {
  public var payload: any Payload
  /// The variable it was read from, where it stands as an argument.
  public var name: String?
  /// How it was made, so that more stages can follow; nil for numbers, texts and what a command gives.
  public var grid: PlanGrid?
  /// The readers applied after the grid, as text.
  public var readerTexts: [String]
  /// What ran for it and what came from the cache.
  public var trace: [StageTrace]
  public var seconds: Double
  /// What its sources held; nil where it has none.
  public var sourceState: SourceState?
  /// How the value was made that it took the place of, or that was made before it: for `why`.
  public var earlier: PlanGrid?

  public init(
    _ payload: any Payload, grid: PlanGrid? = nil, readerTexts: [String] = [], trace: [StageTrace] = [],
    seconds: Double = 0
  ) {
    self.payload = payload
    self.grid = grid
    self.readerTexts = readerTexts
    self.trace = trace
    self.seconds = seconds
  }

  /// What flows out of it.
  public var kind: ValueKinds { payload.valueKind }

  /// The value as the type that a reader works on; nil where it is of another.
  public func `as`<Kind: Payload>(_ type: Kind.Type) -> Kind? { payload.as(type) }

  /// The plan as a line of Mien.
  public var programText: String {
    ((grid.map { [$0.text] } ?? []) + readerTexts).joined(separator: " | ")
  }

  /// A named number or text of it, as in `base.macro_f1`; nil where there is none of that name.
  public func field(_ name: String) -> Scalar? {
    payload.fields.first { $0.name == name }?.value
  }

  public var fieldNames: [String] { payload.fields.map(\.name) }
}
