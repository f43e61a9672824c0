import Basics
import Diagnostics
import Plans

/// `explain E0104`, `explain smote`.
struct ExplainCommand: Command {
  static let declaration = Declaration(
    "explain", "Teaches the idea behind a stage, or what an error's code means.", takes: .nothing, gives: .document,
    discussion: """
      For a stage: the idea, when to use it and what to watch for, in a screen. For a code such as E0104: why it is an \
      error, and how it is mended. `help` tells the parameters of a stage.
      """,
    searchTerms: ["why", "teach", "lesson"],
    examples: [
      Example("explain E0104", shows: "a word is not one that its parameter knows"),
      Example("explain smote", shows: "neighbours"),
    ])

  @Parameter("a stage, a command or the code of an error", positional: true) var topic: Topic

  func run(in session: Session, at location: Location) throws -> any Payload {
    let name = topic.name
    if let code = session.codes.first(where: { $0.id == name.uppercased() }) {
      return Document(
        kind: "explanation", blocks: [.heading("\(code.id): \(code.title)"), .text(code.explanation)])
    }
    let declared: (any Declared.Type)? = session.catalogue.stage(named: name) ?? session.command(named: name)
    if let declaration = declared?.declaration {
      let idea = declaration.discussion.isEmpty ? declaration.summary : declaration.discussion
      var blocks: [Document.Block] = [.heading(declaration.name), .text(declaration.summary)]
      if idea != declaration.summary { blocks.append(.text(idea)) }
      blocks.append(.text("try: \(declaration.examples.first?.script ?? declaration.name)"))
      if !declaration.reference.isEmpty { blocks.append(.text("reference: \(declaration.reference)")) }
      return Document(kind: "explanation", blocks: blocks)
    }
    if let definition = session.definition(named: name) { return definition.explanation() }
    if let page = HelpTopics.standard.page(name) { return Document(kind: "explanation", blocks: page) }
    let known =
      session.codes.map(\.id) + session.catalogue.names + session.recipeNames + session.definitionNames
      + session.topicNames
    throw Diagnostic(
      .unknownName, "there is nothing to explain under '\(name)'",
      at: .init(location, nearestName(to: name, among: known).map { "did you mean '\($0)'?" } ?? ""),
      notes: ["codes run from \(session.codes.first?.id ?? "") to \(session.codes.last?.id ?? "")"])
  }
}
