import Basics

/// The Markdown of text cells as HTML: headings, paragraphs, lists, emphasis, links, code, quotations, tables and rules.
/// Formulas (`$…$`) stay as they are written. HTML in the text is shown, not obeyed.
enum MarkdownHTML {
  /// - Parameter heading: makes the element of a heading, which a table of contents may want to know of.
  static func text(of markdown: String, heading: (String, Int) -> String) -> String {
    var lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    var html = ""
    while let line = lines.first {
      if line.allSatisfy(\.isWhitespace) {
        lines = lines.dropFirst()
      } else if line.hasPrefix("```") {
        html += fenced(&lines)
      } else if let (level, title) = headingParts(line) {
        html += heading(title, level) + "\n"
        lines = lines.dropFirst()
      } else if isRule(line) {
        html += "<hr>\n"
        lines = lines.dropFirst()
      } else if line.hasPrefix(">") {
        let quoted = taken(&lines) { $0.hasPrefix(">") }.map { String($0.dropFirst().drop { $0 == " " }) }
        html += "<blockquote>\n" + text(of: quoted.joined(separator: "\n"), heading: heading) + "</blockquote>\n"
      } else if listMark(line) != nil {
        html += list(&lines)
      } else if line.contains("|"), let rule = lines.dropFirst().first, isTableRule(rule) {
        html += table(&lines)
      } else {
        let paragraph = taken(&lines) { !$0.allSatisfy(\.isWhitespace) && !beginsBlock($0) }
        // A line that looks like the beginning of something it is not still is a paragraph.
        let text = paragraph.isEmpty ? [line] : paragraph
        if paragraph.isEmpty { lines = lines.dropFirst() }
        html += "<p>" + MarkdownSpans.html(text.joined(separator: "\n")) + "</p>\n"
      }
    }
    return html
  }

  private static func taken(_ lines: inout ArraySlice<String>, while holds: (String) -> Bool) -> [String] {
    let some = lines.prefix(while: holds)
    lines = lines[some.endIndex...]
    return Array(some)
  }

  private static func beginsBlock(_ line: String) -> Bool {
    line.hasPrefix("```") || line.hasPrefix(">") || headingParts(line) != nil || isRule(line) || listMark(line) != nil
  }

  private static func headingParts(_ line: String) -> (Int, String)? {
    let marks = line.prefix { $0 == "#" }.count
    guard (1...6).contains(marks), line.dropFirst(marks).first == " " else { return nil }
    // The page has one first heading, its own.
    let title = line.dropFirst(marks).drop { $0 == " " }
    return (min(marks + 1, 6), String(title))
  }

  private static func isRule(_ line: String) -> Bool {
    let marks = line.filter { $0 != " " }
    return marks.count >= 3 && ["-", "*", "_"].contains { marks.allSatisfy($0.contains) }
  }

  private static func fenced(_ lines: inout ArraySlice<String>) -> String {
    lines = lines.dropFirst()
    let code = taken(&lines) { !$0.hasPrefix("```") }
    lines = lines.dropFirst()
    return "<pre><code>" + contentEscaped(code.joined(separator: "\n")) + "</code></pre>\n"
  }

  // MARK: - Lists

  /// Where an item's text begins, and whether it is numbered.
  private static func listMark(_ line: String) -> (text: Int, isNumbered: Bool, indent: Int)? {
    let indent = line.prefix { $0 == " " }.count
    let rest = line.dropFirst(indent)
    if let mark = rest.first, "-*+".contains(mark), rest.dropFirst().first == " " {
      return (indent + 2, false, indent)
    }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }.count
    guard (1...9).contains(digits), let dot = rest.dropFirst(digits).first, dot == "." || dot == ")",
      rest.dropFirst(digits + 1).first == " "
    else { return nil }
    return (indent + digits + 2, true, indent)
  }

  /// Items of one indentation; what is indented further is a list inside the item before it.
  private static func list(_ lines: inout ArraySlice<String>) -> String {
    guard let first = lines.first.flatMap(listMark) else { return "" }
    var items: [String] = []
    while let line = lines.first, let mark = listMark(line), mark.indent >= first.indent {
      if mark.indent > first.indent, !items.isEmpty {
        items[items.count - 1] += "\n" + list(&lines)
        continue
      }
      guard mark.isNumbered == first.isNumbered else { break }
      lines = lines.dropFirst()
      let more = taken(&lines) { $0.hasPrefix("  ") && listMark($0) == nil }
      let text = ([String(line.dropFirst(mark.text))] + more.map { String($0.drop { $0 == " " }) })
      items.append(MarkdownSpans.html(text.joined(separator: "\n")))
    }
    let name = first.isNumbered ? "ol" : "ul"
    return "<\(name)>\n" + items.map { "<li>\($0)</li>\n" }.joined() + "</\(name)>\n"
  }

  // MARK: - Tables

  private static func isTableRule(_ line: String) -> Bool {
    line.contains("-") && line.allSatisfy { "|-: ".contains($0) }
  }

  private static func table(_ lines: inout ArraySlice<String>) -> String {
    let rows = taken(&lines) { $0.contains("|") }.map(cells)
    guard let head = rows.first else { return "" }
    func row(_ cells: [String], _ name: String) -> String {
      "<tr>" + cells.map { "<\(name)>\(MarkdownSpans.html($0))</\(name)>" }.joined() + "</tr>\n"
    }
    return "<table class=\"mien-table\">\n<thead>\n" + row(head, "th") + "</thead>\n<tbody>\n"
      + rows.dropFirst(2).map { row($0, "td") }.joined() + "</tbody>\n</table>\n"
  }

  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in line {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if cells.first?.allSatisfy(\.isWhitespace) == true { cells.removeFirst() }
    if cells.last?.allSatisfy(\.isWhitespace) == true { cells.removeLast() }
    return cells.map { String($0.drop { $0 == " " }) }
  }
}
