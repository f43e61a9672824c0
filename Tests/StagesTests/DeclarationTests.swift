import Diagnostics
import Foundation
import Plans
import Testing

@testable import Interpreter
@testable import Stages

/// What is declared of stages and commands is whole: everything else (help, completion, checking, the manual) reads it.
@Suite struct DeclarationTests {
  /// Stages and commands, by what they are called in a failure.
  static let declared: [any Declared.Type] = stageCatalogue.stages.map { $0 as any Declared.Type } + commands

  private static var commands: [any Declared.Type] {
    Session(catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 0).commands
      .map { $0 as any Declared.Type }
  }

  @Test func everyDeclarationIsWhole() {
    for type in Self.declared {
      let declaration = type.declaration
      let name = declaration.name
      #expect(name.wholeMatch(of: #/[a-z][a-z0-9_]*/#) != nil, "\(name) cannot be typed")
      #expect(declaration.summary.last.map { ".?".contains($0) } == true, "\(name): the summary is a sentence")
      #expect(declaration.summary.count <= 110, "\(name): the summary is one short sentence")
      #expect(!declaration.discussion.isEmpty, "\(name) teaches nothing: `explain \(name)` needs a discussion")
      #expect(!declaration.searchTerms.isEmpty, "\(name) is found by its name alone")
      #expect(!declaration.examples.isEmpty, "\(name) has no example")
      #expect(!declaration.takes.isEmpty && !declaration.gives.isEmpty, "\(name)")
      #expect(declaration.version >= 1)
      let words = name.replacingOccurrences(of: "_", with: " ")
      let names = declaration.examples.filter { $0.script.contains(name) || $0.script.contains(words) }
      #expect(names.count == declaration.examples.count, "\(name): an example does not show it")
    }
  }

  @Test func whatComputesSaysByWhichPaperOrProgram() {
    for type in stageTypes(.fitted, .resampler, .model, .evaluator) {
      #expect(!type.declaration.reference.isEmpty, "\(type.declaration.name) has no reference")
    }
  }

  /// Whoever runs a stage goes by its role; whoever lists stages goes by their type's kind.
  @Test func everyStageIsOfTheKindOfItsRole() {
    for type in stageCatalogue.stages { #expect(type.init().role.kind == type.kind, "\(type.declaration.name)") }
  }

  @Test func namesAreUnique() {
    let stages = stageCatalogue.names
    #expect(Set(stages).count == stages.count)
    let commands = Self.commands.map { $0.declaration.name }
    #expect(Set(commands).count == commands.count)
    // `x | save "file"` and `save session "x.mien"` share a word, as the language has it.
    let isStage = Set(stages)
    let shared = commands.filter { isStage.contains($0) && $0 != SaveStage.declaration.name }
    #expect(shared.isEmpty)
  }

  @Test func parametersAreWhole() {
    for type in Self.declared {
      let name = type.declaration.name
      let parameters = type.parameters
      #expect(parameters.count(where: \.isPositional) <= 2, "\(name): at most two parameters are known by their place")
      let names = parameters.flatMap { [$0.name] + $0.aliases }
      #expect(Set(names).count == names.count, "\(name): two parameters share a name or alias")
      for parameter in parameters {
        #expect(!parameter.help.isEmpty, "\(name) \(parameter.name)")
        #expect(!parameter.help.hasSuffix("."), "\(name) \(parameter.name): help is a phrase, not a sentence")
        #expect(
          parameter.isPositional || parameter.defaultText != nil, "\(name) \(parameter.name) must be named always")
      }
    }
  }

  /// A default outside its own bounds could not be written down.
  @Test func defaultsCanBeWritten() {
    for type in stageCatalogue.stages {
      for parameter in type.parameters {
        guard let text = parameter.defaultText, let value = Double(text.filter { $0 != "%" }) else { continue }
        let number = text.hasSuffix("%") ? value / 100 : value
        #expect(
          parameter.bounds == .none || parameter.bounds.contains(number),
          "\(type.declaration.name) \(parameter.name)=\(text)")
      }
    }
  }

  @Test func orderOfArgumentsDoesNotChangeWhatAStageIs() {
    let names = stageCatalogue.stages.map { "\($0.declaration.name)@\($0.declaration.version)" }
    #expect(Set(names).count == names.count)
    for type in stageCatalogue.stages {
      let words = type.init().canonicalArguments
      #expect(words.contains("=") == !type.parameters.isEmpty, "\(type.declaration.name): \(words)")
    }
  }

  /// The catalogue is written by hand, so the sources are searched for stages that are missing from it.
  @Test func everyStageTypeIsInTheCatalogue() throws {
    // A generic type is one in the sources.
    let listed = Set(
      stageCatalogue.stages.map { String("\($0)".prefix { $0 != "<" }) } + [
        "\(type(of: stageCatalogue.defaultEvaluator))"
      ])
    let written = try StageSources().stageTypes()
    #expect(written.count >= stageCatalogue.stages.count)
    // What `tune` puts into a plan in place of the alternatives before it cannot be written by anybody.
    let missing = written.subtracting(listed).subtracting(["TunedModelStage", "ChosenRows"])
    #expect(missing.isEmpty, "not in the catalogue: \(missing.sorted())")
    let unfound = listed.subtracting(written)
    #expect(unfound.isEmpty, "in the catalogue, but the search does not see them: \(unfound.sorted())")
  }
}

/// The texts of `Sources/Stages`.
private struct StageSources {
  private let files: [(path: String, text: String)]

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources").path
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    files = try names.filter { $0.hasSuffix(".swift") && ($0.hasPrefix("Stages/") || $0.hasPrefix("Plans/")) }
      .map { ($0, try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8)) }
  }

  /// Types that conform to `Stage`, directly or through another protocol, and can be seen from outside their file.
  func stageTypes() -> Set<String> {
    var protocols: Set<String> = ["Stage"]
    let refined = files.flatMap { declarations(of: "protocol", in: $0.text) }
    for _ in refined {
      protocols.formUnion(refined.filter { !$0.conformances.isDisjoint(with: protocols) }.map(\.name))
    }
    let types = files.filter { $0.path.hasPrefix("Stages/") }
      .flatMap { file in ["struct", "enum", "final class"].flatMap { declarations(of: $0, in: file.text) } }
    return Set(types.filter { !$0.conformances.isDisjoint(with: protocols) }.map(\.name))
  }

  /// `struct PCAStage: FittedStage {`; what is private to its file is left out.
  private func declarations(of keyword: String, in text: String) -> [(name: String, conformances: Set<String>)] {
    text.split(separator: "\n").compactMap { line in
      var words = line.drop { $0 == " " }
      if words.hasPrefix("public ") { words = words.dropFirst(7) }
      guard words.hasPrefix(keyword + " "), let colon = words.firstIndex(of: ":") else { return nil }
      let name = words[..<colon].dropFirst(keyword.count + 1).prefix { $0 != "<" && $0 != " " }
      let list = words[words.index(after: colon)...].prefix { $0 != "{" }
      let conformances = list.split { $0 == "," || $0 == " " || $0 == "&" }.map(String.init)
      return (String(name), Set(conformances))
    }
  }
}
