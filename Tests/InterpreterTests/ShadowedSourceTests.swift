import Testing

/// `faces = load "ziya07"`, as the first session of the language has it: a variable may be called like a source.
@Suite struct ShadowedSourceTests {
  private let harness = SessionHarness()

  @Test func withoutArgumentsItIsTheVariable() throws {
    let count = try harness.last("faces = load \"kori\"\nfaces.rows")
    #expect(count.payload.scalarNumber == 1800)
  }

  @Test func withArgumentsItIsTheSource() throws {
    try harness.run("faces = load \"kori\"")
    let other = try harness.last("small = faces 24 subjects=3\nsmall.rows")
    #expect(other.payload.scalarNumber == 24)
    let kept = try harness.last("faces.rows")
    #expect(kept.payload.scalarNumber == 1800)
  }

  @Test func otherStagesKeepTheirNames() {
    #expect(harness.codes("pca = faces 24") == ["E0111"])
    #expect(harness.codes("def faces = gray") == ["E0111"])
  }
}
