import Diagnostics
import Syntax

extension Statement {
  /// The statement as a script has it, whatever stood before it where it was typed.
  func line(in source: SourceText) -> String {
    switch kind {
    case .expression(let pipeline, continuesLast: true):
      // A line that begins with `|` would become part of the statement above it.
      "_ | " + slice(pipeline.span, of: source)
    case .definition(let definition):
      (definition.documentation.map { $0.isEmpty ? "##" : "## \($0)" } + [slice(span, of: source)]).joined(
        separator: "\n")
    default:
      slice(span, of: source)
    }
  }
}

/// What `undo` takes back.
enum Undoable {
  case variable(String, before: Variable?)
  case definition(String, before: DefinedStage?)
}
