import Basics
import Testing

@testable import Graphics

@Suite struct QuadrantImageTests {
  private let white = ScreenColor(255, 255, 255)
  private let black = ScreenColor(0, 0, 0)

  @Test func everyPatternOfTwoColoursIsKept() {
    for mask in 0..<16 {
      let cell = QuadrantCell((0..<4).map { mask >> $0 & 1 == 1 ? white : black })
      let patterns: [Character] = [
        " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
      ]
      let drawn = patterns.firstIndex(of: cell.character) ?? 0
      for quarter in 0..<4 {
        #expect((drawn >> quarter & 1 == 1 ? cell.ink : cell.ground) == (mask >> quarter & 1 == 1 ? white : black))
      }
    }
  }

  @Test func aWidePictureKeepsTwiceTheColumns() {
    // Stripes one pixel wide: half blocks of two pixels' mean would be grey.
    let stripes = Picture(grey: (0..<64).map { $0 % 2 == 0 ? 255 : 0 }, width: 8, height: 8)
    let lines = quadrantLines(stripes, columns: 4, style: TerminalStyle(color: .trueColor))
    #expect(lines.count == 2 && lines.allSatisfy { $0.contains("▌▌▌▌") })
    #expect(lines[0].hasPrefix("\u{1B}[38;2;255;255;255;48;2;0;0;0m"))
  }
}
