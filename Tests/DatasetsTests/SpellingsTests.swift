import Testing

@testable import Datasets

struct SpellingsTests {
  @Test func eachTextIsThereOnceInTheOrderOfTheList() {
    let found = Spellings(["b", "a", "b", nil, "", "c", "a"])
    #expect(found.texts == ["b", "a", "", "c"])
    #expect(found.counts == [2, 2, 2, 1])
    #expect(found.codes == [0, 1, 0, 2, 2, 3, 1])
  }

  /// Texts of one length, with the same bytes at both ends, would be taken for each other by the quick look alone.
  @Test func textsThatLookAlikeAreToldApart() {
    let list = (0..<300).map { "x\(100 + $0 % 150)x" }
    let found = Spellings(list)
    #expect(found.texts == Array(list.prefix(150)))
    #expect(found.codes == (0..<300).map { $0 % 150 })
  }
}
