import Basics
import Numerics
import Plans
import Samples
import TextMining

/// `corpus "abstracts.csv" | topics 4`
struct TopicsStage: ReaderStage {
  static let declaration = Declaration(
    "topics", "Finds groups of words that go together, and how much of each text every group makes up.",
    takes: ValueKinds(TextContent.kind), gives: TopicModel.kind,
    discussion: """
      The TF-IDF weights of the texts are written as a product of two tables without negative numbers: how much of each topic \
      a text has, and how much of each word a topic has (non-negative matrix factorisation). Topics are named by their \
      weightiest words; what they mean a reader decides. How many there are is yours to say: a few too many split one, a \
      few too few join two, and the error always falls. Where the texts have classes, a table shows how topics and classes \
      meet; no class was used to find them. All texts are used: as features for a model take `tfidf`, which sees training \
      rows alone.
      """,
    searchTerms: ["nmf", "factorization", "lda", "themes", "text", "clusters", "words"],
    reference: "Lee & Seung 1999; Cichocki & Phan 2009; Boutsidis & Gallopoulos 2008; sklearn.decomposition.NMF",
    examples: [Example("corpus | topics 4", shows: "weightiest words")])

  @Parameter("how many topics", in: .between(1, 200), positional: true, aliases: ["n_components"]) var k = 5
  @Parameter("at most so many terms, those that occur oftenest", in: .between(1, 1_000_000)) var terms = 2000
  @Parameter("leave out terms of fewer texts", in: .from(1), aliases: ["min_df"]) var least = 2
  @Parameter("words shown of each topic", in: .between(1, 50)) var top = 8
  @Parameter(TermChoice.runsHelp, in: .between(1, 5), aliases: ["ngrams"]) var runs = 1
  @Parameter(TermChoice.stemHelp) var stem = false
  @Parameter(TermChoice.stopHelp) var stop = TermChoice.StopList.english
  @Parameter(TermChoice.moreHelp) var stopwords: FileParameter? = nil

  func check(in environment: RunEnvironment) throws {
    if let stopwords { try environment.checkPresent(stopwords.path) }
  }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let (texts, metadata) = try input.texts(for: "topics")
    let execution = context.stage.execution
    let tokens = try TermChoice(stop: stop, more: stopwords, isStemming: stem, runs: runs).tokenizer().tokens(
      texts, context: execution)
    let counts = try TermCounts(
      tokens, leastDocuments: min(least, texts.count), mostTerms: terms, context: execution)
    let weights = try TFIDF(counts.counts).weights(counts.counts, context: execution)
    let factors = try NonNegativeFactors(weights, topics: k, context: execution)
    return TopicModel(factors, words: factors.topTerms(counts.terms, count: top), metadata)
  }
}

/// Topics of texts, and how much of each every text has.
struct TopicModel: Payload {
  static let kind = ValueKinds(value: "topics")

  let factors: NonNegativeFactors
  let words: [[String]]
  private let metadata: RowMetadata
  /// The topic that a text has most of; nil where it has none of the terms.
  private let main: [Int?]

  init(_ factors: NonNegativeFactors, words: [[String]], _ metadata: RowMetadata) {
    self.factors = factors
    self.words = words
    self.metadata = metadata
    main = (0..<metadata.count).map { row in
      let shares = factors.shares[row * factors.topics..<(row + 1) * factors.topics]
      guard let greatest = shares.max(), greatest > 0 else { return nil }
      return shares.firstIndex(of: greatest).map { $0 - shares.startIndex }
    }
  }

  var valueKind: ValueKinds { Self.kind }
  var summary: String { "\(factors.topics) topics of \(grouped(metadata.count)) texts" }
  var synthetic: String? { metadata.origin.synthetic }

  var fields: [(name: String, value: Scalar)] {
    [
      ("topics", .number(Double(factors.topics))), ("error", .number(factors.error)),
      ("rounds", .number(Double(factors.rounds))),
    ]
  }

  var document: Plans.Document {
    var blocks: [Plans.Document.Block] = [.table(topicTable)]
    if let crossing { blocks += [.heading("texts of each class by their main topic"), .table(crossing)] }
    return Plans.Document(kind: "topics", blocks: blocks, synthetic: synthetic, fields: fields, notes: notes)
  }

  var tables: [Table] { [topicTable, textTable].map { $0.known(as: synthetic, notes: notes) } }

  private var notes: [String] {
    let without = main.count { $0 == nil }
    return (factors.hasConverged ? [] : ["the factors had not settled after \(factors.rounds) rounds"])
      + (without > 0 ? ["\(grouped(without)) texts hold none of the terms, and so no topic"] : [])
  }

  func jsonMembers(program: String) -> [JSONValue.Member] {
    [
      .init(name: "kind", value: .string("topics")),
      .init(name: "fields", value: .object(fields.map { .init(name: $0.name, value: $0.value.json) })),
      .init(name: "topics", value: .object(topicTable.jsonMembers)),
      .init(name: "texts", value: .object(textTable.jsonMembers)),
      .init(name: "synthetic", value: .string(synthetic)), .init(name: "notes", value: .strings(notes)),
      .init(name: "plan", value: .string(program)),
    ]
  }

  private var topicTable: Table {
    let rows = words.enumerated().map { topic, words in
      Table.Row([
        .number(Double(topic + 1)), .text(words.joined(separator: ", ")),
        .number(Double(main.count { $0 == topic })),
      ])
    }
    return Table(columns: ["topic", "weightiest words", "texts with most of it"], rows: rows)
  }

  /// Every text with its shares, brought to a sum of 1.
  private var textTable: Table {
    let names = metadata.rowNames
    let rows = (0..<metadata.count).map { row in
      let shares = factors.shares[row * factors.topics..<(row + 1) * factors.topics]
      let sum = shares.reduce(0, +)
      return Table.Row(
        [.text(names[row]), main[row].map { .number(Double($0 + 1)) } ?? .missing]
          + shares.map { .number(sum > 0 ? $0 / sum : 0) })
    }
    return Table(columns: ["text", "main topic"] + (1...factors.topics).map { "topic \($0)" }, rows: rows)
  }

  private var crossing: Table? {
    guard let labels = metadata.knownLabels else { return nil }
    let rows = labels.names.indices.map { code in
      Table.Row(
        [.text(labels.names[code])]
          + (0..<factors.topics).map { topic in
            .number(Double(main.indices.count { labels.codes[$0] == code && main[$0] == topic }))
          })
    }
    return Table(columns: ["class"] + (1...factors.topics).map { "topic \($0)" }, rows: rows)
  }

  var drawings: [DrawingOffer] {
    let bars = words.enumerated().map { topic, words in
      Bar(words.prefix(3).joined(separator: ", "), Double(main.count { $0 == topic }))
    }
    return Plans.Document(kind: "texts by main topic", blocks: [.bars(bars)], synthetic: synthetic).drawings
  }
}
