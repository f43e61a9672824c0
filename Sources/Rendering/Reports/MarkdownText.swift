import Basics
import Drawing
import Graphics
import Plans

/// Documents as Markdown: tables as pipe tables, pictures as links to files beside the text.
struct MarkdownText {
  /// Gives the place of a picture's file for its SVG, or nil to leave pictures out.
  var place: (Chart) -> String?

  func text(of document: Document) -> String {
    var parts = document.synthetic.map { ["**\(MarkdownEscaping.escaped($0.uppercased())): NOT REAL DATA**"] } ?? []
    parts += document.blocks.map { text(of: $0) }
    parts += document.notes.map { "*" + MarkdownEscaping.escaped($0) + "*" }
    parts += document.provenance.map { "<!-- \(MarkdownEscaping.commented($0.text)) -->" }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func text(of block: Document.Block) -> String {
    switch block {
    case .heading(let text): return "**" + MarkdownEscaping.escaped(text) + "**"
    case .text(let text): return text.hasPrefix("    ") ? fenced(printable(text)) : MarkdownEscaping.escaped(text)
    case .lines(let lines): return fenced(printable(lines.map(\.text).joined(separator: "\n")))
    case .table(let table): return TableFormat.markdown.text(of: [table])
    case .layout(let layout): return TextTable(layout).markdown
    case .pictures(let pictures):
      return place(Chart(title: "", pictures: pictures)).map { "![pictures](\($0))" } ?? ""
    case .bars, .confusion:
      return TableFormat.markdown.text(of: Document(kind: "", blocks: [block]).tables)
    case .custom(let block):
      if let chart = block.chart, let place = place(chart) { return "![\(alternative(chart.title))](\(place))" }
      return block.lowered.map { text(of: $0) }.joined(separator: "\n\n")
    }
  }

  private func alternative(_ title: String) -> String {
    MarkdownEscaping.escaped(title.filter { $0 != "[" && $0 != "]" })
  }

  /// In a fence longer than any in it.
  func fenced(_ text: String, _ language: String = "") -> String {
    let longest = text.unicodeScalars.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return fence + language + "\n" + text + "\n" + fence
  }
}

/// A report as Markdown, with its pictures as SVG in a folder beside it.
public struct MarkdownReport: Sendable {
  public init() {}

  /// - Parameter folder: where the pictures are to lie, as the text should call it: "study-files".
  /// - Returns: the text, and the pictures by their names in that folder.
  public func files(of report: Report, folder: String) -> (text: String, pictures: [(name: String, svg: String)]) {
    let pictures = PictureFolder(folder)
    let markdown = MarkdownText(place: pictures.place)
    var parts = ["# " + MarkdownEscaping.escaped(report.title)]
    for cell in report.cells {
      if !cell.title.isEmpty { parts.append("## " + MarkdownEscaping.escaped(cell.title)) }
      switch cell.content {
      case .text(let text): parts.append(text)
      case .code(let code, let outputs):
        parts.append(markdown.fenced(code, "mien"))
        parts += outputs.map { output in
          switch output {
          case .shown(let value): markdown.text(of: value.payload.document)
          case .bound(let name, let value):
            "*\(MarkdownEscaping.escaped("\(name): \(TerminalText(style: .plain).summary(of: value.payload))"))*"
          case .failed(let message): markdown.fenced(printable(message))
          }
        }
      }
    }
    for document in report.ending {
      parts.append("## " + Report.endingTitle(document))
      parts.append(markdown.text(of: document))
    }
    let text = parts.map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }.joined(separator: "\n\n") + "\n"
    // Of what a person wrote, only what a terminal would obey is not theirs to hand on.
    return (ControlCharacters.replaced(in: text), pictures.files)
  }
}

/// The pictures of a report, numbered as they come.
private final class PictureFolder {
  private let folder: String
  private(set) var files: [(name: String, svg: String)] = []

  init(_ folder: String) {
    self.folder = folder
  }

  func place(_ chart: Chart) -> String? {
    let name = "figure-\(files.count + 1).svg"
    let scene = ChartLayout.scene(of: chart, on: .page, width: Chart.usualWidth)
    files.append((name, SVGText().text(of: scene)))
    // Spaces and brackets would end a link.
    let path = "\(folder)/\(name)".utf8.map { byte -> String in
      let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      if isPlain || "-_./".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }
    return path.joined()
  }
}
