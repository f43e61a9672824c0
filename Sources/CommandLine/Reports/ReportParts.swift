import Diagnostics
import Rendering
import Syntax

/// A script as the cells of a report: text where only comments stand, code where statements do. A text cell that goes on
/// with statements becomes both.
public struct ReportParts {
  public private(set) var cells: [Report.Cell] = []
  /// Where each cell stands in the text.
  public private(set) var spans: [Span] = []
  /// The cell of each statement.
  public private(set) var cellOfStatement: [Int] = []
  /// The first heading of the first level in the text; nil where there is none.
  public private(set) var heading: String?

  /// Cost: linear in the text.
  public init(_ script: Script) {
    let bytes = Array(script.source.text.utf8)
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    for cell in script.cells {
      let isText = cell.kind == .markdown || cell.title.isEmpty && cell.span.start == 0
      let first = cell.statements.first.map { Self.lineStart(of: script.statements[$0].span.start, bytes) }
      let start = first ?? cell.span.end
      let words = Self.words(text(cell.span.start..<max(start, cell.span.start)))
      let hasWords = isText && !words.allSatisfy(\.isWhitespace)
      if hasWords {
        add(words, title: cell.title)
        spans.append(Span(cell.span.start, max(start, cell.span.start)))
      }
      guard !cell.statements.isEmpty || !isText else { continue }
      let code = Self.trimmed(text((isText ? start : cell.span.start)..<cell.span.end), withoutHead: !isText)
      cells.append(.init(title: hasWords ? "" : cell.title, .code(code, [])))
      spans.append(Span(hasWords ? start : cell.span.start, cell.span.end))
      cellOfStatement += cell.statements.map { _ in cells.count - 1 }
    }
  }

  /// A heading of the first level is the title of the whole, and stands there alone.
  private mutating func add(_ words: String, title: String) {
    var lines = words.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if heading == nil, let index = lines.firstIndex(where: { $0.hasPrefix("# ") }) {
      heading = String(lines.remove(at: index).dropFirst(2))
    }
    cells.append(.init(title: title, .text(lines.joined(separator: "\n"))))
  }

  private static func lineStart(of offset: Int, _ bytes: [UInt8]) -> Int {
    (bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
  }

  /// The comments without their marks and without the head of the cell.
  private static func words(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      let comment = line.drop { $0 == " " }.drop { $0 == "#" }
      return String(comment.first == " " ? comment.dropFirst() : comment)
    }
    return (lines.first?.hasPrefix("%%") == true ? Array(lines.dropFirst()) : lines).joined(separator: "\n")
  }

  private static func trimmed(_ text: String, withoutHead: Bool) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    if withoutHead, lines.first?.drop(while: { $0 == "#" || $0 == " " }).hasPrefix("%%") == true {
      lines = lines.dropFirst()
    }
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines = lines.dropFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines = lines.dropLast() }
    return lines.joined(separator: "\n")
  }
}
