import Basics
import Diagnostics

/// Writes one statement, on one line or several.
///
/// What is broken depends only on the tokens, on where comments stand and on where the writer broke, and what is broken
/// once counts as broken by the writer the next time: so formatting twice changes nothing.
struct StatementLayout {
  static let widthLimit = 100
  static let indentation = 4

  private(set) var lines: FormattedLines
  private var previous: LayoutLeaf?

  init(_ lines: FormattedLines) {
    self.lines = lines
  }

  /// Writes a pipeline: on the line at hand if it may stay whole, otherwise each further step on its own line.
  mutating func lay(_ nodes: [LayoutNode], isBroken: Bool, indentation: Int = 0, reserve: Int = 0) {
    let isBroken = isBroken || mustBreak(nodes) || !fits(nodes, reserve: reserve)
    if !isBroken { return writeSegment(nodes, indentation: indentation, reserve: reserve) }
    var rest = nodes[...]
    while !rest.isEmpty {
      let end = rest.dropFirst().firstIndex { $0.leaf?.kind == .pipe } ?? rest.endIndex
      let isFirst = rest.startIndex == 0
      let indentation = indentation + (isFirst ? 0 : Self.indentation)
      if !isFirst { startLine(indentation, before: rest.first?.firstLeaf) }
      let segment = Array(rest[..<end])
      writeSegment(isFirst ? segment : segment.withoutFirstNotes, indentation: indentation, reserve: reserve)
      rest = rest[end...]
    }
  }

  /// Writes one step, or a whole pipeline that fits.
  private mutating func writeSegment(_ nodes: [LayoutNode], indentation: Int, reserve: Int) {
    let isTooLong = !fits(nodes, reserve: reserve)
    for node in nodes {
      switch node {
      case .leaf(let leaf): write(leaf, indentation: indentation)
      case .group(let group): write(group, indentation: indentation, isTooLong: isTooLong)
      }
    }
  }

  private mutating func write(_ leaf: LayoutLeaf, indentation: Int) {
    if !leaf.notes.isEmpty { startLine(indentation + Self.indentation, before: leaf) }
    lines.add(code: (leaf.needsBlank(after: previous) ? " " : "") + leaf.text)
    previous = leaf
  }

  private mutating func write(_ group: LayoutGroup, indentation: Int, isTooLong: Bool) {
    write(group.open, indentation: indentation)
    guard group.mustBreak || (isTooLong && group.isBreakable) else { return writeWhole(group) }
    let inner = indentation + Self.indentation
    for (index, element) in group.elements.enumerated() {
      if index > 0 { write(.comma, indentation: inner) }
      startLine(inner, before: element.first?.firstLeaf)
      lay(element.withoutFirstNotes, isBroken: false, indentation: inner, reserve: 1)
    }
    writeNotes(of: group.close, indentation: inner)
    lines.start(indentation: indentation)
    previous = nil
    var close = group.close
    close.notes = []
    write(close, indentation: indentation)
  }

  /// Writes what is in the brackets and the closing one on the line at hand.
  private mutating func writeWhole(_ group: LayoutGroup) {
    for (index, element) in group.elements.enumerated() {
      if index > 0 { write(.comma, indentation: 0) }
      for node in element {
        write(node.firstLeaf, indentation: 0)
        if case .group(let inner) = node { writeWhole(inner) }
      }
    }
    write(group.close, indentation: 0)
  }

  /// Goes to a new line for `leaf`, after the comments before it.
  private mutating func startLine(_ indentation: Int, before leaf: LayoutLeaf?) {
    if let leaf { writeNotes(of: leaf, indentation: indentation) }
    lines.start(indentation: indentation)
    previous = nil
  }

  private mutating func writeNotes(of leaf: LayoutLeaf, indentation: Int) {
    for note in leaf.notes {
      if !note.followsCode || !lines.canTakeComment { lines.start(indentation: indentation) }
      lines.add(comment: note.text)
    }
  }

  private func mustBreak(_ nodes: [LayoutNode]) -> Bool {
    nodes.contains { node in
      switch node {
      case .leaf(let leaf): !leaf.notes.isEmpty
      case .group(let group): group.mustBreak || !group.open.notes.isEmpty
      }
    }
  }

  private func fits(_ nodes: [LayoutNode], reserve: Int) -> Bool {
    var ruler = LayoutRuler(width: lines.column + reserve, previous: previous, limit: Self.widthLimit)
    ruler.measure(nodes)
    return ruler.width <= Self.widthLimit
  }
}

/// Measures what nodes take on one line.
private struct LayoutRuler {
  var width: Int
  var previous: LayoutLeaf?
  let limit: Int

  mutating func measure(_ nodes: [LayoutNode]) {
    for node in nodes where width <= limit {
      switch node {
      case .leaf(let leaf): measure(leaf)
      case .group(let group):
        measure(group.open)
        for (index, element) in group.elements.enumerated() {
          if index > 0 { measure(.comma) }
          measure(element)
        }
        measure(group.close)
      }
    }
  }

  private mutating func measure(_ leaf: LayoutLeaf) {
    width += displayWidth(leaf.text) + (leaf.needsBlank(after: previous) ? 1 : 0)
    previous = leaf
  }
}

extension LayoutGroup {
  /// Whether there is a place inside where a line can end.
  var isBreakable: Bool {
    elements.count > 1 || elements.contains { $0.contains { $0.leaf?.kind == .pipe } }
  }

  /// Whether it cannot stand on one line, or the writer did not want it to.
  var mustBreak: Bool {
    if isBreakable && wasBroken || !close.notes.isEmpty { return true }
    return elements.contains { element in
      element.contains { node in
        switch node {
        case .leaf(let leaf): !leaf.notes.isEmpty
        case .group(let group): group.mustBreak || !group.open.notes.isEmpty
        }
      }
    }
  }
}

extension LayoutNode {
  var leaf: LayoutLeaf? {
    if case .leaf(let leaf) = self { leaf } else { nil }
  }

  /// The token that it begins with.
  var firstLeaf: LayoutLeaf {
    switch self {
    case .leaf(let leaf): leaf
    case .group(let group): group.open
    }
  }
}

extension [LayoutNode] {
  /// The same without the comments before its first token, which are written already.
  fileprivate var withoutFirstNotes: [LayoutNode] {
    guard let first else { return self }
    switch first {
    case .leaf(var leaf):
      leaf.notes = []
      return [.leaf(leaf)] + dropFirst()
    case .group(var group):
      group.open.notes = []
      return [.group(group)] + dropFirst()
    }
  }
}
