import Testing

@testable import Drawing

@Suite struct NumberScaleTests {
  @Test func ticksOverDecadesAreEachInTheirOwnForm() {
    #expect(NumberScale.labels([0.01, 0.1, 1, 10, 1000]) == ["0.01", "0.1", "1", "10", "1,000"])
    #expect(NumberScale.labels([0, 0.5, 1]) == ["0.0", "0.5", "1.0"])
    #expect(NumberScale.labels([10, 20, 30]) == ["10", "20", "30"])
  }
}

@Suite struct MediumTests {
  /// A width that was made from other widths may lack the last bit: no label may be cut by it.
  @Test func aTextFitsInItsOwnWidth() {
    for text in ["10", "0.01", "anger", "怒り"] {
      let width = Medium.page.width(text, .label)
      #expect(Medium.page.elided(text, to: (width + 0.1) - 0.1, .label) == text)
      #expect(Medium.page.elided(text, to: width.nextDown, .label) == text)
    }
    #expect(Medium.page.elided("anger", to: 20, .label) != "anger")
  }
}
