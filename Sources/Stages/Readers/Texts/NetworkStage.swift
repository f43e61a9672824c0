import Basics
import Graphs
import Numerics
import Plans
import Samples
import TextMining

/// `corpus "abstracts.csv" | network terms=40`
struct NetworkStage: ReaderStage {
  enum Context: String, WordParameter {
    case document, sentence, window
    static let placeholder = Context.document
  }

  enum Vertices: String, WordParameter {
    case words, keywords
    static let placeholder = Vertices.words
  }

  enum Method: String, WordParameter {
    case louvain, greedy
    static let placeholder = Method.louvain
  }

  static let declaration = Declaration(
    "network", "Links words, or keywords, that occur together, and tells which are central and which belong together.",
    takes: ValueKinds(TextContent.kind), gives: TermNetwork.kind,
    discussion: """
      Two words are linked where they occur in one text, one sentence or one window of words. Common words meet by chance \
      alone: `strength=pmi` and `npmi` ask how much oftener they meet than that, `jaccard` what share of their contexts they \
      share; `meetings` leaves out what met too seldom to say anything. Central is, by degree, who has many neighbours, by \
      betweenness, who lies on the ways between others, by closeness, who is near to all, by eigenvector and PageRank, who \
      is linked to the central. The core number tells how deep in the dense middle a word lies. Communities are groups with \
      more weight inside than chance would have; modularity tells how much more, and another run or method may cut \
      elsewhere. `plot` draws it, `save "folder/"` writes all tables. A map of words shows what is written together, not \
      what causes what.
      """,
    searchTerms: ["cooccurrence", "keywords", "graph", "centrality", "community", "louvain", "semantic", "pagerank"],
    reference: "Freeman 1979; Brandes 2001; Clauset, Newman & Moore 2004; Blondel et al. 2008; networkx",
    examples: [
      Example("corpus | network terms=25", shows: "betweenness"),
      Example("corpus | network of=keywords strength=npmi meetings=2", shows: "community"),
      Example("corpus | network by=sentence terms=20 communities=greedy | plot", shows: "Words that occur together"),
    ])

  @Parameter("what is linked: words, or the keywords of each text") var of = Vertices.words
  @Parameter("where two must stand to meet: in one document, one sentence, or one window") var by = Context.document
  @Parameter("how many words a window holds", in: .between(2, 100)) var window = 5
  @Parameter("at most so many terms, those of most contexts", in: .between(2, 2000), positional: true) var terms = 50
  @Parameter("leave out terms of fewer contexts", in: .from(1)) var least = 2
  @Parameter("leave out links of terms that met less often", in: .from(1)) var meetings = 2
  @Parameter("how strong a link is: count, pmi, npmi or jaccard") var strength = LinkStrength.count
  @Parameter("leave out weaker links", in: .from(0)) var above = 0.0
  @Parameter("how communities are found") var communities = Method.louvain
  @Parameter("above 1 for smaller communities", in: .greaterThan(0, atMost: 100)) var resolution = 1.0
  @Parameter(TermChoice.stemHelp) var stem = false
  @Parameter(TermChoice.stopHelp) var stop = TermChoice.StopList.english
  @Parameter(TermChoice.moreHelp) var stopwords: FileParameter? = nil

  func check(in environment: RunEnvironment) throws {
    if let stopwords { try environment.checkPresent(stopwords.path) }
  }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let (texts, metadata) = try input.texts(for: "network")
    let execution = context.stage.execution
    let (contexts, names) = try contexts(texts, metadata, execution)
    let network = try network(contexts, names, execution)
    let groups =
      switch communities {
      case .louvain: try network.graph.louvain(resolution: resolution, seed: 0, context: execution)
      case .greedy: try network.graph.greedyModularity(resolution: resolution, context: execution)
      }
    return try TermNetwork(
      network, groups, strength: strength.rawValue, context: by.rawValue, metadata.origin, execution)
  }

  private func network(
    _ contexts: [[Int]], _ names: [String], _ context: ExecutionContext
  ) throws -> Cooccurrence.Network {
    do {
      return try Cooccurrence(
        leastContexts: least, leastMeetings: meetings, leastStrength: above, mostTerms: terms, strength: strength
      ).network(contexts: contexts, names: names, context: context)
    } catch GraphError.noVertices {
      throw TextError.allRare(
        least: least, contexts: contexts.count, kind: of == .keywords ? Context.document.rawValue : by.rawValue)
    }
  }

  /// The terms that stand together, by number, and their names.
  private func contexts(
    _ texts: [String], _ metadata: RowMetadata, _ context: ExecutionContext
  ) throws -> (contexts: [[Int]], names: [String]) {
    guard of == .words else { return try keywords(metadata) }
    let tokens = try TermChoice(stop: stop, more: stopwords, isStemming: stem, runs: 1).tokenizer().tokens(
      texts, context: context)
    let documents = tokens.documents.map { $0.map(Int.init) }
    switch by {
    case .document: return (documents, tokens.terms)
    case .sentence: return (tokens.sentences, tokens.terms)
    case .window: return (documents.flatMap { Cooccurrence.windows(of: $0, width: window) }, tokens.terms)
    }
  }

  private func keywords(_ metadata: RowMetadata) throws -> (contexts: [[Int]], names: [String]) {
    guard let column = metadata.columns.first(where: { $0.name == "keywords" }) else {
      throw TextError.noKeywords
    }
    var numbers: [String: Int] = [:]
    var names: [String] = []
    let contexts = column.texts.map { text -> [Int] in
      (text ?? "").split(separator: ";").map { $0.lowercased().drop(while: \.isWhitespace) }.filter { !$0.isEmpty }.map
      {
        let name = String($0)
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
      }
    }
    return (contexts, names)
  }
}

extension LinkStrength: WordParameter {
  public static let placeholder = LinkStrength.count
}
