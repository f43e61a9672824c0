import Diagnostics
import Foundation
import Plans
import Stages
import Testing

@testable import Interpreter

/// Random scripts over the real stages, right and spoiled, through the checker. `MIEN_FUZZ` says how many.
@Suite struct CheckerFuzzTests {
  private var count: Int { ProcessInfo.processInfo.environment["MIEN_FUZZ"].flatMap { Int($0) } ?? 3_000 }
  /// Where the numbering begins, so that a long run can be cut into pieces.
  private var first: Int { ProcessInfo.processInfo.environment["MIEN_FUZZ_FROM"].flatMap { Int($0) } ?? 0 }

  @Test func nothingBreaksTheChecker() {
    let session = SessionHarness(threads: 1).session
    session.readScript = { (_: String) throws(UnreadableFile) -> String in "def recipe(k=5) = lbp | pca k\n" }
    var kinds: Set<String> = []
    for seed in first..<(first + count) {
      var generator = StudyGenerator(seed: UInt64(seed))
      let text = generator.script()
      let source = SourceText(name: "fuzz.mien", text: text)
      let length = text.utf8.count
      for diagnostic in session.check(source) {
        kinds.insert(diagnostic.code.id)
        for label in diagnostic.secondary + (diagnostic.primary.map { [$0] } ?? []) {
          let span = label.location.span
          let isInside =
            label.location.source != source || (span.start >= 0 && span.start <= span.end && span.end <= length)
          if !isInside { Issue.record("seed \(seed): \(diagnostic.message) points outside\n\(text)") }
        }
        if seed % 16 == 0 { _ = DiagnosticRenderer().render(diagnostic, style: .plain) }
      }
    }
    #expect(session.variableNames.isEmpty && session.cache.count == 0, "checking runs nothing and changes nothing")
    #expect(kinds.count >= 15, "the scripts are too tame: \(kinds.sorted())")
  }
}

/// Makes scripts from the names, parameters and words that are declared, mostly in an order that makes sense, with a
/// mistake here and there.
struct StudyGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 ^ 0xA076_1D64_78BD_642F
  }

  /// SplitMix64 (Steele, Lea & Flood 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
  private mutating func chance(_ part: Int, in whole: Int) -> Bool { below(whole) < part }
  private mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

  mutating func script() -> String {
    var lines: [String] = []
    for _ in 0...below(5) { lines.append(statement()) }
    let text = lines.joined(separator: "\n") + "\n"
    return chance(1, in: 3) ? spoiled(text) : text
  }

  private mutating func statement() -> String {
    switch below(12) {
    case 0: "def \(name())(k=\(number()), m) = \(steps(of: [.selector, .rowwise, .fitted]))"
    case 1:
      "set \(one(of: ["seed", "threads", "data", "fail", "memory", "sed"])) \(one(of: ["1", "strict", "stop", "0.5", "x"]))"
    case 2: "use \"recipes.mien\""
    case 3:
      "\(one(of: ["vars", "why", "undo", "time", "cache", "help", "explain", "compare"])) \(one(of: ["", name(), "pca", "E0104", "a b"]))"
    case 4:
      "expect (\(name()).\(one(of: ["macro_f1", "n_test", "rows", "x"])) \(one(of: [">", "<=", "=="])) \(number()))"
    case 5: "| \(steps(of: [.reader]))"
    case 6...8: "\(name()) = \(pipeline())"
    default: pipeline()
    }
  }

  private mutating func pipeline() -> String {
    let head = one(of: ["faces 40", "load \"kori\"", "load [\"kori\", \"ziya07\"]", "load \"nowhere\"", name(), ""])
    let kinds: [StageKind] = [.selector, .rowwise, .fitted, .resampler, .model, .evaluator, .reader]
    let chosen = kinds.filter { _ in chance(2, in: 3) }
    return [head, steps(of: chance(1, in: 8) ? chosen.reversed() : chosen)].filter { !$0.isEmpty }
      .joined(separator: " | ")
  }

  private mutating func steps(of kinds: [StageKind]) -> String {
    var steps: [String] = []
    for kind in kinds {
      let types = stageCatalogue.stages.filter { $0.kind == kind }
      guard !types.isEmpty else { continue }
      let step = call(one(of: types))
      switch below(8) {
      case 0: steps.append("{\(step), \(call(one(of: types)))}")
      case 1: steps.append("maybe \(step)")
      case 2: steps.append(one(of: ["recipe", "recipe k={2, 3}", name()]))
      default: steps.append(step)
      }
    }
    return steps.joined(separator: " | ")
  }

  private mutating func call(_ type: any Stage.Type) -> String {
    var text = chance(1, in: 30) ? type.declaration.name + "x" : type.declaration.name
    for parameter in type.parameters where chance(1, in: 3) || parameter.defaultText == nil {
      let value = value(parameter)
      text += parameter.isPositional && chance(1, in: 2) ? " \(value)" : " \(parameter.name)=\(value)"
    }
    return text
  }

  private mutating func value(_ parameter: ParameterDeclaration) -> String {
    if chance(1, in: 6) {
      return "{\(plain(parameter)), \(plain(parameter))}"
    }
    return plain(parameter)
  }

  private mutating func plain(_ parameter: ParameterDeclaration) -> String {
    if !parameter.type.words.isEmpty, chance(4, in: 5) { return one(of: parameter.type.words) }
    return one(of: [
      number(), number(), "\"text\"", "yes", "none", name(), "(\(name()) * 2)", "(macro_f1 > 0.4)", "[k, macro_f1]",
      "{d: 2, 4}", "2..6 by 2", "25%", "60s", "macro_f1", "(faces 20 | lbp)", "base.rows",
    ])
  }

  private mutating func number() -> String {
    one(of: ["0", "1", "5", "-1", "0.5", "50", "1e9", "99999999999999999999"])
  }
  private mutating func name() -> String { one(of: ["x", "base", "fair", "k", "m", "_", "again", "recipe"]) }

  private mutating func spoiled(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for _ in 0...below(2) {
      let place = below(bytes.count + 1)
      switch below(4) {
      case 0: bytes.removeSubrange(place..<min(bytes.count, place + below(8)))
      case 1:
        bytes.insert(contentsOf: one(of: ["|", "{", "}", "(", ")", "=", "\"", ",", "\n", " -", "é"]).utf8, at: place)
      case 2 where place < bytes.count: bytes[place] = UInt8(32 + below(95))
      default: bytes.insert(contentsOf: Array(bytes[place..<min(bytes.count, place + below(12))]), at: place)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
