/// Stages of a catalogue that errors and help name where a person needs one: plans know no stage by name.
public struct StageSuggestions: Sendable, Equatable {
  /// A source that needs no argument, bare: "faces".
  public var source: String
  /// What a plan may begin with, as it is shown: "`load \"ziya07\"` or `faces`".
  public var beginnings: String
  /// One source of several data sets, bare.
  public var severalSources: String
  /// What makes features of images, bare, the best known first.
  public var features: [String]
  /// Models, bare and with an argument.
  public var model, modelWithArgument: String
  /// What fills missing numbers, and a model that takes them.
  public var fillsMissing, takesMissing: String
  /// What compares methods over data sets, bare; nil where nothing does.
  public var comparesOverData: String?

  public init(
    source: String, beginnings: String, severalSources: String, features: [String], model: String,
    modelWithArgument: String, fillsMissing: String, takesMissing: String,
    comparesOverData: String? = nil
  ) {
    self.source = source
    self.beginnings = beginnings
    self.severalSources = severalSources
    self.features = features
    self.model = model
    self.modelWithArgument = modelWithArgument
    self.fillsMissing = fillsMissing
    self.takesMissing = takesMissing
    self.comparesOverData = comparesOverData
  }

  /// The first of each kind.
  public init(from stages: [any Stage.Type]) {
    func first(_ kind: StageKind) -> String { stages.first { $0.kind == kind }?.declaration.name ?? "…" }
    let makers = stages.filter { $0.kind == .rowwise && $0.declaration.gives == .features }.map { $0.declaration.name }
    self.init(
      source: first(.source), beginnings: "`\(first(.source))`", severalSources: first(.source),
      features: makers.isEmpty ? ["…"] : makers, model: first(.model), modelWithArgument: first(.model),
      fillsMissing: first(.fitted), takesMissing: first(.model))
  }

  /// "`lbp` or `pixels`".
  public var featuresInWords: String { features.map { "`\($0)`" }.joined(separator: " or ") }
}
