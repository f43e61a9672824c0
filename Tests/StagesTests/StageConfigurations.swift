import Diagnostics
import Foundation
import Plans
import Syntax
import TestSupport

@testable import Interpreter
@testable import Stages

/// A stage with arguments bound, as a script would bind them.
struct StageConfiguration: Sendable, CustomStringConvertible {
  let stage: any Stage
  let text: String

  var description: String { text }
  var declaration: Declaration { type(of: stage).declaration }

  /// A search that lasts as long as it is given does not end at the same place twice, so what it finds cannot be compared
  /// bit by bit.
  var isTimed: Bool { type(of: stage).isTimed }
}

/// The configurations that a stage's own declaration gives reason to try: its defaults, each word of each of its lists,
/// yes for each of its switches, and what its examples write.
func configurations(of type: any Stage.Type) -> [StageConfiguration] {
  var found: [StageConfiguration] = []
  var seen: Set<String> = []
  for arguments in argumentLists(for: type) {
    guard let configuration = bound(type, arguments),
      seen.insert(configuration.stage.canonicalArguments).inserted
    else { continue }
    found.append(configuration)
  }
  // A network takes seconds in each test, and all learn by the same code whatever they are told: the plainest and an
  // example of one that begins with nothing, the plainest alone of one that begins with the weights of a large one.
  guard type.teachesNetworks, let first = found.first, let last = found.last, found.count > 2 else { return found }
  return type.parameters.contains { $0.name == "weights" } ? [first] : [first, last]
}

private typealias NamedArguments = [(name: String, value: ArgumentValue)]

private func argumentLists(for type: any Stage.Type) -> [NamedArguments] {
  var lists: [NamedArguments] = [[]]
  for parameter in type.parameters {
    lists += parameter.type.words.map { [(parameter.name, .word($0))] }
    if parameter.type.includes(.boolean) { lists.append([(parameter.name, .boolean(true))]) }
  }
  let examples = type.declaration.examples.flatMap { steps(of: $0.script) }
  return lists + examples.filter { $0.declaration.name == type.declaration.name }.map { $0.arguments }
}

/// nil where a required argument is missing, or the words do not go together.
private func bound(_ type: any Stage.Type, _ arguments: NamedArguments) -> StageConfiguration? {
  let location = Location(SourceText(name: "conformance", text: ""), Span(0, 0))
  var arguments = arguments
  for parameter in type.parameters where parameter.type.includes(.duration) {
    arguments.removeAll { $0.name == parameter.name }
    if type.isTimed { arguments.append((parameter.name, .number(max(1, parameter.bounds.lower ?? 1), .seconds))) }
  }
  if type.countsTrials {
    arguments.removeAll { $0.name == "trials" }
    arguments.append(("trials", .number(2, .plain)))
  }
  // Networks are taught for one pass, and all of them see small images.
  for (name, bound) in [("epochs", 1.0), ("size", nil)] {
    guard let parameter = type.parameters.first(where: { $0.name == name }), type.teachesNetworks || type.usesWeights,
      let value = bound ?? parameter.bounds.lower
    else { continue }
    arguments.removeAll { $0.name == name }
    arguments.append((name, .number(value, .plain)))
  }
  // A network that PyTorch exported stands for those of users; weights are those in the program.
  for parameter in type.parameters where parameter.type == .path && [.rowwise, .model].contains(type.kind) {
    let isNeeded = parameter.defaultText == nil
    arguments.removeAll { $0.name == parameter.name || $0.name == "layer" && isNeeded }
    guard isNeeded else { continue }
    arguments.append((parameter.name, .text(tinyNetwork)))
    if type.kind == .model {
      arguments.removeAll { $0.name == "classes" }
      arguments.append(("classes", .list(["sad", "calm", "afraid", "happy", "angry"].map { .text($0) })))
    }
  }
  // Nor are the files that faces are found by a part of the project.
  for (name, path) in faceFiles where type.parameters.contains(where: { $0.name == name }) {
    arguments.append((name, .text(path)))
  }
  let given = arguments.map { name, value in
    GivenArgument(label: (name, location), value: value, location: location)
  }
  let (stage, _, problems) = type.bound(to: given, at: location)
  guard problems.isEmpty else { return nil }
  let words = arguments.map { "\($0.name)=\($0.value.description)" }
  return StageConfiguration(stage: stage, text: ([type.declaration.name] + words).joined(separator: " "))
}

/// `tiny.onnx`, of the tests of the engine.
private let tinyNetwork = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("NeuralNetworksTests/Fixtures/tiny.onnx").path

private let faceFolder = try? TemporaryFolder()

/// By parameter: a cascade that takes anything for a face, and a predictor of five landmarks.
private let faceFiles: [(name: String, path: String)] = {
  let paths = [
    ("cascade", try? faceFolder?.write(FaceFiles.anything, to: "anything.xml")),
    ("landmarks", try? faceFolder?.write(FaceFiles.fiveLandmarks, to: "five.dat")),
  ]
  return paths.compactMap { name, path in path.map { (name, $0) } }
}()

extension Stage {
  /// Whether it can be told how much to try, in place of how long: then its work can be repeated.
  fileprivate static var countsTrials: Bool { parameters.contains { $0.name == "trials" && $0.type == .integer } }

  fileprivate static var teachesNetworks: Bool { kind == .model && parameters.contains { $0.name == "epochs" } }

  fileprivate static var usesWeights: Bool { parameters.contains { $0.name == "weights" && $0.type.includes(.path) } }

  fileprivate static var isTimed: Bool {
    !countsTrials && parameters.contains { $0.type.includes(.duration) }
  }
}

/// The stages that a script stands for, without running it.
func steps(of script: String, in session: StageSession = StageSession(threads: 1)) -> [PlanStep] {
  let session = session.session
  let source = SourceText(name: "example", text: script)
  let scope = session.scope.copy()
  let checker = ScriptChecker(session, source, scope: scope)
  return parse(source).script.statements.flatMap { statement -> [PlanStep] in
    checker.check(statement)
    guard let known = scope.variables["_"]?.known else { return [] }
    return (known.grid?.combinations.flatMap(\.plan.steps) ?? []) + known.readers
  }
}

/// The stages of the catalogue of some kinds; tests are driven by kind, never by name.
func stageTypes(_ kinds: StageKind...) -> [any Stage.Type] {
  stageCatalogue.stages.filter { kinds.contains($0.kind) }
}

/// Every configuration of every stage of some kinds.
func allConfigurations(_ kinds: StageKind...) -> [StageConfiguration] {
  kinds.flatMap { kind in stageTypes(kind) }.flatMap(configurations)
}
