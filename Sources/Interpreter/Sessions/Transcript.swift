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

extension Statement {
  /// `base.accuracy`, where the statement shows nothing else; nil for any other.
  func field(in source: SourceText) -> String? {
    guard case .expression(let pipeline, continuesLast: false) = kind, pipeline.steps.count == 1,
      case .value(.field)? = pipeline.steps.first
    else { return nil }
    return slice(pipeline.span, of: source)
  }
}

/// What `undo` takes back, with the line of the transcript that made it.
enum Undoable {
  case variable(String, before: Variable?, line: Int)
  case definition(String, before: DefinedStage?, line: Int)
}

extension Session {
  /// Keeps a statement for `save session`, unless it is a command.
  func record(_ statement: Statement, in source: SourceText) {
    if case .expression(let pipeline, continuesLast: false) = statement.kind, command(in: pipeline, scope) != nil {
      return
    }
    transcript.append(statement.line(in: source))
  }

  /// The line before `line` that began so, or had such a line in it.
  func earlier(_ beginning: String, _ line: Int) -> String? {
    transcript.prefix(line).last { $0.hasPrefix(beginning) || $0.contains("\n" + beginning) }
  }

  /// Takes a line back that bound `name`. Where later lines may have used it, it stays, and a line that binds the name to
  /// what it was before comes behind them.
  /// - Parameter before: what the name stood for, as a line; nil where it stood for nothing.
  func forget(line: Int, of name: String, before: String?) {
    guard transcript.indices.contains(line) else { return }
    let isUsed = transcript[(line + 1)...].contains { text in
      text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == name || $0 == "_" }
    }
    if !isUsed {
      transcript.remove(at: line)
    } else if let before {
      transcript.append(before)
    }
  }
}
