import Basics
import Drawing
import Plans

/// A report as one page that needs nothing else: no network, no script but its own few lines. All text from data is
/// escaped, and the page's own policy forbids whatever it does not hold.
public struct HTMLReport: Sendable {
  public init() {}

  public func text(of report: Report) -> String {
    var contents = Contents()
    let lift = Self.lift(of: report.cells)
    let cells = report.cells.map { text(of: $0, &contents, lift: lift) }
    let endings = report.ending.map { document -> String in
      let title = Report.endingTitle(document)
      return contents.heading(title, level: 2) + "\n" + HTMLText(isResponsive: true).text(of: document)
    }
    let title = markupEscaped(report.title)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
      <meta name="generator" content="mien \(markupEscaped(mienVersion))">
      <title>\(title)</title>
      <style>
      \(pageStyle)
      </style>
      </head>
      <body>
      <header><h1>\(contentEscaped(report.title))</h1></header>
      \(contents.navigation)
      <main>
      \((cells + endings).joined(separator: "\n"))
      </main>
      <script>
      \(sortingScript)
      makeSortable(document);
      </script>
      </body>
      </html>

      """
  }

  /// Words in Markdown, as they stand in such a page. Everything is escaped; nothing is fetched.
  /// - Parameter heading: makes an element of a heading's title and level.
  public func words(_ markdown: String, heading: (String, Int) -> String) -> String {
    MarkdownHTML.text(of: markdown, heading: heading)
  }

  /// By how many levels the headings of a report's words stand below the first level under its title: where the title
  /// was the only heading of its level, its parts have no reason to be parts of parts.
  private static func lift(of cells: [Report.Cell]) -> Int {
    guard cells.allSatisfy(\.title.isEmpty) else { return 0 }
    var levels: [Int] = []
    for case .text(let markdown) in cells.map(\.content) {
      _ = MarkdownHTML.text(of: markdown) { _, level in
        levels.append(level)
        return ""
      }
    }
    return (levels.min() ?? 2) - 2
  }

  private func text(of cell: Report.Cell, _ contents: inout Contents, lift: Int) -> String {
    let heading = cell.title.isEmpty ? "" : contents.heading(cell.title, level: 2) + "\n"
    switch cell.content {
    case .text(let markdown):
      return "<section class=\"words\">\n\(heading)"
        + words(markdown) { contents.heading($0, level: $1 - lift) } + "</section>"
    case .code(let code, let outputs):
      let shown = outputs.map { text(of: $0) }.joined()
      return
        "<section class=\"cell\">\n\(heading)<pre class=\"code\"><code>\(contentEscaped(code))</code></pre>\n\(shown)"
        + "</section>"
    }
  }

  /// What came of a statement, as it stands in a page that has `pageStyle`. Everything is escaped.
  public func text(of output: Report.Output) -> String {
    switch output {
    case .shown(let value): HTMLText(isResponsive: true).text(of: value.payload.document)
    case .bound(let name, let value):
      "<p class=\"bound\"><b>\(contentEscaped(name))</b>: \(contentEscaped(TerminalText(style: .plain).summary(of: value.payload)))</p>\n"
    case .failed(let message): "<pre class=\"failed\" role=\"alert\">\(contentEscaped(message))</pre>\n"
    }
  }
}

/// The headings of a page, each with a place that the table of contents leads to.
private struct Contents {
  private var entries: [(level: Int, title: String, id: String)] = []

  mutating func heading(_ title: String, level: Int) -> String {
    let id = "part-\(entries.count + 1)"
    entries.append((level, title, id))
    return "<h\(level) id=\"\(id)\">\(contentEscaped(title))</h\(level)>"
  }

  var navigation: String {
    guard entries.count > 1 else { return "" }
    let items = entries.map { entry in
      "<li class=\"level\(entry.level)\"><a href=\"#\(entry.id)\">\(contentEscaped(entry.title))</a></li>"
    }
    return "<nav aria-label=\"Contents\"><ul>\n\(items.joined(separator: "\n"))\n</ul></nav>"
  }
}
