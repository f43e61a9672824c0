import Testing

@testable import CommandLine

@Suite struct TerminalAnswersTests {
  private func answers(_ text: String) -> TerminalAnswers {
    var answers = TerminalAnswers()
    let rest = answers.add(Array(text.utf8))
    answers.rest += rest
    return answers
  }

  @Test func eachTerminalIsTakenAtItsWord() {
    #expect(answers("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;4c").best == .kitty)
    #expect(answers("\u{1B}_Gi=31;EBADF:no\u{1B}\\\u{1B}[?62;4c").best == .sixel)
    #expect(answers("\u{1B}]1337;ReportCellSize=17.0;8.0;2.0\u{7}\u{1B}[?62c").best == .iTerm2)
    #expect(answers("\u{1B}[?62;22c").best == nil && answers("\u{1B}[?62;22c").isComplete)
    #expect(answers("\u{1B}[?64;14;24c").takesSixel == false)
  }

  @Test func cellsAndBackground() {
    #expect(answers("\u{1B}[6;34;17t").cell.map { [$0.width, $0.height] } == [17, 34])
    #expect(answers("\u{1B}[6;0;17t").cell == nil)
    #expect(answers("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\").isDark == false)
    #expect(answers("\u{1B}]11;rgb:1c/1c/1c\u{7}").isDark == true)
  }

  @Test func whatSomebodyTypesIsNotLost() {
    #expect(answers("x\u{1B}[?62c = 3\n").rest == Array("x = 3\n".utf8))
    // Arrow keys, and Alt with a letter.
    #expect(answers("\u{1B}[A\u{1B}b\u{1B}[?1c").rest == Array("\u{1B}[A\u{1B}b".utf8))
  }

  @Test func anAnswerMayComeInPieces() {
    var answers = TerminalAnswers()
    let left = answers.add(Array("\u{1B}_Gi=31;O".utf8))
    #expect(!left.isEmpty && answers.best == nil)
    #expect(answers.add(left + Array("K\u{1B}\\\u{1B}[?6".utf8)) == Array("\u{1B}[?6".utf8))
    #expect(answers.best == .kitty && !answers.isComplete)
  }
}
