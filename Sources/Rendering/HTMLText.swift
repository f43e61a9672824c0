import Basics
import Drawing
import Plans

/// Documents as a part of a page: elements without a head, a style or a script of their own, everything escaped. Classes
/// begin with `mien-`, so that a page can style them.
public struct HTMLText: Sendable {
  /// Whether pictures are there twice, laid out for wide and for narrow pages, of which the page shows one
  /// (`mien-wide`, `mien-narrow`).
  let isResponsive: Bool

  public init() {
    self.init(isResponsive: false)
  }

  init(isResponsive: Bool) {
    self.isResponsive = isResponsive
  }

  /// The document in one `section`.
  public func text(of document: Document) -> String {
    var parts = notice(document.synthetic)
    for block in document.blocks { parts.append(text(of: block, synthetic: document.synthetic)) }
    for note in document.notes { parts.append(element("p", escaped(note), class: "note")) }
    for line in document.provenance {
      parts.append(element("p", element("small", escaped(line.text)), class: "provenance"))
    }
    return "<section class=\"mien-\(markupEscaped(document.kind))\">\n\(parts.joined(separator: "\n"))\n</section>\n"
  }

  /// - Parameter synthetic: stands on images too, which are copied out of pages.
  private func text(of block: Document.Block, synthetic: String?) -> String {
    switch block {
    case .heading(let text): element("h3", escaped(text))
    case .text(let text): text.hasPrefix("    ") ? element("pre", escaped(text)) : element("p", escaped(text))
    case .lines(let lines): element("pre", lines.map { text(of: $0) }.joined(separator: "\n"))
    case .table(let table):
      text(of: table)
    case .layout(let layout): text(of: layout, caption: layout.legend)
    case .bars(let bars): text(of: bars)
    case .pictures(let pictures): svg(of: Chart(title: "", pictures: pictures, synthetic: synthetic))
    case .confusion: text(of: block.tableLayout, caption: [])
    case .custom(let block):
      block.form(.html) ?? block.chart.map { svg(of: $0) } ?? block.form(.svg)
        ?? block.lowered.map { text(of: $0, synthetic: synthetic) }.joined(separator: "\n")
    }
  }

  /// - Parameter marks: by which each row can be led to from elsewhere on the page (`href="#mark"`): letters, digits and
  ///   hyphens, no two alike on one page; rows without one cannot.
  public func text(of table: Table, marks: [String] = []) -> String {
    let layout = TableLayout.reading(table)
    var parts = notice(table.synthetic) + [text(of: layout, caption: layout.legend, marks: marks)]
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

  private func text(of layout: TableLayout, caption: [String], marks: [String] = []) -> String {
    let head = layout.columns.map { column in
      column.isNumeric
        ? "<th style=\"text-align: right\">\(escaped(column.title))</th>" : element("th", escaped(column.title))
    }.joined()
    let rows = layout.rows.enumerated().map { place, row in
      "<tr\(marks.indices.contains(place) ? " id=\"\(escaped(marks[place]))\"" : "")"
        + (layout.faintRows.contains(place) ? " style=\"opacity: 0.6\">" : ">")
        + zip(row, layout.columns).map { cell, column in
          let text = cell.isBest ? element("b", escaped(cell.text)) : escaped(cell.text)
          return column.isNumeric ? "<td style=\"text-align: right\">\(text)</td>" : element("td", text)
        }.joined() + "</tr>"
    }
    let below = caption.isEmpty ? "" : element("caption", escaped(caption.joined(separator: "; "))) + "\n"
    return "<table class=\"mien-table\">\n\(below)<thead>\n<tr>\(head)</tr>\n</thead>\n<tbody>\n"
      + rows.map { $0 + "\n" }.joined() + "</tbody>\n</table>"
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

  private func svg(of chart: Chart) -> String {
    guard isResponsive else { return ChartBlock(chart: chart).form(.svg) ?? "" }
    return [("wide", Chart.usualWidth), ("narrow", 352)].map { name, width in
      SVGText(colors: .byPage, mark: name).text(
        of: ChartLayout.scene(of: chart, on: .page, width: width), isWhole: false)
    }.joined()
  }

  private func notice(_ synthetic: String?) -> [String] {
    synthetic.map { [element("p", "<strong>\(escaped($0.uppercased())): NOT REAL DATA</strong>", class: "notice")] }
      ?? []
  }

  private func element(_ name: String, _ content: String, class kind: String? = nil) -> String {
    "<\(name)\(kind.map { " class=\"mien-\($0)\"" } ?? "")>\(content)</\(name)>"
  }

  /// A word that no line can hold may be broken anywhere: a name of 300 letters makes no table wider than the page.
  private func escaped(_ text: String) -> String {
    guard text.utf8.count > 24 else { return contentEscaped(text) }
    return text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard word.count > 24 else { return contentEscaped(String(word)) }
      var rest = word[...]
      var parts: [String] = []
      while !rest.isEmpty {
        parts.append(contentEscaped(String(rest.prefix(12))))
        rest = rest.dropFirst(12)
      }
      return parts.joined(separator: "<wbr>")
    }.joined(separator: " ")
  }
}

extension Document.Block {
  /// As a table of texts.
  fileprivate var tableLayout: TableLayout {
    .reading(Document(kind: "", blocks: [self]).tables.first ?? Table(columns: [], rows: []))
  }
}
