import Diagnostics
import StandardLibrary
import Syntax

/// The stages that come with Mien and are written in it. Read when a name is looked for that is neither a variable, a
/// `def` of the script, nor a built-in stage; until then they cost nothing.
final class Library {
  /// Gives their texts.
  private let read: () throws(UnreadableFile) -> [SourceText]
  private var isRead = false
  private var known: [String: DefinedStage] = [:]
  private var failure: String?

  init(read: @escaping () throws(UnreadableFile) -> [SourceText] = embeddedLibrary) {
    self.read = read
  }

  func definition(named name: String) -> DefinedStage? { definitions[name] }

  var names: [String] { definitions.keys.sorted() }

  /// Why there is nothing in it, where it could not be read.
  var problem: String? {
    _ = definitions
    return failure
  }

  private var definitions: [String: DefinedStage] {
    guard !isRead else { return known }
    isRead = true
    do throws(UnreadableFile) {
      for source in try read() { add(source) }
    } catch { failure = "the recipes that come with mien could not be read: \(error.reason)" }
    return known
  }

  private func add(_ source: SourceText) {
    let parsed = parse(source)
    if let first = parsed.diagnostics.first {
      failure = "the recipes in \(source.name) are not as they should be: \(first.message)"
    }
    for case .definition(let definition) in parsed.script.statements.map(\.kind) {
      known[definition.name.text] = DefinedStage(definition: definition, source: source, isOfLibrary: true)
    }
  }
}

/// Those inside the program.
func embeddedLibrary() throws(UnreadableFile) -> [SourceText] {
  StandardLibrary.files.map { SourceText(name: $0.name, text: $0.text) }
}
