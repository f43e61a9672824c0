import Testing

@testable import Diagnostics

private let code = DiagnosticCode("E9999", "a code of the tests", explanation: "")

/// The span of the first occurrence of `part` in `text`.
private func span(of part: String, in text: String) -> Span {
  let bytes = Array(text.utf8)
  let wanted = Array(part.utf8)
  let start = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? 0
  return Span(start, start + wanted.count)
}

private func rendered(_ text: String, marking part: String, _ label: String = "", notes: [String] = []) -> String {
  let location = Location(SourceText(name: "study.mien", text: text), span(of: part, in: text))
  return DiagnosticRenderer().render(
    Diagnostic(code, "something is wrong", at: .init(location, label), notes: notes), style: .plain)
}

@Suite struct DiagnosticRendererTests {
  @Test func theExampleOfTheLanguage() {
    let text = "# one\n# two\n\nfaces | lbp | svm rfb\n"
    let diagnostic = Diagnostic(
      DiagnosticCode("E0104", "", explanation: ""), "svm has no kernel 'rfb'",
      at: .init(Location(SourceText(name: "study.mien", text: text), span(of: "rfb", in: text)), "did you mean 'rbf'?"),
      notes: ["kernels: linear, rbf, poly, sigmoid"])
    #expect(
      DiagnosticRenderer().render(diagnostic, style: .plain) == """
        error[E0104]: svm has no kernel 'rfb'
          ┌─ study.mien:4:19
        4 │ faces | lbp | svm rfb
          │                   ^^^ did you mean 'rbf'?
          = kernels: linear, rbf, poly, sigmoid
        """)
  }

  @Test func withoutAPlace() {
    let diagnostic = Diagnostic(code, severity: .warning, "nothing to point at", notes: ["a note", "two\nlines"])
    #expect(
      DiagnosticRenderer().render(diagnostic, style: .plain) == """
        warning[E9999]: nothing to point at
          = a note
          = two
            lines
        """)
  }

  @Test func labelsInTheSameTextAndInAnother() {
    let text = "a = 1\n\n\nb = 2\nc = a\na = 3\n"
    let source = SourceText(name: "one.mien", text: text)
    let other = SourceText(name: "two.mien", text: "use \"one.mien\"")
    let diagnostic = Diagnostic(
      code, "bound twice", at: .init(Location(source, span(of: "a = 3", in: text)), "here again"),
      secondary: [
        .init(Location(source, Span(0, 1)), "first here"),
        .init(Location(other, Span(4, 14)), "used here"),
        .init(Location(source, span(of: "c", in: text)), ""),
      ])
    #expect(
      DiagnosticRenderer().render(diagnostic, style: .plain) == """
        error[E9999]: bound twice
          ┌─ one.mien:6:1
        1 │ a = 1
          │ - first here
          ·
        5 │ c = a
          │ -
        6 │ a = 3
          │ ^^^^^ here again
          ┌─ two.mien:1:5
        1 │ use "one.mien"
          │     ---------- used here
        """)
  }

  @Test func severalLines() {
    #expect(
      rendered("x = {a,\n  b,\n\n  c}\n", marking: "{a,\n  b,\n\n  c}", "never") == """
        error[E9999]: something is wrong
          ┌─ study.mien:1:5
        1 │ x = {a,
          │     ^^^
        2 │   b,
          │   ^^
        3 │
        4 │   c}
          │   ^^ never
        """)
  }

  @Test func manyLinesShowFirstAndLast() {
    let lines = (1...12).map { "line \($0)" }.joined(separator: "\n")
    #expect(
      rendered(lines, marking: lines, "all of it") == """
        error[E9999]: something is wrong
           ┌─ study.mien:1:1
         1 │ line 1
           │ ^^^^^^
           ·
        12 │ line 12
           │ ^^^^^^^ all of it
        """)
  }

  @Test func tabsWideCharactersAndWhatCannotBeSeen() {
    #expect(
      rendered("\tα\t顔🙂e\u{301} x\u{200B}\u{1}y", marking: "y", "here") == """
        error[E9999]: something is wrong
          ┌─ study.mien:1:11
        1 │     α   顔🙂e\u{301} x<U+200B>\u{2401}y
          │                         ^ here
        """)
    #expect(rendered("a 顔🙂 b", marking: "顔🙂").hasSuffix("\n  │   ^^^^"))
    #expect(rendered("a\u{200B}b", marking: "\u{200B}").hasSuffix("\n  │  ^^^^^^^^"))
  }

  @Test func lineEndsOfBothKinds() {
    #expect(
      rendered("a\r\nbc d\r\ne", marking: "d\r\n", "end") == """
        error[E9999]: something is wrong
          ┌─ study.mien:2:4
        2 │ bc d
          │    ^ end
        """)
  }

  @Test(arguments: [
    ("", 0, 0, "1:1", "1 │", "  │ ^ here"), ("", 5, 9, "1:1", "1 │", "  │ ^ here"),
    ("ab", 2, 2, "1:3", "1 │ ab", "  │   ^ here"), ("ab", 1, 99, "1:2", "1 │ ab", "  │  ^ here"),
    ("ab\n", 3, 3, "2:1", "2 │", "  │ ^ here"), ("ab\ncd", 2, 3, "1:3", "1 │ ab", "  │   ^ here"),
    ("ab", -4, 1, "1:1", "1 │ ab", "  │ ^ here"), ("ab", 2, 1, "1:3", "1 │ ab", "  │   ^ here"),
    ("é", 1, 1, "1:1", "1 │ é", "  │ ^ here"),
  ])
  func spansAtTheEdges(text: String, start: Int, end: Int, place: String, line: String, mark: String) {
    let location = Location(SourceText(name: "t", text: text), Span(start, end))
    let diagnostic = Diagnostic(code, "m", at: .init(location, "here"))
    #expect(
      DiagnosticRenderer().render(diagnostic, style: .plain)
        == "error[E9999]: m\n  ┌─ t:\(place)\n\(line)\n\(mark)")
  }

  @Test func coloursAreOnlyAdded() {
    let text = "a = b"
    let diagnostic = Diagnostic(
      code, "m", at: .init(Location(SourceText(name: "t", text: text), Span(4, 5)), "l"),
      secondary: [.init(Location(SourceText(name: "t", text: text), Span(0, 1)))], notes: ["n"])
    let colored = DiagnosticRenderer().render(diagnostic, style: .colored)
    #expect(colored.contains("\u{1B}[1;31merror[E9999]\u{1B}[0m"))
    #expect(withoutControlCodes(colored) == DiagnosticRenderer().render(diagnostic, style: .plain))
  }

  private func withoutControlCodes(_ text: String) -> String {
    var isCode = false
    return text.reduce(into: "") { plain, character in
      if character == "\u{1B}" { isCode = true }
      if !isCode { plain.append(character) }
      if character == "m" { isCode = false }
    }
  }
}
