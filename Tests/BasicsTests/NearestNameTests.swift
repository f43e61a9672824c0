import Testing

import Basics

@Suite struct NearestNameTests {
  @Test(arguments: [("rfb", "rbf"), ("smtoe", "smote"), ("Forest", "forest"), ("logregg", "logreg")])
  func near(written: String, meant: String) {
    #expect(nearestName(to: written, among: ["linear", "rbf", "smote", "forest", "logreg"]) == meant)
  }

  /// A third of the name's length, rounded, and one in any case.
  @Test(arguments: [
    ("abcd", "abcx", "abxy"), ("abcde", "abcxy", "abxyz"), ("abcdefgh", "abcdexyz", "abcdwxyz"), ("ab", "ax", "xy"),
  ])
  func howNearDependsOnTheLength(written: String, near: String, far: String) {
    #expect(nearestName(to: written, among: [near]) == near)
    #expect(nearestName(to: written, among: [far]) == nil)
  }

  @Test func amongEquallyNearTheFirstInOrder() {
    #expect(nearestName(to: "pcx", among: ["pcb", "pca"]) == "pca")
  }

  @Test func nothingNear() {
    #expect(nearestName(to: "xyz", among: ["linear", "rbf"]) == nil)
    #expect(nearestName(to: "x", among: []) == nil)
  }
}
