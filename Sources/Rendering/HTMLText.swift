import Basics
import Plans

/// Documents as a part of a page: elements without a head, a style or a script of their own, everything escaped. Classes
/// begin with `mien-`, so that a page can style them.
public struct HTMLText: Sendable {
  public init() {}

  /// The document in one `section`.
  public func text(of document: Document) -> String {
    var parts = notice(document.synthetic)
    for block in document.blocks { parts.append(text(of: block)) }
    for note in document.notes { parts.append(element("p", escaped(note), class: "note")) }
    for line in document.provenance {
      parts.append(element("p", element("small", escaped(line.text)), class: "provenance"))
    }
    return "<section class=\"mien-\(escaped(document.kind))\">\n\(parts.joined(separator: "\n"))\n</section>\n"
  }

  private func text(of block: Document.Block) -> String {
    switch block {
    case .heading(let text): element("h3", escaped(text))
    case .text(let text): text.hasPrefix("    ") ? element("pre", escaped(text)) : element("p", escaped(text))
    case .lines(let lines): element("pre", lines.map { text(of: $0) }.joined(separator: "\n"))
    case .table(let table):
      text(of: table)
    case .layout(let layout): text(of: layout, caption: layout.legend)
    case .bars(let bars): text(of: bars)
    case .pictures(let pictures): pictures.map { text(of: $0) }.joined(separator: "\n")
    case .confusion: text(of: block.tableLayout, caption: [])
    case .custom(let block):
      block.form(.html) ?? block.form(.svg) ?? block.lowered.map { text(of: $0) }.joined(separator: "\n")
    }
  }

  private func text(of table: Table) -> String {
    let layout = TableLayout.reading(table)
    var parts = notice(table.synthetic) + [text(of: layout, caption: layout.legend)]
    for note in table.notes { parts.append(element("p", escaped(note), class: "note")) }
    return parts.joined(separator: "\n")
  }

  private func text(of line: StyledLine) -> String {
    line.runs.map { run in
      switch run.weight {
      case .plain: escaped(run.text)
      case .strong: element("b", escaped(run.text))
      case .faint: element("small", escaped(run.text))
      }
    }.joined()
  }

  private func text(of layout: TableLayout, caption: [String]) -> String {
    let head = layout.columns.map { element("th", escaped($0.title)) }.joined()
    let rows = layout.rows.map { row in
      "<tr>"
        + zip(row, layout.columns).map { cell, column in
          let text = cell.isBest ? element("b", escaped(cell.text)) : escaped(cell.text)
          return column.isNumeric ? "<td style=\"text-align: right\">\(text)</td>" : element("td", text)
        }.joined() + "</tr>"
    }
    let below = caption.isEmpty ? "" : element("caption", escaped(caption.joined(separator: "; "))) + "\n"
    return "<table>\n\(below)<tr>\(head)</tr>\n\(rows.joined(separator: "\n"))\n</table>"
  }

  private func text(of bars: [Bar]) -> String {
    let longest = bars.map { bar in bar.values.filter { $0 > 0 && $0.isFinite }.reduce(0, +) }.max() ?? 0
    let rows = bars.map { bar in
      let lengths = bar.values.map { longest > 0 && $0.isFinite ? max(0, $0) / longest * 100 : 0 }
      let drawn = zip(lengths, ["#56b4e9", "#e69f00", "#009e73", "#cc79a7"]).map { length, color in
        "<span style=\"display: inline-block; height: 0.8em; background: \(color); "
          + "width: \(NumberFormat.decimal(length, digits: 2))%\"></span>"
      }.joined()
      return "<tr>\(element("td", escaped(bar.label)))\(element("td", escaped(bar.noteText)))"
        + "<td style=\"width: 60%\">\(drawn)</td></tr>"
    }
    return "<table class=\"mien-bars\" style=\"width: 100%\">\n\(rows.joined(separator: "\n"))\n</table>"
  }

  /// Its size and what is said of it; the pixels need an encoder, which is not here.
  private func text(of picture: Picture) -> String {
    element("p", escaped("\(picture.caption) (\(picture.width)×\(picture.height))"), class: "picture")
  }

  private func notice(_ synthetic: String?) -> [String] {
    synthetic.map { [element("p", "<strong>\(escaped($0.uppercased())): NOT REAL DATA</strong>", class: "notice")] }
      ?? []
  }

  private func element(_ name: String, _ content: String, class kind: String? = nil) -> String {
    "<\(name)\(kind.map { " class=\"mien-\($0)\"" } ?? "")>\(content)</\(name)>"
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
  }
}

extension Document.Block {
  /// As a table of texts.
  fileprivate var tableLayout: TableLayout {
    .reading(Document(kind: "", blocks: [self]).tables.first ?? Table(columns: [], rows: []))
  }
}
