import Testing

@testable import Diagnostics

private let code = DiagnosticCode("E9999", "", explanation: "")

@Suite struct DiagnosticOrderTests {
  @Test func sortedByPlaceAndSaidOnce() {
    let first = SourceText(name: "first", text: "abcdef")
    let second = SourceText(name: "second", text: "abcdef")
    func at(_ source: SourceText, _ start: Int, _ message: String) -> Diagnostic {
      Diagnostic(code, message, at: .init(Location(source, Span(start, start + 1))))
    }
    let found = [
      Diagnostic(code, "nowhere"), at(first, 3, "d"), at(second, 0, "x"), at(first, 1, "b"), at(first, 3, "d"),
      at(first, 3, "e"),
    ]
    #expect(Diagnostics(sorting: found).all.map(\.message) == ["b", "d", "e", "x", "nowhere"])
  }

  @Test func onlyErrorsStopAScript() {
    #expect(
      !Diagnostics([Diagnostic(code, severity: .warning, "w"), Diagnostic(code, severity: .note, "n")]).hasErrors)
    #expect(Diagnostics([Diagnostic(code, "e")]).hasErrors)
  }
}
