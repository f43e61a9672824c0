import Basics
import Testing

@testable import Graphics

private let unicode = TerminalStyle(width: 60)
private let ascii = TerminalStyle(characters: .ascii, width: 60)

@Suite struct BarChartTests {
  private let bars = [
    Bar("happy", 7215), Bar("sadness", 4830), Bar("disgust", 36), Bar("contempt", 0), Bar("missing", .nan),
    Bar("share", 0.519),
  ]

  @Test func fillsTheWidth() {
    #expect(
      barChart(bars, style: unicode) == """
        happy     7,215  ███████████████████████████████████████████
        sadness   4,830  ████████████████████████████▊
        disgust      36  ▎
        contempt      0
        missing     nan
        share     0.519  ▏
        """)
  }

  @Test func inPlainLetters() {
    #expect(
      barChart(Array(bars.prefix(3)), style: ascii) == """
        happy    7,215  ############################################
        sadness  4,830  #############################
        disgust     36  .
        """)
  }

  @Test func aMaximumIsAFullBar() {
    #expect(barChart([Bar("a", 0.5, note: "50%")], maximum: 1, style: TerminalStyle(width: 20)) == "a  50%  ██████")
    #expect(barChart([Bar("a", -1)], style: unicode) == "a  -1")
    #expect(barChart([], style: unicode) == "")
  }

  @Test func partsAreStacked() {
    let bars = [
      Bar("happy", [7215, 207]), Bar("disgust", [436, 3]), Bar("contempt", [0, 54]),
      Bar("nobody", [0]),
    ]
    #expect(
      stackedBarChart(bars, parts: ["train", "test"], style: unicode) == """
                  train  test  █ train  ▒ test
        happy     7,215   207  ████████████████████████████████████▒
        disgust     436     3  ██▒
        contempt      0    54  ▒
        nobody        0     0
        """)
    #expect(stackedBarChart([], parts: ["train"], style: unicode) == "  train  █ train")
  }
}

@Suite struct WidthTests {
  @Test(arguments: [20, 24, 31, 40, 60, 80, 121], TerminalStyle.Characters.allCases)
  func nothingIsWiderThanTheStyle(width: Int, characters: TerminalStyle.Characters) {
    let style = TerminalStyle(characters: characters, width: width)
    let names = ["happy", "sad", "anger", "fear", "表情", "neutral", "disgust", "contempt"]
    let face = Picture(grey: [UInt8](repeating: 200, count: 48 * 48), width: 48, height: 48)
    let drawings = [
      barChart(names.map { Bar($0, 45_379.25) }, style: style),
      stackedBarChart(names.map { Bar($0, [45_379, 2_787]) }, parts: ["training", "the test"], style: style),
      TextTable(columns: names.map { .init($0, .right) }, rows: [names.map { _ in "0.123456789" }]).text(style),
      contactSheet(
        [face.captioned("表情 and a long caption"), face.captioned("b")], columns: 90, style: style),
      width < 60 ? "" : confusionTable(names: names, counts: (0..<64).map { $0 * 137 }, style: style),
    ]
    for line in drawings.flatMap({ $0.split(separator: "\n") }) { #expect(displayWidth(String(line)) <= width) }
  }
}

@Suite struct ConfusionTableTests {
  private let names = ["happy", "fear", "contempt"]
  private let counts = [21, 1, 3, 2, 11, 0, 0, 0, 0]

  @Test func plain() {
    #expect(
      confusionTable(names: names, counts: counts, style: unicode) == """
        true          happy     fear contempt  recall
        happy            21        1        3   84.0%
        fear              2       11        0   84.6%
        contempt          0        0        0       -
        """)
  }

  @Test func cutLabelsStandInFullBelow() {
    let bars = [Bar("an expression of joy", [3]), Bar("fear", [1]), Bar(String(repeating: "x", count: 50), [2])]
    let style = TerminalStyle(width: 24)
    let lines = barChart(bars, style: style).split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("an expr…  3"))
    #expect(
      lines[3...].joined(separator: "\n") == """
        names in full:
        an expression of joy
        xxxxxxxxxxxxxxxxxxxxxxxx
          xxxxxxxxxxxxxxxxxxxxxx
          xxxx
        """)
    #expect(stackedBarChart(bars, parts: [], style: style).hasSuffix(lines[3...].joined(separator: "\n")))
    #expect(!barChart([Bar("fear", [1])], style: style).contains("full"))
  }

  @Test func narrowColumnsAreNumbered() {
    #expect(
      confusionTable(names: names, counts: [1234, 0, 0, 0, 0, 0, 0, 0, 0], style: TerminalStyle(width: 24)) == """
        true      1  2  3  recall
        1 happy  1k  0  0  100.0%
        2 fear    0  0  0       -
        3 conte…  0  0  0       -
        a name in full:
        3 contempt
        """)
  }

  @Test func shadesWithColour() {
    let table = confusionTable(names: ["a"], counts: [4], style: TerminalStyle(color: .trueColor, width: 40))
    #expect(
      table == "\u{1B}[1mtrue   a  recall\u{1B}[0m\na     \u{1B}[38;2;255;255;255;48;2;8;48;107m 4\u{1B}[0m  100.0%")
  }
}

@Suite struct ProgressLineTests {
  @Test(arguments: [
    (0.0, "fold 3 of 5                          0%  12 s"),
    (0.29, "fold 3 of 5       ████▍             29%  12 s, 30 s left"),
    (1.0, "fold 3 of 5       ███████████████  100%  12 s"),
    (Double.nan, "fold 3 of 5                          0%  12 s"),
  ])
  func tellsHowFar(fraction: Double, line: String) {
    #expect(progressLine("fold 3 of 5", fraction: fraction, elapsed: 12.3, style: unicode) == line)
  }

  @Test func neverWiderThanTheScreen() {
    for width in 20...90 {
      for characters in TerminalStyle.Characters.allCases {
        let style = TerminalStyle(characters: characters, width: width)
        for step in 0...20 {
          let line = progressLine("a rather long label 表情", fraction: Double(step) / 20, elapsed: 4000, style: style)
          #expect(displayWidth(line) <= width)
        }
      }
    }
  }
}
