import Testing
import TextMining

@Suite struct EnglishStemmerTests {
  @Test func agreesWithSnowball() throws {
    let stemmer = EnglishStemmer()
    let wrong = try TextFixture.load().stems.filter { stemmer.stem($0.key) != $0.value }
      .map { "\($0.key): \(stemmer.stem($0.key)), not \($0.value)" }.sorted()
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(40))")
  }

  @Test func otherScriptsStayAsTheyAre() {
    #expect(EnglishStemmer().stem("größen") == "größen")
    #expect(EnglishStemmer().stem("表情") == "表情")
    #expect(EnglishStemmer().stem("") == "")
  }
}
