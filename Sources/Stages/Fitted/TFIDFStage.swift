import Numerics
import Plans
import Samples
import TextMining

/// `corpus "abstracts.csv" | tfidf terms=2000 | svm linear`
struct TFIDFStage: FittedStage {
  static let declaration = Declaration(
    "tfidf", "Turns texts into features: how often a term stands in each, the more the rarer it is.",
    takes: ValueKinds(TextContent.kind), gives: .features,
    discussion: """
      A text becomes a row with a number for each term: how often the term stands in it, times how rare it is among the \
      training texts (ln((1 + texts) / (1 + texts with it)) + 1), each row brought to length 1. So a word that is everywhere \
      tells little, and a long text weighs no more than a short one. Which terms there are, and how rare they are, is learnt \
      from training rows alone; a word that only test rows have is passed over. `terms` bounds the columns, the commonest \
      first; `least` leaves out terms of fewer texts; `runs=2` also takes pairs of words; `stem=yes` takes words of one \
      English stem for one. A linear model suits such many columns best.
      """,
    searchTerms: ["text", "words", "bag", "vectorize", "tokens", "ngram", "document", "tfidfvectorizer"],
    reference: "Spärck Jones 1972; sklearn.feature_extraction.text.TfidfVectorizer",
    examples: [
      Example("corpus | tfidf", shows: "features"),
      Example("corpus | tfidf runs=2 stem=yes | svm linear | cv 3", shows: "macro-F1"),
    ])

  @Parameter("at most so many terms, those that occur oftenest", in: .between(1, 1_000_000), positional: true)
  var terms = 1000
  @Parameter("leave out terms of fewer training texts", in: .from(1), aliases: ["min_df"]) var least = 1
  @Parameter(
    "leave out terms in a greater share of the training texts", in: .greaterThan(0, atMost: 1), aliases: ["max_df"])
  var share = Share(1)
  @Parameter(TermChoice.runsHelp, in: .between(1, 5), aliases: ["ngrams"]) var runs = 1
  @Parameter(TermChoice.stemHelp) var stem = false
  @Parameter(TermChoice.stopHelp) var stop = TermChoice.StopList.english
  @Parameter(TermChoice.moreHelp) var stopwords: FileParameter? = nil
  @Parameter("let repeats of a term count less: 1 + ln(count)") var sublinear = false

  func check(in environment: RunEnvironment) throws {
    if let stopwords { try environment.checkPresent(stopwords.path) }
  }

  func fit(_ training: Samples, _ context: StageContext) throws -> TermWeights {
    let texts = try training.content.require(TextContent.self, for: "tfidf").texts
    let tokenizer = try TermChoice(stop: stop, more: stopwords, isStemming: stem, runs: runs).tokenizer()
    let tokens = try tokenizer.tokens(texts, context: context.execution)
    let counts = try TermCounts(
      tokens, leastDocuments: least, greatestShare: share.value, mostTerms: terms, context: context.execution)
    let weights = TFIDF(counts.counts, isSublinear: sublinear)
    return TermWeights(
      terms: counts.terms, rarity: weights.rarity, isSublinear: sublinear, stopWords: tokenizer.stopWords.sorted(),
      isStemming: stem, runs: runs)
  }
}

/// Terms with how rare they are, as training texts told.
struct TermWeights: FittedTransform {
  let terms: [String]
  let rarity: [Double]
  let isSublinear: Bool
  let stopWords: [String]
  let isStemming: Bool
  let runs: Int

  var byteCount: Int { (terms + stopWords).reduce(rarity.count * 8) { $0 + $1.utf8.count + 16 } }

  func apply(to content: any RowContent, context: ExecutionContext) throws -> any RowContent {
    let texts = try content.require(TextContent.self, for: "tfidf").texts
    guard !texts.isEmpty else { return Matrix(rows: 0, columns: terms.count) }
    guard terms.count == rarity.count, (1...5).contains(runs) else {
      throw TextError.differentLengths(of: "weights", found: rarity.count, documents: terms.count)
    }
    let tokenizer = Tokenizer(stopWords: Set(stopWords), isStemming: isStemming, runs: 1...runs)
    let columns = Dictionary(zip(terms, terms.indices)) { first, _ in first }
    let tokens = try tokenizer.tokens(texts, context: context)
    let counts = try tokens.counts(among: columns, width: terms.count, context: context)
    return try TFIDF(rarity: rarity, isSublinear: isSublinear).weights(counts, context: context).dense
  }
}
