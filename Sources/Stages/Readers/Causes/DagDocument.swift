import Basics
import Causal
import Numerics
import Plans

/// What a diagram of causes says, as something to read.
struct DagDocument {
  private let diagram: CausalDiagram
  private let question: CausalQuestion?
  private let isGuessed: Bool
  private let adjusted: [String]
  private let sets: [[String]]
  private let independences: [ImpliedIndependence]
  private let warnings: [AdjustmentWarning]

  /// More than anybody reads; all are counted.
  private static let most = 20

  init(_ diagram: CausalDiagram, _ question: CausalQuestion?, isGuessed: Bool, adjusted: [String]) {
    self.diagram = diagram
    self.question = question
    self.isGuessed = isGuessed
    self.adjusted = adjusted
    sets = question?.adjustmentSets() ?? []
    warnings = question?.warnings() ?? []
    independences = diagram.impliedIndependences()
  }

  /// - Throws: `CausalError.unknownVariable`; `Interrupted`.
  func document(_ context: ExecutionContext) throws -> Document {
    let picture = try DagSketch(diagram, question).chart(context)
    var blocks: [Document.Block] = [.custom(ChartBlock(chart: picture))]
    if let question {
      blocks += [.text(verdict(question))] + (try adjustedText(question).map { [.text($0)] } ?? [])
      blocks += [.heading("variables"), .table(roles(question))]
      blocks += section("what must not be adjusted for", warningTable)
      blocks += section("paths between \(question.exposure) and \(question.outcome)", pathTable(question))
    } else {
      blocks.append(
        .text(
          "Nothing is asked yet: `treatment=` and `outcome=` name the variable whose effect is asked for, and on what.")
      )
    }
    blocks += section("what data can contradict: independences that the diagram implies", independenceTable)
    return Document(kind: "diagram", blocks: blocks, fields: try fields(), notes: notes)
  }

  private func section(_ title: String, _ table: Table) -> [Document.Block] {
    table.rows.isEmpty ? [] : [.heading(title), .table(table)]
  }

  static func text(_ set: [String]) -> String { "{" + set.joined(separator: ", ") + "}" }

  private var notes: [String] {
    var notes: [String] = []
    if isGuessed {
      notes.append("T and Y were taken for treatment and outcome; `treatment=` and `outcome=` name others")
    }
    if sets.count > Self.most { notes.append("\(sets.count) minimal sets; the first \(Self.most) are shown") }
    if independences.count > Self.most {
      notes.append("\(independences.count) independences; the first \(Self.most) are shown")
    }
    notes.append("all of this follows from the arrows; whether they are right, no data can prove")
    return notes
  }
}

// MARK: - Words

extension DagDocument {
  private func verdict(_ question: CausalQuestion) -> String {
    let (cause, effect) = (question.exposure, question.outcome)
    if question.isReversed {
      return "\(effect) causes \(cause) in this diagram, so \(cause) has no effect on it."
    }
    let leads = question.mediators.isEmpty && !diagram.arrows.contains { $0.cause == cause && $0.effect == effect }
    let none = leads ? " No arrows lead from \(cause) to \(effect): any difference left is not an effect." : ""
    guard let first = sets.first else {
      let front = question.frontDoorSets()
      return "No set of observed variables closes every back-door path from \(cause) to \(effect)"
        + (front.isEmpty
          ? ": by this diagram adjusting cannot tell the effect."
          : "; the front-door criterion holds for \(front.map(Self.text).joined(separator: ", ")).")
        + none
    }
    if first.isEmpty {
      return "Nothing needs to be adjusted for: no back-door path from \(cause) to \(effect) is open." + none
    }
    let listed = sets.prefix(Self.most).map(Self.text).joined(separator: " or ")
    return "To tell the effect of \(cause) on \(effect), adjust for \(listed)." + none
  }

  private func adjustedText(_ question: CausalQuestion) throws -> String? {
    guard !adjusted.isEmpty else { return nil }
    if try question.isValidAdjustment(adjusted) {
      return "Adjusting for just \(Self.text(adjusted)) closes every back-door path and opens none."
    }
    let wrong = warnings.filter { adjusted.contains($0.variable) }.map { "\($0.variable) \(words($0.reason))" }
    return "Adjusting for just \(Self.text(adjusted)) does not tell the effect"
      + (wrong.isEmpty ? ": a back-door path stays open." : ": \(wrong.joined(separator: "; ")).")
  }

  private func words(_ reason: AdjustmentWarning.Reason) -> String {
    switch reason {
    case .mediator: "carries the effect (a mediator)"
    case .consequenceOfEffect: "follows from the outcome or from what carries the effect"
    case .consequenceOfExposure: "follows from the treatment"
    case .opensPath: "opens a path that is closed without it (a collider, or what follows from one)"
    }
  }
}

// MARK: - Tables

extension DagDocument {
  private func roles(_ question: CausalQuestion) -> Table {
    let inSets = Set(sets.flatMap { $0 })
    let never = Dictionary(warnings.map { ($0.variable, $0.reason) }) { first, _ in first }
    let colliders = Set(question.colliders())
    let rows = question.roles().map { variable, role, isObserved in
      var words = role.words
      if colliders.contains(variable), role != .collider { words += ", collider" }
      if !isObserved { words += ", not observed" }
      let isEnd = [question.exposure, question.outcome].contains(variable)
      let advice = isEnd ? "–" : never[variable] != nil ? "never" : inSets.contains(variable) ? "yes" : "no need"
      return Table.Row([.text(variable), .text(words), .text(isObserved || isEnd ? advice : "cannot")])
    }
    return Table(columns: ["variable", "role", "adjust for it"], rows: rows)
  }

  private var warningTable: Table {
    Table(
      columns: ["variable", "because it"],
      rows: warnings.map { .init([.text($0.variable), .text(words($0.reason))]) })
  }

  private func pathTable(_ question: CausalQuestion) -> Table {
    let (paths, areAll) = question.paths()
    let rows = paths.prefix(Self.most).map { path in
      let kind = path.isCausal ? "effect" : path.isBackdoor ? "back door" : "other"
      let state = path.isOpen ? "open" : "closed by \(path.colliders.joined(separator: ", "))"
      return Table.Row([.text(path.text), .text(kind), .text(state)])
    }
    let hasMore = !areAll || paths.count > rows.count
    return Table(
      columns: ["path", "kind", "with nothing adjusted for"], rows: rows,
      notes: hasMore ? ["the shortest of more paths"] : [])
  }

  private var independenceTable: Table {
    Table(
      columns: ["variable", "independent of", "given"],
      rows: independences.prefix(Self.most).map {
        .init([.text($0.first), .text($0.second), .text($0.given.isEmpty ? "nothing" : Self.text($0.given))])
      })
  }

  private func fields() throws -> [(name: String, value: Scalar)] {
    var fields: [(name: String, value: Scalar)] = [
      ("variables", .number(Double(diagram.variables.count))), ("arrows", .number(Double(diagram.arrows.count))),
      ("independences", .number(Double(independences.count))),
    ]
    guard let question else { return fields }
    func list(_ names: [String]) -> Scalar { .text(names.joined(separator: ", ")) }
    fields += [
      ("treatment", .text(question.exposure)), ("outcome", .text(question.outcome)),
      ("identified", .boolean(!sets.isEmpty)), ("sets", .number(Double(sets.count))),
      ("adjustment", sets.isEmpty ? .missing : .text(sets.map(Self.text).joined(separator: " or "))),
      ("front_door", .text(question.frontDoorSets().map(Self.text).joined(separator: " or "))),
      ("mediators", list(question.mediators)), ("confounders", list(question.confounders)),
      ("colliders", list(question.colliders())),
      (
        "instruments",
        list(question.instruments().map { $0.instrument + ($0.given.isEmpty ? "" : " given \(Self.text($0.given))") })
      ),
      ("never", list(warnings.map(\.variable))),
    ]
    if !adjusted.isEmpty { fields.append(("adjusted", .boolean(try question.isValidAdjustment(adjusted)))) }
    return fields
  }
}

extension VariableRole {
  var words: String {
    switch self {
    case .exposure: "treatment"
    case .outcome: "outcome"
    case .mediator: "mediator"
    case .confounder: "confounder"
    case .collider: "collider"
    case .instrument: "instrument"
    case .causeOfExposure: "cause of the treatment"
    case .causeOfOutcome: "cause of the outcome"
    case .consequence: "consequence"
    case .other: "other"
    }
  }
}
