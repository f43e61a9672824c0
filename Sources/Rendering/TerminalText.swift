import Basics
import Graphics
import Plans

/// Values as a person reads them in a terminal.
public struct TerminalText: Sendable {
  let style: TerminalStyle

  public init(style: TerminalStyle) {
    self.style = style
  }

  /// The parts of what is shown, between which an empty line stands.
  public func sections(of value: some Payload) -> [String] {
    sections(of: value.document)
  }

  /// One line for a variable that was just given a value.
  public func summary(of value: some Payload) -> String {
    let line = wrapped(value.summary, width: .max).prefix { $0 != "\n" }
    return line + (value.synthetic.map { " (\($0))" } ?? "")
  }

  func sections(of document: Document) -> [String] {
    let sections = filledSections(of: document)
    return sections.isEmpty ? [document.kind] : sections
  }

  /// None where there is nothing to say.
  func filledSections(of document: Document) -> [String] {
    var sections = notice(document.synthetic)
    var isAfterText = false
    for block in document.blocks {
      let text = text(of: block)
      guard !text.isEmpty else { continue }
      // Lines of text that follow each other, or a heading, belong together.
      if isAfterText, block.isText, let last = sections.popLast() {
        sections.append(last + "\n" + text)
      } else {
        sections.append(text)
      }
      isAfterText = block.isTextOrHeading
    }
    return sections + notes(document.notes) + provenance(document.provenance)
  }

  /// Stands above everything that is made from data that are not real.
  func notice(_ synthetic: String?) -> [String] {
    guard let synthetic else { return [] }
    return [style.loud(" \(synthetic.uppercased()): NOT REAL DATA ")]
  }

  func notes(_ notes: [String]) -> [String] {
    guard !notes.isEmpty else { return [] }
    return [
      notes.map { style.warning("note:") + " " + hanging($0, by: 6) }.joined(separator: "\n")
    ]
  }

  private func provenance(_ lines: [ProvenanceLine]) -> [String] {
    guard !lines.isEmpty else { return [] }
    return [lines.map { style.faint(hanging($0.text, by: 2)) }.joined(separator: "\n")]
  }

  /// Wrapped, with all lines but the first moved in.
  private func hanging(_ text: String, by indentation: Int) -> String {
    wrapped(text, width: style.width - indentation)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\n" + String(repeating: " ", count: indentation))
  }
}

extension Document.Block {
  fileprivate var isText: Bool {
    if case .text = self { true } else { false }
  }

  fileprivate var isTextOrHeading: Bool {
    if case .heading = self { true } else { isText }
  }
}
