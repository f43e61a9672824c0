import Basics

/// The same table for other readers than a terminal. Nothing is cut, and every text ends with a line end.
extension TextTable {
  /// A pipe table, as GitHub and most converters read it; caption and notes below it, comments hidden above it.
  public var markdown: String {
    let rule = columns.map { column in
      switch column.alignment {
      case .left: "---"
      case .right: "---:"
      case .center: ":---:"
      }
    }
    let body = rows.indices.map { row in
      rows[row].indices.map { column in
        let text = MarkdownEscaping.escaped(rows[row][column], isCell: true).trimmingTrailingSpaces
        return isStrong(row, column) ? strongMarkdown(text) : text
      }
    }
    let lines = [columns.map { MarkdownEscaping.escaped($0.title, isCell: true) }, rule] + body
    let table = columns.isEmpty ? "" : lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    let hidden =
      comments.isEmpty ? "" : "<!--\n" + comments.map { MarkdownEscaping.commented($0) + "\n" }.joined() + "-->\n\n"
    return hidden + table + (caption + notes).map { "\n*" + MarkdownEscaping.escaped($0) + "*\n" }.joined()
  }

  private func isStrong(_ row: Int, _ column: Int) -> Bool {
    strong.contains(Position(row: row, column: column))
  }

  private func strongMarkdown(_ text: String) -> String {
    text.isEmpty ? text : "**" + text + "**"
  }

  /// Comma-separated values (RFC 4180, but with line feeds), header first.
  public var csv: String {
    guard !columns.isEmpty else { return "" }
    return ([columns.map(\.title)] + rows).map { $0.map(csvField).joined(separator: ",") + "\n" }.joined()
  }

  /// A `tabular` with the rules of the booktabs package; inside a `table` where there is a caption or a note.
  public var latex: String {
    guard !columns.isEmpty else { return "" }
    let letters = columns.map { column in
      switch column.alignment {
      case .left: "l"
      case .right: "r"
      case .center: "c"
      }
    }
    func line(_ cells: [String]) -> String { "  " + cells.joined(separator: " & ") + " \\\\\n" }
    let body = rows.indices.map { row in
      line(
        rows[row].indices.map { column in
          let text = LaTeXEscaping.escaped(rows[row][column]).trimmingTrailingSpaces
          return isStrong(row, column) ? "\\textbf{\(text)}" : text
        })
    }
    let tabular =
      "\\begin{tabular}{\(letters.joined())}\n  \\toprule\n" + line(columns.map { LaTeXEscaping.escaped($0.title) })
      + "  \\midrule\n" + body.joined() + "  \\bottomrule\n\\end{tabular}\n"
    let heading = caption.map { LaTeXEscaping.escaped($0) }.joined(separator: "; ")
    let below = notes.map { "\\par\\footnotesize " + LaTeXEscaping.escaped($0) + "\n" }.joined()
    let isBeyondLatin = LaTeXEscaping.needsUnicode(tabular + heading + below)
    let hidden =
      comments.map { "% " + LaTeXEscaping.commented($0) + "\n" }.joined()
      + (isBeyondLatin ? "% needs XeLaTeX or LuaLaTeX, and a font that has its letters\n" : "")
    guard !caption.isEmpty || !notes.isEmpty || label != nil else { return hidden + tabular }
    // A label is a name, not a text: what TeX would obey is left out.
    let name = (label ?? "").filter { $0.isASCII && ($0.isLetter || $0.isNumber || ":-_.".contains($0)) }
    let labelled = name.isEmpty ? "" : "\\label{\(name)}\n"
    return hidden + "% needs \\usepackage{booktabs}\n\\begin{table}\n\\centering\n\\caption{\(heading)}\n" + labelled
      + tabular
      + below + "\\end{table}\n"
  }
}
