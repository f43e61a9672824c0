import Causal
import Plans

/// `dag "X -> T; T -> Y; X -> Y" treatment=T outcome=Y`
struct DagStage: ReaderStage {
  static let declaration = Declaration(
    "dag", "Draws a diagram of causes and says what to adjust for, and what never to.", takes: .nothing,
    gives: .document,
    discussion: """
      A causal diagram has an arrow from each cause to what it causes directly. From the arrows alone follows what must be \
      held equal before a difference may be called an effect: every minimal set that closes all back-door paths, the ways \
      from treatment to outcome that begin with an arrow into the treatment. As much follows of what must not be adjusted \
      for: a mediator carries the effect away, a collider opens a path that was closed. Independences that the diagram \
      implies can be tested on data; one that fails speaks against the diagram, none of them proves it. Arrows are `->`, \
      `<-`, and `<->` for a cause of both that nobody measured, and may be chained: `"A -> B <- C"`; `;` stands between. \
      Names with blanks stand in quotes of the other kind: `"'skin tone' -> recall"`. U [unobserved] marks what cannot \
      be adjusted for; T [exposure] and Y [outcome] do what `treatment=` and `outcome=` do. Where nothing is said, \
      variables called T and Y are taken. `adjust=[X]` asks whether just these would do.
      """,
    searchTerms: ["causal", "diagram", "graph", "confounder", "collider", "mediator", "backdoor", "dagitty", "adjust"],
    reference: "Pearl 2009, Causality, 3.3; dagitty (Textor et al. 2016)",
    examples: [
      Example("dag \"X -> T; T -> Y; X -> Y; Z\"", shows: "{X}"),
      Example(
        "dag \"A -> X; A -> M; B -> M; B -> Y; X -> Y\" treatment=X outcome=Y adjust=[M]", shows: "opens a path"),
      Example(
        "d = dag \"X -> T; T -> Y; X -> Y\"\nexpect (d.adjustment == \"\\{X}\")\ndag \"T -> Y\" | plot", shows: "T"),
    ])

  @Parameter("arrows and variables, with ; between", positional: true) var diagram: String
  @Parameter("the variable whose effect is asked for", aliases: ["exposure"]) var treatment: ColumnName? = nil
  @Parameter("the variable that it may act on") var outcome: ColumnName? = nil
  @Parameter("variables to be told of whether adjusting for just these is enough") var adjust: [ColumnName] = []

  /// A circle of arrows, or a name that is not there, is told before anything runs.
  func check(in environment: RunEnvironment) throws { _ = try answer() }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let (diagram, question, isGuessed) = try answer()
    return try DagDocument(diagram, question, isGuessed: isGuessed, adjusted: adjust.map(\.name)).document(
      context.stage.execution)
  }

  /// The diagram, and what is asked of it where anything can be; whether that was taken from the names T and Y.
  /// - Throws: `CausalError`.
  private func answer() throws -> (CausalDiagram, CausalQuestion?, isGuessed: Bool) {
    let diagram = try CausalDiagram(self.diagram)
    let cause = treatment?.name ?? diagram.marked.exposure
    let effect = outcome?.name ?? diagram.marked.outcome
    if cause == nil, effect == nil {
      guard ["T", "Y"].allSatisfy(diagram.variables.contains) else {
        guard adjust.isEmpty else { throw CausalError.noQuestion(known: diagram.variables) }
        return (diagram, nil, false)
      }
      let question = try CausalQuestion(diagram, exposure: "T", outcome: "Y")
      _ = try question.isValidAdjustment(adjust.map(\.name))
      return (diagram, question, true)
    }
    guard let cause, let effect else { throw CausalError.noQuestion(known: diagram.variables) }
    let question = try CausalQuestion(diagram, exposure: cause, outcome: effect)
    _ = try question.isValidAdjustment(adjust.map(\.name))
    return (diagram, question, false)
  }
}
