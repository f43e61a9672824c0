import Diagnostics
import Testing

@testable import Syntax

@Suite struct SyntaxCodesTests {
  @Test func idsAreUniqueAndInTheRangeOfTheModule() {
    let ids = DiagnosticCode.allSyntaxCodes.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.hasPrefix("E00") && $0.count == 5 })
    #expect(ids.count == 34)
  }

  @Test(arguments: DiagnosticCode.allSyntaxCodes)
  func explanationsExplain(code: DiagnosticCode) {
    #expect(code.explanation.count > 80)
    #expect(!code.title.isEmpty && !code.title.hasSuffix("."))
  }
}
