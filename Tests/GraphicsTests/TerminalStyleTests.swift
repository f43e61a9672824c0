import Basics
import Testing

@testable import Graphics

@Suite struct TerminalStyleTests {
  @Test func widthHasALeast() {
    #expect(TerminalStyle(width: 3).width == 20)
    #expect(TerminalStyle.plain.color == .none)
  }

  /// Every drawing, with a name that tries to steer the terminal.
  private func drawings(_ style: TerminalStyle) -> [String] {
    let evil = "fear\u{1B}[2J"
    return [
      barChart([Bar(evil, 3)], style: style),
      stackedBarChart([Bar(evil, [3, 1])], parts: [evil, "test"], style: style),
      TextTable(columns: [.init(evil), .init("n", .right)], rows: [[evil, "3"]]).text(style),
      confusionTable(names: [evil, "b"], counts: [1, 2, 3, 4], style: style),
      halfBlockImage(Picture(grey: [1, 200, 30, 90], width: 2, height: 2), style: style),
      contactSheet([Picture(grey: [1, 200], width: 2, height: 1, caption: evil)], style: style),
      progressLine(evil, fraction: 0.5, elapsed: 1, style: style),
    ]
  }

  @Test func withoutColourThereAreNoControlCodes() {
    for drawing in drawings(.plain) + drawings(TerminalStyle(characters: .ascii)) {
      #expect(!drawing.contains("\u{1B}"))
    }
  }

  @Test(arguments: [TerminalStyle.Color.ansi256, .trueColor])
  func withColourEveryLineResets(color: TerminalStyle.Color) {
    for drawing in drawings(TerminalStyle(color: color)) {
      #expect(!drawing.contains("[2J") || !drawing.contains("\u{1B}[2J"))
      for line in drawing.split(separator: "\n") where line.contains("\u{1B}") {
        let codes = line.split(separator: "\u{1B}").filter { $0.hasPrefix("[") }
        #expect(codes.last?.hasPrefix("[0m") == true)
      }
    }
  }

  @Test func plainLettersAreASCII() {
    for drawing in drawings(TerminalStyle(characters: .ascii)) {
      #expect(drawing.utf8.allSatisfy { $0 < 0x80 })
    }
  }
}
