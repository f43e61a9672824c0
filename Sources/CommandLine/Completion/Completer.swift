import Interpreter
import Plans

/// What Tab offers.
public struct Completion: Sendable, Equatable {
  /// Where the word that is completed begins, in UTF-8 bytes.
  public var start: Int
  /// Each a whole word to stand there, in order.
  public var candidates: [String] = []
  /// What follows a word that is chosen.
  public var suffix = " "
  /// Whether the word stands inside quotes, so that only a quote ends it.
  public var isQuoted = false
  public var isFileName = false
  /// The candidates by what they are, for a list; empty where they are of one kind.
  public var groups: [Group] = []

  /// Candidates of one kind.
  public struct Group: Sendable, Equatable {
    public let title: String
    public let candidates: [String]

    public init(title: String, candidates: [String]) {
      (self.title, self.candidates) = (title, candidates)
    }
  }

  /// Nothing to offer at a place.
  public init(start: Int) {
    self.start = start
  }
}

/// Completes from the same declarations that the checker uses, whatever reads the lines: the prompt, or a kernel.
public struct Completer {
  let session: Session
  private let knownDataSets: () -> [String]
  private let listFolder: (String) -> [String]

  /// - Parameters:
  ///   - knownDataSets: the names that `load` knows.
  ///   - listFolder: the entries of a folder, those that are folders with a `/` behind them.
  public init(
    session: Session, knownDataSets: @escaping () -> [String] = { [] },
    listFolder: @escaping (String) -> [String] = completableNames(in:)
  ) {
    self.session = session
    self.knownDataSets = knownDataSets
    self.listFolder = listFolder
  }

  /// What may stand at the end of `line`, which is all that was typed before the cursor. Cost: linear in it, and in the
  /// names there are; a folder is listed where a path is being typed.
  public func complete(_ line: String) -> Completion {
    var context = CompletionContext(before: line)
    context.before = String(decoding: line.utf8.prefix(context.start), as: UTF8.self)
    var completion = Completion(start: context.start)
    switch context.place {
    case .nowhere: break
    case .head: completion.candidates = heads(context)
    case .argument: completion = arguments(context)
    case .formula: completion.candidates = session.variableNames + columns(context) + heads(context)
    case .field(let name): completion.candidates = session.value(named: name)?.fieldNames ?? []
    case .quoted: return quoted(context)
    }
    completion.candidates = matching(completion.candidates, context.prefix)
    if completion.candidates.allSatisfy({ $0.hasSuffix("=") }) { completion.suffix = "" }
    completion.groups = groups(of: completion.candidates)
    return completion
  }

  /// Whether `line` ends inside quotes, where only a quote ends a word, and where completing may list a folder. Cost: linear
  /// in the line.
  public static func isQuoted(atEndOf line: String) -> Bool {
    CompletionContext(before: line).place == .quoted
  }

  /// By what each is: a variable, a stage of a kind, a command. None where all are of one kind.
  private func groups(of candidates: [String]) -> [Completion.Group] {
    let titles = candidates.map(title(of:))
    let order =
      ["variables", "recipes"] + StageKind.allCases.map(\.rawValue) + ["commands", "settings", "words", "by name"]
    let groups = order.compactMap { title -> Completion.Group? in
      let members = zip(candidates, titles).filter { $0.1 == title }.map(\.0)
      return members.isEmpty ? nil : Completion.Group(title: title, candidates: members)
    }
    return groups.count > 1 ? groups : []
  }

  private func title(of candidate: String) -> String {
    if candidate.hasSuffix("=") { return "by name" }
    if session.value(named: candidate) != nil { return "variables" }
    if let stage = session.catalogue.stage(named: candidate) { return stage.kind.rawValue }
    if session.definitionNames.contains(candidate) || session.recipeNames.contains(candidate) { return "recipes" }
    return session.commands.contains { $0.declaration.name == candidate } ? "commands" : "words"
  }

  private func matching(_ candidates: [String], _ prefix: String) -> [String] {
    Array(Set(candidates.filter { $0.hasPrefix(prefix) })).sorted()
  }

  /// Names that begin a step. With nothing typed yet, only what makes sense there.
  private func heads(_ context: CompletionContext) -> [String] {
    let stages = session.catalogue.stages
    guard context.step.isFirst else {
      // Once something is typed, all is offered that it can become: what does not fit is explained by an error.
      let outlook = context.prefix.isEmpty ? outlook(context) : nil
      return stages.filter { $0.kind != .source && outlook?.fits($0.declaration) != false }.map { $0.declaration.name }
        + session.definitionNames + session.recipeNames
    }
    let isEmpty = context.prefix.isEmpty
    return session.variableNames + session.definitionNames + session.recipeNames
      + session.commands.map { $0.declaration.name }
      + ["set", "def", "use"] + stages.filter { !isEmpty || $0.kind == .source }.map { $0.declaration.name }
  }

  private func arguments(_ context: CompletionContext) -> Completion {
    var completion = Completion(start: context.start)
    let name = context.step.words[0]
    if name == "set" {
      completion.candidates = settingWords(context.step.words)
    } else if let parameters = session.parameters(of: name) {
      let given = context.step.words.dropFirst().map(label(of:))
      let positional = parameters.filter { $0.isPositional && !given.contains($0.name) }
      let position = given.count { $0 == nil }
      if let label = context.step.label {
        let parameter = parameters.first { $0.name == label && !$0.takesAnyName }
        completion.candidates =
          parameter.map { values(of: $0, context) }
          ?? (parameters.contains(where: \.takesAnyName) ? rowValues(under: label, context) : [])
      } else {
        completion.candidates = position < positional.count ? values(of: positional[position], context) : []
        let names = parameters.flatMap { $0.takesAnyName ? attributes(context) : [$0.name] }
        completion.candidates += names.filter { !given.contains($0) }.map { $0 + "=" }
      }
    }
    return completion
  }

  /// `whiten` of `whiten=yes`; nil for what is given by its place.
  private func label(of argument: String) -> String? {
    guard let sign = argument.firstIndex(of: "="), argument.first != "\"" else { return nil }
    return String(argument[..<sign])
  }

  /// What a parameter takes that can be named.
  private func values(of parameter: ParameterDeclaration, _ context: CompletionContext) -> [String] {
    var values = parameter.type.words
    if parameter.defaultText == "none" { values.append("none") }
    if parameter.type.includes(.boolean) { values += ["yes", "no"] }
    if parameter.type.includes(.column) { values += columns(context) }
    if parameter.type.includes(.attribute) { values += attributes(context) }
    if parameter.type.includes(.rowValue) { values += rowValues(under: parameter.name, context) }
    if parameter.type.includes(.variable) { values += session.variableNames }
    if parameter.type.includes(.model) || parameter.type.includes(.stage) {
      values += session.catalogue.stages.filter { $0.kind == .model }.map { $0.declaration.name }
    }
    if parameter.type.includes(.topic) {
      values +=
        session.catalogue.names + session.commands.map { $0.declaration.name } + session.variableNames
        + session.definitionNames + session.recipeNames + session.topicNames
      if !context.prefix.isEmpty { values += session.codes.map(\.id) }
    }
    return values
  }

  /// What comes out of the pipeline before the step at the cursor; nil where that cannot be told.
  private func outlook(_ context: CompletionContext) -> Outlook? {
    guard let bar = context.before.lastIndex(of: "|") else { return nil }
    return session.outlook(of: String(context.before[..<bar]))
  }

  /// Those of the table that the pipeline makes, else of the one at its head of the pipeline, else of the last table, else the metrics.
  private func columns(_ context: CompletionContext) -> [String] {
    if let columns = outlook(context)?.columns { return columns }
    for name in [context.pipelineHead, "_"].compactMap({ $0 }) {
      if let table = session.value(named: name)?.as(Table.self) { return table.columns }
    }
    return session.catalogue.scorer.metricNames
  }

  /// What is known of the rows at the head of the pipeline, or of those that its result was tested on.
  private func attributes(_ context: CompletionContext) -> [String] {
    (rowHeads(context).lazy.compactMap { session.attributes(of: $0) }.first ?? []) + ["class", "subject", "source"]
  }

  /// The values that these rows have under a name.
  private func rowValues(under name: String, _ context: CompletionContext) -> [String] {
    rowHeads(context).lazy.compactMap { session.rowValues(of: $0, under: name) }.first ?? []
  }

  /// Variables whose rows may be meant.
  private func rowHeads(_ context: CompletionContext) -> [String] { [context.pipelineHead, "_"].compactMap { $0 } }

  private func settingWords(_ words: [String]) -> [String] {
    guard words.count > 1 else { return Session.settings.map(\.name) }
    guard words.count == 2, let setting = Session.settings.first(where: { $0.name == words[1] }) else { return [] }
    let values = setting.values.split(separator: "|").map(String.init)
    return values.count > 1 ? values : []
  }

  /// Paths; for a stage that reads data, the known data sets as well.
  private func quoted(_ context: CompletionContext) -> Completion {
    var completion = Completion(start: context.start)
    (completion.suffix, completion.isQuoted) = ("\"", true)
    let typed = context.prefix
    let name = context.step.words.first ?? ""
    let isSource = session.catalogue.stage(named: name)?.kind == .source
    let takesPath = session.parameters(of: name)?.contains { $0.type.includes(.path) } ?? false
    guard takesPath || isSource || name == "use" else { return completion }
    let known = isSource ? knownDataSets().filter { $0.hasPrefix(typed) }.sorted() : []
    let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    let files = listFolder(folder).map { folder + $0 }
      .filter { $0.hasPrefix(typed) && (typed.hasSuffix(".") || !$0.dropFirst(folder.count).hasPrefix(".")) }
    completion.candidates = known + files.filter { !known.contains($0) }.sorted()
    completion.isFileName = known.isEmpty
    if completion.candidates.allSatisfy({ $0.hasSuffix("/") }) { completion.suffix = "" }
    return completion
  }
}
