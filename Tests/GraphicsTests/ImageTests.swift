import Basics
import Testing

@testable import Graphics

@Suite struct ImageTests {
  private let ramp = Picture(grey: (0..<64).map { UInt8($0 % 8 * 30) }, width: 8, height: 8)

  @Test func shadesWithoutColour() {
    #expect(halfBlockImage(ramp, style: .plain) == [String](repeating: "  ░░▒▒▓█", count: 4).joined(separator: "\n"))
    #expect(halfBlockImage(ramp, columns: 4, style: TerminalStyle(characters: .ascii)) == " :+#\n :+#")
  }

  @Test func halfBlocksWithColour() {
    let image = Picture(rgb: [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255, 9, 9, 9, 9, 9, 9], width: 2, height: 3)
    #expect(
      halfBlockImage(image, style: TerminalStyle(color: .trueColor)) == """
        \u{1B}[38;2;255;0;0;48;2;0;0;255m▀▀\u{1B}[0m
        \u{1B}[38;2;9;9;9m▀▀\u{1B}[0m
        """)
    #expect(
      halfBlockImage(image, style: TerminalStyle(color: .ansi256)).hasPrefix("\u{1B}[38;5;196;48;5;21m▀▀\u{1B}[0m"))
  }

  @Test func shrinkingKeepsTheMean() {
    let image = Picture(grey: [0, 100, 200, 40], width: 2, height: 2).shrunk(toWidth: 1)
    #expect(image.width == 1 && image.height == 1 && image[0, 0, 0] == 85)
  }

  @Test func wrongSizesAreMadeGood() {
    #expect(Picture(grey: [255], width: 2, height: 1)[1, 0, 2] == 0)
    #expect(halfBlockImage(Picture(grey: [], width: 0, height: 0), style: .plain) == "")
    #expect(halfBlockImage(Picture(rgb: [], width: -3, height: 4), style: .plain).allSatisfy { $0 == "\n" })
  }

  @Test func aSheetWraps() {
    let small = Picture(grey: [255, 0, 255, 0], width: 2, height: 2)
    let sheet = contactSheet(
      [
        ramp.captioned("happy S1"), small.captioned("a very long caption"), small.captioned("last"),
      ], columns: 10, style: TerminalStyle(width: 24))
    #expect(
      sheet == """
          ░░▒▒▓█    █
          ░░▒▒▓█
          ░░▒▒▓█
          ░░▒▒▓█
        happy S1    a very lo…

        █
        last

        a name in full:
        a very long caption
        """)
  }

  @Test func paletteFindsPureColours() {
    #expect(ScreenColor(255, 255, 255).palette == 231 && ScreenColor(0, 0, 0).palette == 16)
    #expect(ScreenColor(128, 128, 128).palette == 244 && ScreenColor(255, 0, 0).palette == 196)
  }
}
