import Drawing
import Graphs
import Numerics
import Plans
import TextMining

/// `corpus "abstracts.csv" | wordcloud`
struct WordCloudStage: ReaderStage {
  static let declaration = Declaration(
    "wordcloud", "Draws the commonest words of texts, the larger the oftener they occur.",
    takes: ValueKinds(TextContent.kind), gives: Figure.kind,
    discussion: """
      The commonest words, packed around the middle from the commonest outwards; no word lies over another, none is turned, \
      and the same texts give the same picture to the byte. The height of a word grows with the square root of its count, so \
      that its area tells it. A long word looks commoner than it is, and places and neighbours mean nothing: for numbers \
      take `words`, for which words go together `network`.
      """,
    searchTerms: ["cloud", "words", "picture", "tags", "frequency"],
    reference: "Viégas, Wattenberg & Feinberg 2009 (Wordle)",
    examples: [Example("corpus | wordcloud 30", shows: "faces")])

  @Parameter("how many words", in: .between(1, 500), positional: true) var top = 60
  @Parameter(TermChoice.runsHelp, in: .between(1, 5), aliases: ["ngrams"]) var runs = 1
  @Parameter(TermChoice.stemHelp) var stem = false
  @Parameter(TermChoice.stopHelp) var stop = TermChoice.StopList.english
  @Parameter(TermChoice.moreHelp) var stopwords: FileParameter? = nil
  @Parameter("what stands above it") var title: String? = nil

  func check(in environment: RunEnvironment) throws {
    if let stopwords { try environment.checkPresent(stopwords.path) }
  }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let (texts, metadata) = try input.texts(for: "wordcloud")
    let choice = TermChoice(stop: stop, more: stopwords, isStemming: stem, runs: runs)
    let execution = context.stage.execution
    let counts = try TermCounts(choice.tokenizer().tokens(texts, context: execution), context: execution)
    let words = counts.mostFrequent(top)
    let most = Double(words.first?.count ?? 1)
    // From the height of a label to about four of them; less where there are many.
    let greatest = words.count > 150 ? 2.6 : 4.0
    let names = Sketch.Node.shortened(words.map(\.term))
    var nodes = zip(words, names).map { word, name -> Sketch.Node in
      let share = (Double(word.count) / most).squareRoot()
      return Sketch.Node(
        word.term, cutTo: name, .word(scale: max(0.9, greatest * share)),
        series: share > 0.75 ? 0 : share > 0.5 ? 3 : share > 0.35 ? 2 : nil)
    }
    let places = try WordPacking(gap: 3, aspect: 1.2).positions(
      nodes.map { BoxSize(width: $0.room.width, height: $0.room.height) }, context: execution)
    for (place, centre) in places.enumerated() { nodes[place].center = Point(centre.x, centre.y) }
    return Figure(
      Chart(
        title: title ?? Self.title(words: words.count, texts: texts.count), sketch: .fitted(nodes: nodes),
        synthetic: metadata.origin.synthetic,
        caption: [
          "size: how often; \(words.first.map { "\($0.term) \($0.count) times" } ?? "")"
            + (words.count > 1 ? words.last.map { ", \($0.term) \($0.count)" } ?? "" : ""),
          "data: \(metadata.origin.name) (\(metadata.origin.fingerprint))",
        ]))
  }
  private static func title(words: Int, texts: Int) -> String {
    (words == 1 ? "The commonest word" : "The \(words) commonest words")
      + (texts == 1 ? " of one text" : " of \(texts) texts")
  }
}
