import Diagnostics

/// A token as it will be written, with the comments that come before it.
struct LayoutLeaf {
  struct Note {
    var text: String
    /// Whether it goes on the line of what stands before it, if that has room.
    var followsCode: Bool
  }

  var kind: Token.Kind
  var text: String
  var notes: [Note]
  /// Whether no blank comes before it, against the rule: the parenthesis of a definition.
  var isTight = false
}

/// A statement's tokens, with what stands in brackets as one node.
indirect enum LayoutNode {
  case leaf(LayoutLeaf)
  case group(LayoutGroup)
}

struct LayoutGroup {
  var open: LayoutLeaf
  /// What stands between the commas.
  var elements: [[LayoutNode]]
  var close: LayoutLeaf
  /// Whether the writer went to a new line after the opening bracket.
  var wasBroken: Bool
}

/// Builds the nodes of one statement, and moves its comments to where they can stay whatever is broken: not between a `|`
/// and its step, but before the `|`; not before a comma, but after it. A comma before a closing bracket is dropped.
struct LayoutTree {
  private(set) var nodes: [LayoutNode] = []
  /// Whether the writer broke the statement outside brackets, other than after its `=`.
  private(set) var isBroken = false

  private let bytes: [UInt8]
  private var leaves: [(leaf: LayoutLeaf, isAtLineEnd: Bool)] = []
  private var position = 0

  init(tokens: ArraySlice<Token>, comments: ArraySlice<Comment>, bytes: [UInt8]) {
    self.bytes = bytes
    collect(tokens, comments)
    nodes = readNodes()
  }

  private mutating func collect(_ tokens: ArraySlice<Token>, _ comments: ArraySlice<Comment>) {
    var comments = comments
    var depth = 0
    for (index, token) in zip(tokens.indices, tokens) where token.kind != .newline {
      if token.kind.isClosing { depth -= 1 }
      var notes: [LayoutLeaf.Note] = []
      while let comment = comments.first, comment.span.start < token.span.start {
        notes.append(.init(text: Self.harmless(comment.text), followsCode: !isAlone(comment)))
        comments.removeFirst()
      }
      let isAtLineEnd = index + 1 < tokens.endIndex && tokens[index + 1].kind == .newline
      if isAtLineEnd, depth == 0, !token.kind.isOpening, token.kind != .assign { isBroken = true }
      append(LayoutLeaf(kind: token.kind, text: text(token.span), notes: notes), isAtLineEnd: isAtLineEnd)
      if token.kind.isOpening { depth += 1 }
    }
    if leaves.count > 2, leaves[0].leaf.text == "def" {
      leaves[2].leaf.isTight = leaves[2].leaf.kind == .openParenthesis
    }
  }

  private mutating func append(_ leaf: LayoutLeaf, isAtLineEnd: Bool) {
    var leaf = leaf
    if let last = leaves.last, last.leaf.kind == .pipe, leaves.count > 1 {
      leaves[leaves.count - 1].leaf.notes += leaf.notes
      leaf.notes = []
    }
    if let last = leaves.last, last.leaf.kind == .comma {
      leaf.notes = last.leaf.notes + leaf.notes
      leaves[leaves.count - 1].leaf.notes = []
      if leaf.kind.isClosing { leaves.removeLast() }
    }
    leaves.append((leaf, isAtLineEnd))
  }

  private mutating func readNodes() -> [LayoutNode] {
    var nodes: [LayoutNode] = []
    while position < leaves.count {
      let (leaf, _) = leaves[position]
      if leaf.kind.isClosing || leaf.kind == .comma { break }
      nodes.append(leaf.kind.isOpening ? .group(readGroup()) : .leaf(leaf))
      if !leaf.kind.isOpening { position += 1 }
    }
    return nodes
  }

  private mutating func readGroup() -> LayoutGroup {
    let (open, wasBroken) = leaves[position]
    position += 1
    var elements: [[LayoutNode]] = []
    while position < leaves.count, !leaves[position].leaf.kind.isClosing {
      elements.append(readNodes())
      if position < leaves.count, leaves[position].leaf.kind == .comma { position += 1 }
    }
    let close = position < leaves.count ? leaves[position].leaf : open
    position += 1
    return LayoutGroup(open: open, elements: elements, close: close, wasBroken: wasBroken)
  }

  private func text(_ span: Span) -> String {
    String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }

  /// A comment inside a statement may get a line of its own, where `#%%` would begin a cell and end the statement.
  private static func harmless(_ text: String) -> String {
    let words = text.dropFirst().drop { $0 == " " }
    return words.hasPrefix("%%") ? "#: " + words : text
  }

  private func isAlone(_ comment: Comment) -> Bool {
    var place = comment.span.start
    while place > 0, [0x20, 0x09, 0x0D].contains(bytes[place - 1]) { place -= 1 }
    return place == 0 || bytes[place - 1] == UInt8(ascii: "\n")
  }
}

extension LayoutLeaf {
  static let comma = LayoutLeaf(kind: .comma, text: ",", notes: [])

  /// Whether a blank stands between two tokens that are written one after the other.
  func needsBlank(after previous: LayoutLeaf?) -> Bool {
    guard let previous, !isTight, !previous.kind.isOpening, !kind.isClosing else { return false }
    switch kind {
    case .comma, .colon, .question, .dot, .dotDot, .labelAssign: return false
    default: break
    }
    switch previous.kind {
    case .dot, .dotDot, .sign, .labelAssign: return false
    default: return true
    }
  }
}
