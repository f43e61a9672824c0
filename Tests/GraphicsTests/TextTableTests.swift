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
      table.text(TerminalStyle(characters: .ascii, width: 36)) == """
        setting           accuracy    note
        ------------------------------------
        baseline             0.519  表情認識
        pca 50 | smote |       0.5    cafe\u{301}
        svm rbf with a
        long name that
        goes on
        x
        """)
    // Text is not made narrower than a person reads, nor a number cut: columns go instead.
    #expect(
      table.text(TerminalStyle(characters: .ascii, width: 30)) == """
        setting           accuracy
        --------------------------
        baseline             0.519
        pca 50 | smote |       0.5
        svm rbf with a
        long name that
        goes on
        x
        ... 1 more column
        """)
    #expect(table.text(TerminalStyle(width: 20)).hasSuffix("… 2 more columns"))
  }

  @Test func wordsWiderThanTheirColumnAreBrokenNotCut() {
    let word = String(repeating: "x", count: 50)
    let table = TextTable(
      columns: [.init("a title that is long"), .init("rows", .right)],
      rows: [["one " + word, "3"], ["表情認識表情認識表", "4"]])
    #expect(
      table.text(TerminalStyle(width: 22)) == """
        a title that is   rows
        long
        ──────────────────────
        one                  3
        xxxxxxxxxxxxxxxx
        xxxxxxxxxxxxxxxx
        xxxxxxxxxxxxxxxx
        xx
        表情認識表情認識     4
        表
        """)
  }

  @Test func whatCanBePassedOverIsGreyInAllItsLines() {
    var table = TextTable(columns: [.init("group"), .init("rows", .right)], rows: [["a", "12"], ["b c", "3"]])
    table.faintRows = [1]
    let style = TerminalStyle(color: .ansi256, width: 60)
    let lines = table.text(style).split(separator: "\n").map(String.init)
    #expect(lines[2] == "a        12" && lines[3] == style.faint("b c       3") && lines[3] != "b c       3")
    #expect(!table.markdown.contains("\u{1B}"))
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

  @Test(arguments: ["a,b", "a;b", "a\tb", "a\rb", "a\r\nb", " a", "a "])
  func whatCSVWouldReadAsSomethingElseStandsInQuotes(_ text: String) {
    #expect(TextTable(columns: [.init("x")], rows: [[text]]).csv == "x\n\"\(text)\"\n")
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

  @Test(arguments: [
    ("&%$#_{}", ##"\&\%\$\#\_\{\}"##), ("\\", #"\textbackslash{}"#), ("~", #"\textasciitilde{}"#),
    ("10^3", #"10\textasciicircum{}3"#), ("±≈×", #"$\pm$$\approx$$\times$"#), ("…–", #"\ldots{}--"#),
    ("<|>", #"$<$$\mid$$>$"#), ("a\nb", "a b"),
  ])
  func whatLaTeXWouldTakeForItselfIsEscaped(_ text: String, _ written: String) {
    let table = TextTable(columns: [.init("x")], rows: [[text]])
    #expect(table.latex.contains("\\midrule\n  \(written) \\\\\n"))
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

@Suite struct TextTableNotesTests {
  private var table: TextTable {
    var table = TextTable(
      columns: [.init("model"), .init("macro_f1", .right)], rows: [["svm", "0.4 ± 0.1"], ["logreg", "0.3 ≈"]])
    table.strong = [.init(row: 0, column: 1)]
    table.caption = ["SYNTHETIC FACES: NOT REAL DATA", "plan: a | b"]
    table.notes = ["5% level, *marked*"]
    table.comments = ["seed 1 -- x"]
    return table
  }

  @Test func latexHasCaptionAndBoldCells() {
    #expect(
      table.latex == #"""
        % seed 1 -- x
        % needs \usepackage{booktabs}
        \begin{table}
        \centering
        \caption{SYNTHETIC FACES: NOT REAL DATA; plan: a $\mid$ b}
        \begin{tabular}{lr}
          \toprule
          model & macro\_f1 \\
          \midrule
          svm & \textbf{0.4 $\pm$ 0.1} \\
          logreg & 0.3 $\approx$ \\
          \bottomrule
        \end{tabular}
        \par\footnotesize 5\% level, *marked*
        \end{table}

        """#)
  }

  @Test func markdownHasThemToo() {
    #expect(
      table.markdown == #"""
        <!--
        seed 1 - - x
        -->

        | model | macro_f1 |
        | --- | ---: |
        | svm | **0.4 ± 0.1** |
        | logreg | 0.3 ≈ |

        *SYNTHETIC FACES: NOT REAL DATA*

        *plan: a | b*

        *5% level, \*marked\**

        """#)
  }

  @Test func csvIsRowsAlone() {
    #expect(table.csv == "model,macro_f1\nsvm,0.4 ± 0.1\nlogreg,0.3 ≈\n")
  }

  @Test func boldCellsStandOutInColourOnly() {
    let plain = table.text(TerminalStyle(width: 40))
    #expect(!plain.contains("\u{1B}"))
    #expect(table.text(TerminalStyle(color: .ansi256, width: 40)).split(separator: "\n")[2].contains("\u{1B}"))
  }

  @Test func widthIsThatOfItsWholeText() {
    #expect(table.width == 6 + 2 + 9)
  }
}
