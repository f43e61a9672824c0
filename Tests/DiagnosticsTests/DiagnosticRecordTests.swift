import Foundation
import Testing

@testable import Diagnostics

private let code = DiagnosticCode("E9999", "", explanation: "")

@Suite struct DiagnosticRecordTests {
  private func encoded(_ diagnostic: Diagnostic) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(diagnostic.record), as: UTF8.self)
  }

  @Test func placesAreLinesAndColumns() throws {
    let source = SourceText(name: "t.mien", text: "é = 1\nfaces")
    let diagnostic = Diagnostic(
      code, severity: .warning, "m", at: .init(Location(source, Span(7, 12)), "l"),
      secondary: [.init(Location(source, Span(0, 2)), "s")], notes: ["n"])
    #expect(
      try encoded(diagnostic) == """
        {"code":"E9999","column":1,"end_column":6,"end_line":2,"file":"t.mien","label":"l",\
        "labels":[{"column":1,"end_column":2,"end_line":1,"file":"t.mien","line":1,"text":"s"}],\
        "line":2,"message":"m","notes":["n"],"severity":"warning"}
        """)
  }

  @Test func whatHasNoPlaceHasNoFile() throws {
    #expect(
      try encoded(Diagnostic(code, "m"))
        == #"{"code":"E9999","labels":[],"message":"m","notes":[],"severity":"error"}"#)
  }
}
