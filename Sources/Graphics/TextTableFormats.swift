/// The same table for other readers than a terminal. Nothing is cut, and every text ends with a line end.
extension TextTable {
  /// A pipe table, as GitHub and most converters read it.
  public var markdown: String {
    let rule = columns.map { column in
      switch column.alignment {
      case .left: "---"
      case .right: "---:"
      case .center: ":---:"
      }
    }
    let lines = [columns.map { markdownCell($0.title) }, rule] + rows.map { $0.map(markdownCell) }
    return columns.isEmpty ? "" : lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private func markdownCell(_ text: String) -> String {
    text.reduce(into: "") { cell, character in
      switch character {
      case "|": cell += "\\|"
      case "\\": cell += "\\\\"
      case let character where character.isNewline: cell += " "
      default: cell.append(character)
      }
    }
  }

  /// Comma-separated values (RFC 4180, but with line feeds), header first.
  public var csv: String {
    guard !columns.isEmpty else { return "" }
    return ([columns.map(\.title)] + rows).map { $0.map(csvCell).joined(separator: ",") + "\n" }.joined()
  }

  private func csvCell(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.reduce(into: "") { $0 += $1 == "\"" ? "\"\"" : String($1) } + "\""
  }

  /// A `tabular` with the rules of the booktabs package.
  public var latex: String {
    guard !columns.isEmpty else { return "" }
    let letters = columns.map { column in
      switch column.alignment {
      case .left: "l"
      case .right: "r"
      case .center: "c"
      }
    }
    func line(_ cells: [String]) -> String { "  " + cells.map(latexCell).joined(separator: " & ") + " \\\\\n" }
    return "\\begin{tabular}{\(letters.joined())}\n  \\toprule\n" + line(columns.map(\.title)) + "  \\midrule\n"
      + rows.map(line).joined() + "  \\bottomrule\n\\end{tabular}\n"
  }

  private func latexCell(_ text: String) -> String {
    text.reduce(into: "") { cell, character in
      switch character {
      case "&", "%", "$", "#", "_", "{", "}": cell += "\\\(character)"
      case "\\": cell += "\\textbackslash{}"
      case "~": cell += "\\textasciitilde{}"
      case "^": cell += "\\textasciicircum{}"
      case let character where character.isNewline: cell += " "
      default: cell.append(character)
      }
    }
  }
}
