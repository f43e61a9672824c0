import Numerics
import Testing
import TextMining

@Suite struct TokenizerTests {
  private let all = Tokenizer(stopWords: [], leastLength: 1, keepsNumbers: true)

  /// The example of Unicode's annex 29, and cases of its rules.
  @Test(arguments: [
    ("The quick (“brown”) fox can’t jump 32.3 feet, right?", "the quick brown fox can't jump 32.3 feet right"),
    ("state-of-the-art, e.g. F1_score", "state of the art e.g f1_score"),
    ("Größe naïve CAFÉ Ωmega привет", "größe naïve café ωmega привет"), ("cafe\u{301} x", "cafe\u{301} x"),
    ("表情认识 ひらがな カタカナ", "表 情 认 识 ひ ら が な カタカナ"), ("1,000.5 3:1 a:b 'quoted'", "1,000.5 3 1 a:b quoted"),
    ("😀 ok 👍", "ok"), ("", ""), ("_ __ _a", "_a"), ("don't.stop", "don't.stop"),
  ])
  func wordsFollowUnicode(text: String, words: String) throws {
    #expect(try all.terms(of: text) == words.split(separator: " ").map(String.init))
  }

  @Test func stopWordsLengthsAndNumbers() throws {
    let words = try Tokenizer().terms(of: "We don't show that 7 of the faces, in 2024, show FEAR: a face.")
    #expect(words == ["show", "faces", "show", "fear", "face"])
    let own = Tokenizer(stopWords: StopWords.english.union(StopWords.parse("show # not a topic\nfear face")))
    #expect(try own.terms(of: "faces show fear") == ["faces"])
  }

  @Test func runsStayWithinSentences() throws {
    let tokenizer = Tokenizer(runs: 1...2)
    #expect(
      try tokenizer.terms(of: "Support vector machines. Local patterns") == [
        "support", "support vector", "vector", "vector machines", "machines", "local", "local patterns", "patterns",
      ])
    let tokens = try Tokenizer().tokens(["Faces show fear! Is it? Fear of faces.\n\nData sets", "of the"])
    #expect(
      tokens.sentences.map { $0.map { tokens.terms[$0] } } == [
        ["faces", "show", "fear"], ["fear", "faces"], ["data", "sets"],
      ])
    #expect(throws: TextError.badOption("runs", value: 9, needed: "from 1 to 5")) {
      try Tokenizer(runs: 1...9).tokens(["a"])
    }
  }

  @Test func threadsDoNotChangeTheNumbers() throws {
    let texts = (0..<300).map { "word\($0 % 7) other\($0) face" }
    let tokenizer = Tokenizer(isStemming: true)
    #expect(
      try tokenizer.tokens(texts, context: ExecutionContext(threads: 2)) == tokenizer.tokens(texts))
  }
}
