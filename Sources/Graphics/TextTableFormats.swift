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
        let text = markdownCell(rows[row][column]).trimmingTrailingSpaces
        return isStrong(row, column) ? strongMarkdown(text) : text
      }
    }
    let lines = [columns.map { markdownCell($0.title) }, rule] + body
    let table = columns.isEmpty ? "" : lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    let hidden = comments.isEmpty ? "" : "<!--\n" + comments.map { commented($0) + "\n" }.joined() + "-->\n\n"
    return hidden + table + (caption + notes).map { "\n*" + markdownText($0) + "*\n" }.joined()
  }

  private func isStrong(_ row: Int, _ column: Int) -> Bool {
    strong.contains(Position(row: row, column: column))
  }

  private func strongMarkdown(_ text: String) -> String {
    text.isEmpty ? text : "**" + text + "**"
  }

  /// Inside an HTML comment two hyphens could end it.
  private func commented(_ text: String) -> String {
    oneLine(text).reduce(into: "") { $0 += $0.hasSuffix("-") && $1 == "-" ? " -" : String($1) }
  }

  /// Outside a table: emphasis must not begin or end by accident.
  private func markdownText(_ text: String) -> String {
    oneLine(text).reduce(into: "") { $0 += "*_`<\\".contains($1) ? "\\\($1)" : String($1) }
  }

  private func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }

  private func markdownCell(_ text: String) -> String {
    text.reduce(into: "") { cell, character in
      switch character {
      case "|": cell += "\\|"
      case "\\": cell += "\\\\"
      // Markup in a name is a name.
      case "<", "*", "`", "[": cell += "\\\(character)"
      case let character where character.isNewline: cell += " "
      default: cell.append(character)
      }
    }
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
          let text = latexCell(rows[row][column]).trimmingTrailingSpaces
          return isStrong(row, column) ? "\\textbf{\(text)}" : text
        })
    }
    let tabular =
      "\\begin{tabular}{\(letters.joined())}\n  \\toprule\n" + line(columns.map { latexCell($0.title) })
      + "  \\midrule\n" + body.joined() + "  \\bottomrule\n\\end{tabular}\n"
    let hidden = comments.map { "% " + oneLine($0) + "\n" }.joined()
    guard !caption.isEmpty || !notes.isEmpty || label != nil else { return hidden + tabular }
    let heading = caption.map { latexCell($0) }.joined(separator: "; ")
    // A label is a name, not a text: what TeX would obey is left out.
    let name = (label ?? "").filter { $0.isASCII && ($0.isLetter || $0.isNumber || ":-_.".contains($0)) }
    let labelled = name.isEmpty ? "" : "\\label{\(name)}\n"
    let below = notes.map { "\\par\\footnotesize " + latexCell($0) + "\n" }.joined()
    return hidden + "% needs \\usepackage{booktabs}\n\\begin{table}\n\\centering\n\\caption{\(heading)}\n" + labelled
      + tabular
      + below + "\\end{table}\n"
  }

  private func latexCell(_ text: String) -> String {
    text.reduce(into: "") { cell, character in
      switch character {
      case "&", "%", "$", "#", "_", "{", "}": cell += "\\\(character)"
      case "\\": cell += "\\textbackslash{}"
      case "~": cell += "\\textasciitilde{}"
      case "^": cell += "\\textasciicircum{}"
      case "±": cell += "$\\pm$"
      case "≈": cell += "$\\approx$"
      case "×": cell += "$\\times$"
      case "…": cell += "\\ldots{}"
      case "–": cell += "--"
      case "<", ">", "|": cell += "$\(character == "|" ? "\\mid" : String(character))$"
      case let character where character.isNewline: cell += " "
      default: cell.append(character)
      }
    }
  }
}
