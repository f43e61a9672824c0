import Diagnostics
import Graphics
import Plans
import Rendering
import Testing

@testable import CommandLine
@testable import Interpreter

/// `help` fits a screen of 24 lines, also a narrow one.
@Suite struct HelpScreenTests {
  @Test(arguments: [100, 80, 60])
  func helpIsOneScreen(width: Int) throws {
    let sitting = Sitting()
    var shown = ""
    let renderer = Renderer(style: TerminalStyle(color: .none, characters: .unicode, width: width))
    try sitting.session.run(SourceText(name: "test", text: "help")) { outcome in
      if case .shown(let value) = outcome { shown += renderer.text(of: value) }
    }
    let lines = shown.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count <= 23, "\(lines.count) lines, and the prompt below")
    #expect(lines.allSatisfy { $0.count <= width }, "\(lines.filter { $0.count > width })")
  }

  /// Every line that help shows moved in passes the checker, in the order of its page.
  @Test func whatHelpShowsCanBeTyped() {
    for names in HelpTopics.standard.names {
      let code =
        HelpTopics.standard.page(names[0])?.flatMap { block -> [String] in
          if case .text(let text) = block, text.hasPrefix("    ") {
            text.split(separator: "\n").map(String.init)
          } else {
            []
          }
        } ?? []
      let lines = code.map { line in
        line.trimmingPrefix("    ").split(separator: "   ", omittingEmptySubsequences: true).first.map(String.init)
          ?? ""
      }
      let script = lines.map { $0.replacing("…", with: "") }.filter { !$0.contains("; help") }.joined(separator: "\n")
      let problems = Sitting().session.check(SourceText(name: names[0], text: script))
      #expect(problems.isEmpty, "\(names[0]): \(problems.map(\.message))")
    }
  }
}
