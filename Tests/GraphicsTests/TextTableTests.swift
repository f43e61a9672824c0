import Testing

@testable import Graphics

@Suite struct TextTableTests {
  private let table = TextTable(
    columns: [.init("setting"), .init("accuracy", .right), .init("note", .center)],
    rows: [
      ["baseline", "0.519", "表情認識"], ["pca 50 | smote | svm rbf with a long name that goes on", "0.5", "cafe\u{301}"],
      ["x"],
    ])

  @Test func inTheTerminal() {
    #expect(
      table.text(TerminalStyle(width: 60)) == """
        setting                                   accuracy    note
        ────────────────────────────────────────────────────────────
        baseline                                     0.519  表情認識
        pca 50 | smote | svm rbf with a long           0.5    cafe\u{301}
        name that goes on
        x
        """)
  }

  @Test func narrow() {
    #expect(
      table.text(TerminalStyle(characters: .ascii, width: 30)) == """
        setting     accuracy    note
        ------------------------------
        baseline       0.519  表情認識
        pca 50 |         0.5    cafe\u{301}
        smote |
        svm rbf
        with a
        long name
        that goes
        on
        x
        """)
    #expect(table.text(TerminalStyle(width: 20)).hasSuffix("… 1 more column"))
  }

  @Test func asMarkdown() {
    #expect(
      table.markdown == """
        | setting | accuracy | note |
        | --- | ---: | :---: |
        | baseline | 0.519 | 表情認識 |
        | pca 50 \\| smote \\| svm rbf with a long name that goes on | 0.5 | cafe\u{301} |
        | x |  |  |

        """)
  }

  @Test func asCSV() {
    let odd = TextTable(columns: [.init("a,b"), .init("c")], rows: [["say \"hi\"", "two\nlines"], ["plain", ""]])
    #expect(odd.csv == "\"a,b\",c\n\"say \"\"hi\"\"\",\"two\nlines\"\nplain,\n")
  }

  @Test func asLaTeX() {
    let odd = TextTable(columns: [.init("macro_f1"), .init("share", .right)], rows: [["a & b \\ {c}", "50%"]])
    #expect(
      odd.latex == #"""
        \begin{tabular}{lr}
          \toprule
          macro\_f1 & share \\
          \midrule
          a \& b \textbackslash{} \{c\} & 50\% \\
          \bottomrule
        \end{tabular}

        """#)
  }

  @Test func cellsWithoutAColumnAreKept() {
    let table = TextTable(columns: [.init("a")], rows: [["1", "2"], []])
    #expect(table.columns.map(\.title) == ["a", ""] && table.rows == [["1", "2"], ["", ""]])
  }

  @Test func withoutColumnsThereIsNothing() {
    let empty = TextTable(columns: [], rows: [])
    #expect(empty.text(.plain) == "" && empty.markdown == "" && empty.csv == "" && empty.latex == "")
  }
}
