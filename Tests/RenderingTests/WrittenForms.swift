import Diagnostics
import Interpreter
import Numerics
import Plans
import Stages
@testable import Rendering

/// What the tests of notes ask of a script: what it shows, in every written form, and the letters of a text.
enum WrittenForms {
  static func all(of value: PlanValue) -> [MediaBundle.Form] {
    MediaBundle(of: value).forms + TableFormat.allCases.map { .init($0.mediaType, $0.text(of: value.payload.tables)) }
  }

  static func shown(_ text: String) throws -> [PlanValue] {
    let session = Session(
      catalogue: stageCatalogue,
      settings: RunSettings(threads: 1, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: 1 << 28)
    var shown: [PlanValue] = []
    try session.run(SourceText(name: "notes.mien", text: text)) { outcome in
      if case .shown(let value) = outcome { shown.append(value) }
    }
    return shown
  }

  /// Without what a form escapes, wraps or sets in bold.
  static func letters(of text: String) -> String {
    String(text.replacing("$\\mid$", with: "").lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
