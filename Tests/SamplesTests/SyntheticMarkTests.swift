import Samples
import Testing

@Suite struct SyntheticMarkTests {
  /// Whatever a provenance is called, it is found again in the sources that were written for it.
  @Test(arguments: ["synthetic faces", "drawn by hand", "", "synthetic stand-in for ck48, synthetic faces"])
  func whatIsMarkedIsFoundAgain(provenance: String) {
    let source = SyntheticMark.source(of: provenance)
    #expect(SyntheticMark.provenance(of: ["ck48", source, source]) == source)
    #expect(source.hasSuffix(provenance))
  }

  @Test func realSourcesAreNot() {
    #expect(SyntheticMark.provenance(of: ["ck48", "my synthetic set"]) == nil)
    #expect(SyntheticMark.provenance(of: []) == nil)
    #expect(SyntheticMark.provenance(of: ["synthetic b", "kori", "synthetic a"]) == "synthetic a, synthetic b")
  }
}
