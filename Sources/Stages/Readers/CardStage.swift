import Basics
import Evaluation
import Plans
import Samples

/// `base | card`
struct CardStage: ReaderStage {
  static let declaration = Declaration(
    "card", "Writes a model card from what is known, and says what is missing.", takes: .result, gives: .document,
    discussion: """
      A model card tells whoever may use a model what it is, what it was trained and tested on, how well it does for every \
      class, how often its test rows had been looked at, and where its limits are (Mitchell et al. 2019). This one is made \
      from the run alone: no sentence of it can claim what did not happen. What cannot be known from the run, such as what \
      the model is meant for, who was asked, or how it does on people unlike these, stands there as missing, for a person \
      to write. In a report it becomes a section: `base | card`.
      """,
    searchTerms: ["model card", "documentation", "datasheet", "limits", "ethics"],
    reference: "Mitchell et al. 2019 (Model Cards for Model Reporting)",
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 5 | logreg | card", shows: "missing")
    ])

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let result = try result(of: input, for: "card")
    let card = ModelCard(result, byGroup: try Self.byGroup(result, context))
    return Document(
      kind: "card", blocks: card.blocks, synthetic: result.provenance.synthetic, notes: result.notes,
      provenance: result.provenanceLines)
  }
}

extension CardStage {
  /// For whom it is worse, by each attribute that groups the test rows: of one group, or of too many to read, nothing can
  /// be told here, and `audit` says why.
  fileprivate static func byGroup(_ result: EvaluationResult, _ context: ReaderContext) throws -> [Document.Block] {
    let attributes = result.outcomes.first?.test.attributes.map(\.name) ?? []
    return try attributes.prefix(6).flatMap { name -> [Document.Block] in
      guard let groups = try? ResultGroups(result, by: [name], missing: .skip), groups.crossed.names.count <= 20 else {
        return []
      }
      let audit = try AuditReport(result, groups, metric: .accuracy, absent: .stop, context)
      return [.heading("Scores by \(name)")]
        + (audit.sentences + groups.missingNote(skipped: "take no part")).map { .text($0) }
        + [.table(audit.groupTable), .custom(PagePicture(picture: audit.groupChart.bare))]
    }
  }
}

/// What is known of a result's model, part by part.
private struct ModelCard {
  let result: EvaluationResult
  let byGroup: [Document.Block]

  init(_ result: EvaluationResult, byGroup: [Document.Block]) {
    self.result = result
    self.byGroup = byGroup
  }

  var blocks: [Document.Block] { model + data + scores + byGroup + limits }

  private var model: [Document.Block] {
    let steps = result.plan.steps.map { Table.Row([.text($0.text), .text($0.kind.rawValue)]) }
    return [
      .heading("Model"), .table(Table(columns: ["stage", "kind"], rows: steps)),
      .text(
        "trained on \(grouped(result.trainingRows)) rows, in \(NumberFormat.duration(seconds: result.seconds)); "
          + "seed \(result.provenance.seed); mien \(result.provenance.version)"),
    ]
  }

  private var data: [Document.Block] {
    let counts = result.scores.classes
    let subjects = Set(result.outcomes.flatMap { $0.test.subjects ?? [] }).subtracting([""]).count
    let attributes = result.outcomes.first?.test.attributes.map(\.name) ?? []
    let origin = result.outcomes.first?.test.origin
    var blocks: [Document.Block] = [.heading("Data"), .text(result.provenance.dataText)]
    blocks += (origin?.summary ?? []).map { .text($0.text) }
    blocks += [
      .text(result.evaluation),
      .text(subjects > 0 ? "\(grouped(subjects)) subjects were tested" : missing("whose faces these are")),
      .text(
        attributes.isEmpty
          ? missing("what is known of the people: age, sex, skin tone, so that no group can be looked at")
          : "known of each row: " + attributes.joined(separator: ", ")),
      .table(
        Table(
          columns: ["class", "test rows"],
          rows: counts.map { .init([.text($0.name), .number(Double($0.support))]) })),
    ]
    return blocks
  }

  private var scores: [Document.Block] {
    var tables = result.tables.map(\.bare)
    // With the table, so that it goes into every written form.
    if !tables.isEmpty { tables[0].notes = [result.scores.basis] }
    return [.heading("Scores")] + tables.map { .table($0) } + [.text(looks)]
  }

  private var looks: String {
    switch result.provenance.testSplitScored {
    case ...0: "how often these test rows were scored is not counted"
    case 1: "these test rows were scored for the first time"
    case let count:
      "these test rows have been scored by \(grouped(count)) plans: the best of many is better than it will be again"
    }
  }

  private var limits: [Document.Block] {
    let unknown = result.scores.classes.filter { $0.support == 0 }.map(\.name)
    let never = result.scores.classes.filter { $0.support > 0 && $0.recall == 0 }.map(\.name)
    var found: [String] = []
    if let synthetic = result.provenance.synthetic {
      found.append("the data are \(synthetic): nothing here is about people")
    }
    if !never.isEmpty { found.append("never recognised: " + never.joined(separator: ", ")) }
    if !unknown.isEmpty { found.append("never tested: " + unknown.joined(separator: ", ")) }
    found.append("an expression that was posed or labelled is no knowledge of what somebody feels")
    let open = [
      "what the model is meant for, and what it must not be used for",
      "how the images came about: posed or spontaneous",
      "licence and consent of the data, where the lines above do not tell them",
      "how it does on people, cameras and light unlike these",
    ]
    return [.heading("Limits")] + found.map { .text($0) } + [.heading("Missing: for a person to write")]
      + open.map { .text(missing($0)) }
  }

  private func missing(_ what: String) -> String { "missing: " + what }
}

extension Table {
  /// Without what stands beside it in the document that holds it.
  fileprivate var bare: Table {
    var bare = self
    (bare.synthetic, bare.notes, bare.provenance) = (nil, [], [])
    return bare
  }
}
