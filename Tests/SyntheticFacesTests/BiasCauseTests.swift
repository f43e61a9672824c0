import Imaging
import Numerics
import Testing

@testable import SyntheticFaces

@Suite struct BiasCauseTests {
  private func faces(_ causes: [BiasCause], bias: Double = 1) throws -> SyntheticFaceSet {
    try SyntheticFaces(count: 90, subjects: 30, bias: bias, causes: causes, size: 32, seed: 5).render()
  }

  /// Whatever the cause, others stay as they are, and the group does not.
  @Test(arguments: [BiasCause.light, .occlusion, .pose, .noise])
  func picturesOfTheGroupAloneChange(_ cause: BiasCause) throws {
    let (before, after) = (try faces([cause], bias: 0), try faces([cause]))
    #expect(before.labels == after.labels && before.subjects == after.subjects && before.groups == after.groups)
    for row in 0..<90 {
      #expect((before.images[row] == after.images[row]) == (before.groups[row] != "dark"), "\(row)")
    }
  }

  @Test func fewerPeopleOfTheGroup() throws {
    let (before, after) = (try faces([.fewer], bias: 0), try faces([.fewer]))
    #expect(before.groups.count { $0 == "dark" } == 30)
    #expect(after.groups.count { $0 == "dark" } < 15 && after.groups.count == 90)
    #expect(after.labels == before.labels)
  }

  @Test func labelsOfTheGroupAreWrong() throws {
    let (before, after) = (try faces([.labels], bias: 0), try faces([.labels]))
    #expect(before.images == after.images)
    let wrong = (0..<90).filter { before.labels.codes[$0] != after.labels.codes[$0] }
    #expect(wrong.allSatisfy { before.groups[$0] == "dark" })
    #expect((8...22).contains(wrong.count), "half of 30: \(wrong.count)")
  }

  @Test func causesAddUp() throws {
    let both = try faces([.light, .occlusion])
    for cause in [BiasCause.light, .occlusion] {
      let alone = try faces([cause])
      #expect(both.images != alone.images)
    }
  }
}
