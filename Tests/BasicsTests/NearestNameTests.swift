import Testing

import Basics

@Suite struct NearestNameTests {
  @Test(arguments: [("rfb", "rbf"), ("smtoe", "smote"), ("Forest", "forest"), ("logregg", "logreg")])
  func near(written: String, meant: String) {
    #expect(nearestName(to: written, among: ["linear", "rbf", "smote", "forest", "logreg"]) == meant)
  }

  @Test func nothingNear() {
    #expect(nearestName(to: "xyz", among: ["linear", "rbf"]) == nil)
    #expect(nearestName(to: "x", among: []) == nil)
  }
}
