import Diagnostics
import Plans

/// What a person asks of the session itself, on a line of its own: declared as stages are, so that help, completion and
/// errors are the same.
public protocol Command: Declared {
  func run(in session: Session, at location: Location) throws -> any Payload
}

/// Every command; a test fails when one is missing.
let allCommands: [any Command.Type] = [
  ExplainCommand.self, HelpCommand.self, SaveSessionCommand.self, TimeCommand.self, UndoCommand.self,
  VarsCommand.self, WhyCommand.self, CacheCommand.self,
]

extension Document {
  /// A document of lines.
  static func lines(_ kind: String, _ lines: [String], fields: [(name: String, value: Scalar)] = []) -> Document {
    Document(kind: kind, blocks: lines.map { .text($0) }, fields: fields)
  }
}
