import Plans
import StandardLibrary

/// What `help` and `explain` tell that belongs to no stage: the language, the prompt, and what numbers mean.
struct HelpTopics: Sendable {
  /// Those that come with Mien.
  static let standard = HelpTopics(StandardLibrary.helpTopics)

  /// In the order of the file: the names of each, the first of them its own.
  let names: [[String]]
  private let pages: [[Document.Block]]

  /// - Parameter text: sections that begin with `# NAME, OTHER NAME`; in them `## HEADING`, lines moved in by four blanks,
  ///   which stay as they are, and paragraphs.
  init(_ text: String) {
    let sections = ("\n" + text).split(separator: "\n# ").map {
      $0.split(separator: "\n", omittingEmptySubsequences: false)
    }
    names = sections.map { ($0.first ?? "").split(separator: ", ").map(String.init) }
    pages = sections.map { Self.blocks($0.dropFirst()) }
  }

  /// The page of a topic, whatever its capitals; nil where there is none.
  func page(_ name: String) -> [Document.Block]? {
    let wanted = name.lowercased()
    return names.firstIndex { $0.contains(wanted) }.map { pages[$0] }
  }

  private static func blocks(_ lines: ArraySlice<Substring>) -> [Document.Block] {
    var blocks: [Document.Block] = []
    for paragraph in lines.split(whereSeparator: { $0.allSatisfy(\.isWhitespace) }) {
      guard let first = paragraph.first else { continue }
      if first.hasPrefix("## ") {
        blocks.append(.heading(String(first.dropFirst(3))))
      } else if first.hasPrefix("    ") {
        blocks.append(.text(paragraph.joined(separator: "\n")))
      } else {
        blocks.append(.text(paragraph.joined(separator: " ")))
      }
    }
    return blocks
  }
}

extension Session {
  /// Every name that `help` tells of and that is no stage, command or variable, for completion.
  public var topicNames: [String] { HelpTopics.standard.names.compactMap(\.first) + ["all"] }
}
