import Diagnostics
import Plans
import Syntax

/// What can be told of a text that has not been run.
public struct ScriptReading: Sendable {
  /// What could be read of it.
  public let script: Script
  /// Those that `Session.check` gives.
  public let diagnostics: [Diagnostic]
  /// Where names stand for something that the text, or a file that it uses, gave them; in the order of their places.
  public let names: [NameUse]
}

/// A place where a name stands for what somebody gave it: a variable, a stage made by `def`, a parameter of one.
public struct NameUse: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case variable, definition, parameter
  }

  public let name: String
  public let kind: Kind
  public let location: Location
  /// Where it was given: the name in the binding or the `def`. The use itself where it is that place.
  public let origin: Location
}

extension Session {
  /// Checks a text as `check` does, and takes up the names that it would define, without values, in place of all that the
  /// session knew: completion and help then speak of the text as if its lines had just been run. Runs nothing.
  /// Who reads one text again and again while it is being edited keeps a `ScriptReader`.
  /// - Parameter end: statements that begin there or later, in UTF-8 bytes, are left out of the check.
  public func read(_ source: SourceText, before end: Int = .max) -> ScriptReading {
    ScriptReader(self).read(source, before: end)
  }

  /// The file of definitions that a `use` names, by its path from the working folder; nil where the path is made of
  /// variables.
  public func pathOfUsedFile(_ path: StringLiteral, in source: SourceText) -> String? {
    path.plainText.map { usedPath($0, from: source) }
  }
}
