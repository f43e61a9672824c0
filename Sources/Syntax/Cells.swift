import Diagnostics

extension Script {
  /// A piece of a script between two `# %%` lines, as notebooks show it.
  public struct Cell: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
      case code
      /// `# %% [markdown]`: its text is in its comments.
      case markdown
    }

    public var kind: Kind
    /// What stands after `%%`, without `[markdown]`; empty where nothing does.
    public var title: String
    /// Its statements, as indices in `Script.statements`.
    public var statements: Range<Int>
    /// The text of a markdown cell: its comment lines without their marks, and its empty lines. Empty for code.
    public var markdown: String
    /// From its head, or from the beginning of the text, to the next head or the end.
    public var span: Span
  }

  /// The cells in order. What stands before the first head is a cell of its own, unless it is empty.
  public var cells: [Cell] {
    let heads = comments.filter { if case .cell = $0.kind { true } else { false } }
    let end = source.text.utf8.count
    let ends = heads.dropFirst().map(\.span.start) + [end]
    var cells: [Cell] = []
    let preamble = Span(0, heads.first?.span.start ?? end)
    if hasContent(preamble) { cells.append(cell(head: nil, preamble, after: 0)) }
    for (head, end) in zip(heads, ends) {
      cells.append(cell(head: head, Span(head.span.start, end), after: cells.last?.statements.upperBound ?? 0))
    }
    return cells
  }

  private func hasContent(_ span: Span) -> Bool {
    statements.first.map { $0.span.start < span.end } ?? false
      || comments.first.map { $0.span.start < span.end } ?? false
  }

  private func cell(head: Comment?, _ span: Span, after first: Int) -> Cell {
    var last = first
    while last < statements.count, statements[last].span.start < span.end { last += 1 }
    let words = head.map { CellHead($0.text) }
    let kind: Cell.Kind = words?.isMarkdown ?? false ? .markdown : .code
    return Cell(
      kind: kind, title: words?.title ?? "", statements: first..<last,
      markdown: kind == .markdown ? markdown(in: span) : "", span: span)
  }

  /// The comments after a cell's head as text; where a line without a comment lies between two, an empty line does.
  private func markdown(in span: Span) -> String {
    var lines: [String] = []
    let bytes = Array(source.text.utf8)
    var previousEnd: Int?
    for comment in comments where comment.span.start > span.start && comment.span.start < span.end {
      if let previousEnd, bytes[previousEnd..<comment.span.start].count(where: { $0 == UInt8(ascii: "\n") }) > 1 {
        lines.append("")
      }
      previousEnd = comment.span.end
      let text = comment.text.dropFirst()
      lines.append(String(text.first == " " ? text.dropFirst() : text))
    }
    return lines.joined(separator: "\n")
  }
}

/// What the line that begins a cell says.
struct CellHead {
  let isMarkdown: Bool
  let title: String

  /// `text` is the whole comment: `# %% Results [markdown]`.
  init(_ text: String) {
    var words = text.dropFirst().drop { $0 == " " }.dropFirst(2).split { $0 == " " || $0 == "\t" }
    let mark = words.firstIndex { $0 == "[markdown]" || $0 == "[md]" }
    isMarkdown = mark != nil
    if let mark { words.remove(at: mark) }
    title = words.joined(separator: " ")
  }
}
