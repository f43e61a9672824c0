import Basics
import Diagnostics

/// The lines of a formatted script as they grow.
struct FormattedLines {
  /// A line's code and the comment after it; without code the comment has the line for itself.
  private struct Line {
    var indentation: Int
    var code = ""
    var comment: String?
  }

  /// Longer code does not push the comments of its neighbours to the right.
  private static let alignmentLimit = 60

  private var lines: [Line] = []

  var isEmpty: Bool { lines.isEmpty }

  /// Where the next character of code goes.
  var column: Int {
    lines.last.map { $0.indentation + displayWidth($0.code) } ?? 0
  }

  /// Whether a comment may be added to the line at hand.
  var canTakeComment: Bool {
    lines.last.map { $0.comment == nil && !$0.code.isEmpty } ?? false
  }

  mutating func start(indentation: Int) {
    lines.append(Line(indentation: indentation))
  }

  mutating func add(code: String) {
    if lines.isEmpty { start(indentation: 0) }
    lines[lines.count - 1].code += code
  }

  mutating func add(comment: String) {
    if lines.isEmpty { start(indentation: 0) }
    lines[lines.count - 1].comment = comment
  }

  /// All lines, each with its end. Comments after code in neighbouring lines stand below each other.
  func text(lineEnd: String) -> String {
    let columns = commentColumns()
    var text = ""
    for (line, column) in zip(lines, columns) {
      if !line.code.isEmpty || line.comment != nil { text += String(repeating: " ", count: line.indentation) }
      text += line.code
      if let comment = line.comment {
        text += String(repeating: " ", count: max(0, column - width(line))) + comment
      }
      text += lineEnd
    }
    return text
  }

  private func width(_ line: Line) -> Int {
    line.indentation + displayWidth(line.code)
  }

  private func commentColumns() -> [Int] {
    var columns = lines.map { $0.code.isEmpty ? width($0) : width($0) + 2 }
    var start = 0
    while start < lines.count {
      var end = start
      while end < lines.count, !lines[end].code.isEmpty, lines[end].comment != nil { end += 1 }
      let short = (start..<end).filter { columns[$0] <= Self.alignmentLimit }
      let shared = short.map { columns[$0] }.max() ?? 0
      for index in short { columns[index] = shared }
      start = max(end, start + 1)
    }
    return columns
  }
}
