import Basics
import Drawing
import Graphics
import Plans

/// A part of what a terminal shows that draws pixels: text, or a picture.
public enum ShownPart: Sendable, Equatable {
  /// With its line end.
  case text(String)
  case picture(Chart)
}

extension Renderer {
  /// A value in parts, for whoever can draw its pictures; nil where it has none, or is shown for programs.
  public func parts(of value: PlanValue) -> [ShownPart]? {
    guard format == .text else { return nil }
    let document = value.payload.document
    guard document.blocks.contains(where: { $0.shownPicture != nil }) else { return nil }
    var parts: [ShownPart] = []
    var rest = document
    rest.blocks = []
    rest.notes = []
    rest.provenance = []
    func flush() {
      let sections = TerminalText(style: style).filledSections(of: rest)
      if !sections.isEmpty { parts.append(.text(sections.joined(separator: "\n\n") + "\n")) }
      rest.blocks = []
      rest.synthetic = nil
    }
    for block in document.blocks {
      if let picture = block.shownPicture {
        flush()
        parts.append(.picture(picture))
      } else {
        rest.blocks.append(block)
      }
    }
    rest.notes = document.notes
    rest.provenance = document.provenance
    flush()
    return parts
  }
}

extension Document.Block {
  /// What of it is a picture.
  fileprivate var shownPicture: Chart? {
    switch self {
    case .pictures(let pictures) where !pictures.isEmpty: Chart(title: "", pictures: pictures)
    case .custom(let block): block.chart
    default: nil
    }
  }
}
