import Plans
import Syntax

/// Help for a stage made by `def`, in the form that built-in stages have.
func definitionPage(_ definition: Definition) -> Document {
  let words = definition.parameters.map { parameter in
    parameter.defaultValue == nil ? parameter.name.text.uppercased() : "[\(parameter.name.text)]"
  }
  let name = definition.name.text
  var blocks: [Document.Block] = [.heading(([name] + words).joined(separator: " "))]
  blocks +=
    definition.documentation.isEmpty
    ? [.text("made by `def`; a `##` comment above it is shown here")]
    : definition.documentation.map { .text($0) }
  return Document(kind: "help", blocks: blocks)
}
