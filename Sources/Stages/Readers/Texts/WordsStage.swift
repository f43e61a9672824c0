import Numerics
import Plans
import Samples
import TextMining

/// `corpus "abstracts.csv" | words`
struct WordsStage: ReaderStage {
  static let declaration = Declaration(
    "words", "Counts the words of texts: how often each stands in them, and in how many.",
    takes: ValueKinds(TextContent.kind), gives: .table,
    discussion: """
      Words are told by Unicode's word boundaries, in lower case, without those that carry no topic (the, of, and); `stop` \
      and `stopwords` change which those are, `stem=yes` takes words of one English stem for one, `runs=2` counts pairs \
      too. The column of documents tells a word that many texts use from one that a single text repeats. Works as any \
      table: `sort`, `where`, `top`, `plot`, `save "words.csv"`. Counts say what is written about, never why.
      """,
    searchTerms: ["frequency", "terms", "count", "vocabulary", "text", "ngram"],
    reference: "Unicode Standard Annex 29 (word boundaries)",
    examples: [
      Example("corpus | words 10", shows: "emotion"),
      Example("corpus | words runs=2 | where (documents > 3) | top 5", shows: "faces"),
    ])

  @Parameter("at most so many, those that occur oftenest", in: .from(1), positional: true) var top = 50
  @Parameter(TermChoice.runsHelp, in: .between(1, 5), aliases: ["ngrams"]) var runs = 1
  @Parameter(TermChoice.stemHelp) var stem = false
  @Parameter(TermChoice.stopHelp) var stop = TermChoice.StopList.english
  @Parameter(TermChoice.moreHelp) var stopwords: FileParameter? = nil

  func check(in environment: RunEnvironment) throws {
    if let stopwords { try environment.checkPresent(stopwords.path) }
  }

  func columns(from columns: [String]) -> [String]? { ["word", "count", "documents", "share"] }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let (texts, metadata) = try input.texts(for: "words")
    let choice = TermChoice(stop: stop, more: stopwords, isStemming: stem, runs: runs)
    let execution = context.stage.execution
    let counts = try TermCounts(choice.tokenizer().tokens(texts, context: execution), context: execution)
    let rows = counts.mostFrequent(top).map { word in
      Table.Row([
        .text(word.term), .number(Double(word.count)), .number(Double(word.documents)),
        .number(Double(word.documents) / Double(texts.count)),
      ])
    }
    return Table(
      columns: columns(from: []) ?? [], rows: rows, synthetic: metadata.origin.synthetic,
      notes: counts.terms.count > rows.count ? ["\(counts.terms.count) different terms in \(texts.count) texts"] : [])
  }
}
