import Testing

@testable import Stages

@Suite struct FacesStageTests {
  @Test func classesAreSharedByTheirRatio() {
    #expect(FacesStage.counts(10, among: 4, imbalance: 1) == [3, 3, 2, 2])
    #expect(FacesStage.counts(111, among: 3, imbalance: 100) == [100, 10, 1])
    #expect(FacesStage.counts(40, among: 2, imbalance: 3) == [30, 10])
    #expect(FacesStage.counts(5, among: 1, imbalance: 10) == [5])
  }

  @Test(arguments: [(8, 8, 1000.0), (100, 8, 1000.0), (601, 7, 20.0), (3, 8, 10.0)])
  func allAreDrawnAndNoClassIsEmptyWhereItNeedNotBe(n: Int, classes: Int, imbalance: Double) {
    let counts = FacesStage.counts(n, among: classes, imbalance: imbalance)
    #expect(counts.reduce(0, +) == n && counts == counts.sorted(by: >))
    #expect(n < classes || counts.allSatisfy { $0 > 0 })
  }

  /// 12fb96… is what version 31e8e0f gave for `faces 60`, before there were `cause` and `imbalance`.
  @Test func whatCameLaterAndChangesNothingLeavesTheFingerprint() throws {
    func fingerprint(_ script: String) throws -> String {
      let source = try #require(steps(of: script).first?.stage as? FacesStage)
      return try source.load(Trial(seed: 1).context()).metadata.origin.fingerprint
    }
    let plain = "12fb96c6ca480a859f965fd9c28eab81"
    #expect(try fingerprint("faces 60") == plain)
    #expect(try fingerprint("faces 60 imbalance=1 cause=noise") == plain)
    #expect(try fingerprint("faces 60 imbalance=2") != plain)
    #expect(try fingerprint("faces 60 frames=1") == plain)
    #expect(try fingerprint("faces 60 frames=2") != plain)
    #expect(try fingerprint("faces 60 bias=0.5 cause=noise") != fingerprint("faces 60 bias=0.5"))
  }
}
