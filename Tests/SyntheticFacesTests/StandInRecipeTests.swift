import Testing

@testable import Imaging
@testable import SyntheticFaces

struct StandInRecipeTests {
  @Test(arguments: zip(["ziya07", "kmirfan", "kori"], [2000, 1500, 1800]))
  func hasAsManyFacesAsTheSetItStandsFor(_ name: String, _ count: Int) throws {
    let recipe = try #require(StandInRecipe.all.first { $0.name == name })
    #expect(try recipe.faces().count == count)
  }

  @Test func noTwoShareAFaceOrASubject() throws {
    let sets = try StandInRecipe.all.map { try $0.faces() }
    #expect(Set(sets.map(\.seed)).count == sets.count)
    let names = sets.flatMap { set in (0..<set.subjects).map(set.subjectName) }
    #expect(Set(names).count == names.count)
    #expect(sets[0].identities()[0] != sets[1].identities()[0])
  }

  @Test func ziya07HasItsClassesInItsNumbers() throws {
    let rows = try StandInRecipe.ziya07.faces().rows()
    #expect(rows.filter { $0.emotion == .happy }.count == 560)
    #expect(rows.filter { $0.emotion == .contempt }.count == 80)
    #expect(rows.filter { $0.emotion == .sad }.isEmpty)
  }
}
