import Basics
import Diagnostics
import Plans

/// `help`, `help pca`, `pca?`.
struct HelpCommand: Command {
  static let declaration = Declaration(
    "help", "Shows what a stage takes, means and gives, what a number means, or where to begin.", takes: .nothing,
    gives: .document,
    discussion: """
      `help` is a screen to begin with, `help all` lists everything, `help model` all of one kind. At the prompt `pca?` is \
      short for `help pca`.
      """, searchTerms: ["man", "usage", "doc"],
    examples: [
      Example("help pca", shows: "components to keep"), Example("help", shows: "pca"),
      Example("help macro_f1", shows: "rare class"),
    ])

  @Parameter("the stage, command, variable or topic to tell about", positional: true) var topic: Topic? = nil

  func run(in session: Session, at location: Location) throws -> any Payload {
    let topics = HelpTopics.standard
    guard let name = topic?.name else { return Document(kind: "help", blocks: topics.page("overview") ?? []) }
    if name == "all" { return overview(session) }
    if let stage = session.catalogue.stage(named: name) {
      return helpPage(stage, kind: stage.kind.rawValue)
    }
    if let command = session.command(named: name) { return helpPage(command, kind: "command") }
    if let definition = session.definition(named: name) { return definition.helpPage(session.signatures) }
    if let value = session.value(named: name) {
      return Document.lines("help", ["\(name) is \(value.kind.description), made by", "    \(value.programText)"])
    }
    if let kind = StageKind.named(name) { return page(of: kind, session) }
    if let page = topics.page(name) { return Document(kind: "help", blocks: page) }
    throw unknown(name, session, location)
  }

  private func overview(_ session: Session) -> Document {
    var blocks: [Document.Block] = []
    for kind in StageKind.allCases {
      let stages = session.catalogue.stages.filter { $0.kind == kind }
      guard !stages.isEmpty else { continue }
      blocks.append(.heading(kind.rawValue))
      blocks.append(.table(summaries(stages.map { $0.declaration })))
    }
    blocks.append(.heading("commands"))
    blocks.append(.table(summaries(session.commands.map { $0.declaration })))
    let recipes = session.recipeNames.compactMap { name in
      session.definition(named: name).map { Table.Row([.text(name), .text($0.documentation.summary)]) }
    }
    if !recipes.isEmpty {
      blocks += [.heading("recipes"), .table(Table(columns: ["name", "what it does"], rows: recipes))]
    }
    if !session.definitionNames.isEmpty {
      blocks += [.heading("made by def"), .text("  " + session.definitionNames.joined(separator: ", "))]
    }
    blocks.append(.text("`help pca` or `pca?` tells more of one; `explain pca` teaches the idea."))
    return Document(kind: "help", blocks: blocks)
  }

  /// All stages of a kind, and how to choose among them.
  private func page(of kind: StageKind, _ session: Session) -> Document {
    let stages = session.catalogue.stages.filter { $0.kind == kind }
    let guidance = session.catalogue.guidance[kind] ?? []
    return Document(
      kind: "help",
      blocks: [.heading(kind.rawValue), .table(summaries(stages.map { $0.declaration }))] + guidance.map { .text($0) })
  }

  private func summaries(_ declarations: [Declaration]) -> Table {
    Table(
      columns: ["name", "what it does"],
      rows: declarations.sorted { $0.name < $1.name }.map { .init([.text($0.name), .text($0.summary)]) })
  }

  private func unknown(_ name: String, _ session: Session, _ location: Location) -> Diagnostic {
    let names =
      session.catalogue.names + session.commands.map { $0.declaration.name } + session.definitionNames
      + session.recipeNames + session.variableNames
    let byTerm = session.catalogue.stages.first { $0.declaration.searchTerms.contains(name.lowercased()) }
    let context = AdviceContext(
      session: session, source: location.source, span: location.span,
      state: { (session.scope, session.settings) }, reported: [], followsMistake: false, budget: .init(400))
    let elsewhere = Translator(context: context, elsewhere: .standard).line(for: name).map { "write `\($0.line)`" }
    let meant = nearestName(to: name, among: names + session.topicNames) ?? byTerm?.declaration.name
    return Diagnostic(
      .unknownName, "there is no stage, command or variable '\(name)'",
      at: .init(location, elsewhere ?? meant.map { "did you mean '\($0)'?" } ?? ""), notes: ["`help all` lists all"])
  }
}

/// Signature, meaning, parameters, examples and reference of a stage or command.
func helpPage(_ type: any Declared.Type, kind: String) -> Document {
  let declaration = type.declaration
  let parameters = type.parameters
  var blocks: [Document.Block] = [
    .heading(signature(declaration.name, parameters)), .text(declaration.summary),
    .text("\(kind): \(declaration.takes.description) → \(declaration.gives.description)"),
  ]
  if !parameters.isEmpty { blocks.append(.table(table(of: parameters))) }
  if !declaration.discussion.isEmpty { blocks.append(.text(declaration.discussion)) }
  blocks.append(.heading("examples"))
  blocks += declaration.examples.map { .text(indented($0.script)) }
  if !declaration.reference.isEmpty { blocks.append(.text("reference: \(declaration.reference)")) }
  return Document(kind: "help", blocks: blocks)
}

/// What each parameter takes and means.
func table(of parameters: [ParameterDeclaration]) -> Table {
  Table(
    columns: ["parameter", "takes", "default", "meaning"],
    rows: parameters.map { parameter in
      .init([
        .text(parameter.name), .text(range(of: parameter)), .text(parameter.defaultText ?? "must be given"),
        .text(parameter.help),
      ])
    })
}

/// A script as it stands in a text.
func indented(_ script: String) -> String {
  script.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
}

/// `pca [k] whiten=no`: positional parameters first, as they are written.
func signature(_ name: String, _ parameters: [ParameterDeclaration]) -> String {
  let words = parameters.map { parameter in
    switch (parameter.isPositional, parameter.defaultText) {
    case (true, nil): parameter.name.uppercased()
    case (true, _): "[\(parameter.name)]"
    case (false, let text): "\(parameter.name)=\(text ?? "…")"
    }
  }
  return ([name] + words).joined(separator: " ")
}

private func range(of parameter: ParameterDeclaration) -> String {
  parameter.bounds == .none
    ? parameter.type.description
    : "\(parameter.type.description), \(parameter.bounds.description(in: parameter.type.unit))"
}
