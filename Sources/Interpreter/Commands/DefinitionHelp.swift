import Plans
import Syntax

/// What the `##` lines above a `def` say.
struct DefinitionDocumentation {
  /// The first paragraph, in one line.
  let summary: String
  /// The paragraphs between that and the examples.
  let paragraphs: [String]
  /// Lines moved in by four blanks: one script together.
  let examples: [String]

  init(_ lines: [String]) {
    let isExample = { (line: String) in line.hasPrefix("    ") }
    examples = lines.filter(isExample).map { String($0.dropFirst(4)) }
    let paragraphs = lines.split { $0.allSatisfy(\.isWhitespace) || isExample($0) }.map { $0.joined(separator: " ") }
    summary = paragraphs.first ?? "made by `def`; a `##` comment above it is shown here"
    self.paragraphs = Array(paragraphs.dropFirst())
  }
}

extension DefinedStage {
  var documentation: DefinitionDocumentation { DefinitionDocumentation(definition.documentation) }

  /// Help for a stage made by `def`, in the form that built-in stages have.
  func helpPage(_ signatures: DefinitionSignatures) -> Document {
    let documentation = documentation
    let parameters = signatures.parameters(of: self)
    var blocks: [Document.Block] = [
      .heading(signature(definition.name.text, parameters)), .text(documentation.summary),
    ]
    if let flow = signatures.flow(of: self) {
      blocks.append(.text("made by def: \(flow.takes.description) → \(flow.gives.description)"))
    }
    blocks.append(.text("short for: \(slice(definition.body.span, of: source))"))
    if !parameters.isEmpty { blocks.append(.table(table(of: parameters))) }
    blocks += documentation.paragraphs.map { .text($0) }
    if !documentation.examples.isEmpty {
      blocks.append(.heading("examples"))
      blocks += documentation.examples.map { .text(indented($0)) }
    }
    return Document(kind: "help", blocks: blocks)
  }

  /// What `explain` teaches of it.
  func explanation() -> Document {
    let documentation = documentation
    var blocks: [Document.Block] = [.heading(definition.name.text), .text(documentation.summary)]
    blocks += documentation.paragraphs.map { .text($0) }
    blocks.append(.text("short for: \(slice(definition.body.span, of: source))"))
    if let example = documentation.examples.first { blocks.append(.text("try: \(example)")) }
    return Document(kind: "explanation", blocks: blocks)
  }
}
