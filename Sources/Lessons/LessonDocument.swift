import Plans

extension LessonPlayer.Utterance {
  /// As a part of a document, for notebooks and pages.
  public var blocks: [Document.Block] {
    switch self {
    case .heading(let text): [.heading(text)]
    case .text(let text): Self.paragraphs(text)
    case .code(let code):
      [.lines(code.split(separator: "\n", omittingEmptySubsequences: false).map { StyledLine([.init("    " + $0)]) })]
    case .prompt(let text): [.text("(\(text))")]
    case .right(let text): [.text("+ \(text)")]
    case .wrong(let text): [.text("- \(text)")]
    }
  }

  /// Lines that are moved in stand as they are, such as the answers to choose from; all others are paragraphs.
  private static func paragraphs(_ text: String) -> [Document.Block] {
    var blocks: [Document.Block] = []
    var standing: [StyledLine] = []
    func endStanding() {
      if !standing.isEmpty { blocks.append(.lines(standing)) }
      standing = []
    }
    for line in LessonText.paragraphs(text).split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
      if line.hasPrefix("  ") {
        standing.append(StyledLine([.init(String(line))]))
      } else {
        endStanding()
        blocks.append(.text(String(line)))
      }
    }
    endStanding()
    return blocks
  }
}

extension Document {
  /// What a lesson has said, in order.
  public init(lesson said: [LessonPlayer.Utterance]) {
    self.init(kind: "lesson", blocks: said.flatMap(\.blocks))
  }
}
