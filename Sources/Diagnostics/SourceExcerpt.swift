import Basics

/// The lines of one text that labels point into, with a row of marks below each.
struct SourceExcerpt {
  /// A label's part on one line.
  private struct Mark {
    var line: Int
    var start: Int
    var end: Int
    var isPrimary: Bool
    /// Empty on all lines but the label's last.
    var text: String
  }

  private let heading: String
  private let lines: [Int]
  private let marks: [Int: [Mark]]
  private let table: LineTable

  /// `labels` must all point into `source`; the first one names the place in the heading.
  init(_ source: SourceText, labels: [(label: Diagnostic.Label, isPrimary: Bool)]) {
    let table = LineTable(source)
    let place = labels.first.map { table.clamped($0.label.location.span).start } ?? 0
    heading = "\(printable(source.name)):\(table.line(at: place)):\(table.column(at: place))"
    let marks = labels.flatMap { Self.marks(of: $0.label, isPrimary: $0.isPrimary, in: table) }
    self.marks = Dictionary(grouping: marks, by: \.line)
    self.lines = Self.withSingleGapsFilled(Set(marks.map(\.line)).sorted())
    self.table = table
  }

  /// The widest line number, in digits.
  var numberWidth: Int { String(lines.last ?? 1).count }

  func render(numberWidth: Int, paint: Paint) -> [String] {
    let blank = String(repeating: " ", count: numberWidth)
    var rows = ["\(blank) \(paint.gutter("┌─")) \(heading)"]
    var previous: Int?
    for line in lines {
      if let previous, line > previous + 1 { rows.append("\(blank) \(paint.gutter("·"))") }
      previous = line
      let shown = DisplayedLine(table.text(in: table.span(ofLine: line)))
      let number = String(repeating: " ", count: numberWidth - String(line).count) + String(line)
      rows.append(trimmed("\(paint.gutter("\(number) │")) \(shown.text)"))
      for mark in (marks[line] ?? []).sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
        rows.append("\(blank) \(paint.gutter("│")) \(Self.row(of: mark, under: shown, paint: paint))")
      }
    }
    return rows
  }

  private static func row(of mark: Mark, under line: DisplayedLine, paint: Paint) -> String {
    let columns = line.columnOfByte
    let start = columns[min(mark.start, columns.count - 1)]
    let end = columns[min(mark.end, columns.count - 1)]
    let underline = String(repeating: mark.isPrimary ? "^" : "-", count: max(1, end - start))
    let text = mark.text.isEmpty ? underline : "\(underline) \(printable(mark.text))"
    return String(repeating: " ", count: start) + (mark.isPrimary ? paint.primary(text) : paint.secondary(text))
  }

  /// A label over several lines is underlined on each of them, or on its first and last where there are many.
  private static func marks(of label: Diagnostic.Label, isPrimary: Bool, in table: LineTable) -> [Mark] {
    let span = table.clamped(label.location.span)
    let first = table.line(at: span.start)
    let last = table.lastLine(of: span)
    let shown = last - first <= 3 ? Array(first...last) : [first, last]
    return shown.compactMap { line in
      let whole = table.span(ofLine: line)
      let text = table.text(in: whole)
      let indentation = text.utf8.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
      if line != first, line != last, indentation == text.utf8.count { return nil }
      let start = line == first ? span.start - whole.start : indentation
      let end = line == last ? span.end - whole.start : text.utf8.count
      return Mark(line: line, start: start, end: end, isPrimary: isPrimary, text: line == last ? label.text : "")
    }
  }

  /// A gap of one line costs a row either way, and the line says more than a dot.
  private static func withSingleGapsFilled(_ lines: [Int]) -> [Int] {
    var filled: [Int] = []
    for line in lines {
      if let last = filled.last, line == last + 2 { filled.append(last + 1) }
      filled.append(line)
    }
    return filled
  }
}

private func trimmed(_ row: String) -> String {
  var row = Substring(row)
  while row.last == " " { row.removeLast() }
  return String(row)
}
