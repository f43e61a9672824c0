import Testing

@testable import Samples

@Suite struct DataFactTests {
  @Test func itsLineGivesItBack() {
    for fact in [DataFact("licence", "research only: see the form"), DataFact("", "drawn by mien")] {
      #expect(DataFact(line: fact.text) == fact)
    }
    #expect(DataFact(line: "written for this: nobody published it").text == "written for this: nobody published it")
  }

  @Test func anAnswerThatSendsOnIsNone() {
    for answer in ["", "unknown", "Not stated", "see its page on Kaggle", "agreed; unknown"] {
      #expect(!DataFact("consent", answer).isAnswered)
    }
    #expect(DataFact("consent", "nobody is shown").isAnswered)
  }

  @Test func whatNobodyAskedIsNotKnown() {
    let origin = DataProvenance(name: "toy", summary: [DataFact("licence", "free")], fingerprint: "f")
    #expect(origin.fact("licence")?.answer == "free")
    #expect(origin.fact("consent") == nil)
  }
}
