import Diagnostics
import Foundation
import Plans
import Syntax
import Testing

@testable import Interpreter

/// Advice holds where it is given: for the words of other languages, said of every kind of value, in every way that they
/// are written elsewhere, what the first error tells to write is taken by the checker in that very place.
@Suite struct AdviceInPlaceTests {
  /// Beside nothing at all: rows, their features, rows of a table, a result, a sweep, what reads two results, a number.
  private static let kinds = ["people", "feats", "chosen", "base", "grid", "both", "score", "nobody"]

  private static let prelude = """
    people = faces 400
    feats = people | lbp
    chosen = people | only class=[happy, sad]
    base = people | lbp | svm rbf
    fair = people | lbp | smote | svm rbf
    grid = people | lbp | pca {20, 30} | svm
    both = compare base fair
    score = base.macro_f1

    """

  /// Of one word and one variable.
  private static func lines(_ word: String, _ name: String) -> [String] {
    [
      "\(word)(\(name))", "\(word)(\(name), 5)", "\(word)(\(name), n=5)",
      "\(word)(\(name), \"macro_f1\", ascending=False)",
      "\(word)(data=\(name), test_size=0.2)", "\(name).\(word)()", "\(name).\(word)(5)",
      "\(name).\(word)(by=\"macro_f1\")",
      "\(name).\(word)(-macro_f1)", "\(name).\(word)(n=5, random_state=1)", "\(name) | \(word)", "\(name) | \(word) 5",
      "\(name) | \(word) n=5", "\(name) | \(word) -macro_f1", "\(name) | \(word)()", "\(name) | \(word) | svm",
      "\(name) | \(word) | lbp | svm", "\(name) %>% \(word)(5)", "\(word) \(name)", "\(word) \(name) 5",
      "\(word) \(name) by=macro_f1", "\(word) \(name) -macro_f1", "y = \(word)(\(name))", "y = \(name).\(word)()",
      "y = \(name) | \(word) 5", "\(word)", "\(word)()", "\(word) 5", "\(word)(\"a\", 5)", "y <- \(word)(\(name))",
    ]
  }

  /// Words that are stages here, which are said in the manner of elsewhere too.
  private static let own = [
    "sort", "top", "sample", "pca", "svm", "report", "confusion", "cv", "smote", "only", "compare",
  ]

  private func session(loaded: Bool) -> Session {
    let session = SessionHarness(threads: 1).session
    guard loaded else { return session }
    let source = SourceText(name: "prelude", text: Self.prelude)
    let checker = ScriptChecker(session, source)
    for statement in parse(source).script.statements { checker.check(statement) }
    #expect(checker.diagnostics.isEmpty)
    session.scope = checker.scope
    return session
  }

  @Test(arguments: kinds) func adviceHoldsWhereItIsGiven(of name: String) {
    let session = session(loaded: name != "nobody")
    let words =
      NamesElsewhere.standard.entries.compactMap { $0.names.first { !$0.contains("*") } }.filter { $0 != "?" }
      + Self.own
    var (contexts, pieces) = (0, 0)
    var failed: [String] = []
    for (place, word) in words.enumerated() {
      let lines = Self.lines(word, name)
      // Each word in some of the ways, all ways over all words.
      for line in lines.enumerated().filter({ ($0.offset * 31 + place * 7) % Self.stride == 0 }).map(\.element) {
        let source = SourceText(name: "line", text: line)
        let found = session.check(source)
        contexts += found.isEmpty ? 0 : 1
        let advice = found.compactMap { diagnostic in
          diagnostic.primary.flatMap { label in Advice(label.text, at: label.location.span) }
        }
        pieces += advice.count
        // What is a word of this language may be out of place without a way out that is known.
        let isUntold =
          !Self.own.contains(word) && advice.isEmpty && found.first?.primary?.text.isEmpty == true
        if isUntold || !advice.allSatisfy({ $0.holds(with: advice, in: line, session) }) {
          failed.append("\(line): \(found.map { $0.primary?.text ?? "" })")
        }
      }
    }
    #expect(failed.isEmpty, "\(failed.count) of \(pieces): \(failed.prefix(40).joined(separator: "\n"))")
    #expect(contexts * Self.stride > words.count * 15 && pieces * 4 > contexts * 3, "\(pieces) in \(contexts)")
    if Self.stride == 1 { print("\(name): \(pieces) pieces of advice in \(contexts) lines") }
  }

  /// `MIEN_ADVICE_STRIDE=1` takes every way of every word.
  private static let stride = ProcessInfo.processInfo.environment["MIEN_ADVICE_STRIDE"].flatMap(Int.init) ?? 67
}

/// What a label tells to write, or where to read.
private struct Advice {
  let piece: String
  let isTopic: Bool
  let place: Span

  init?(_ label: String, at place: Span) {
    self.place = place
    if let line = label.prefixMatch(of: #/write `([^`]+)`/#) {
      (piece, isTopic) = (String(line.output.1), false)
    } else if let name = label.firstMatch(of: #/did you mean '([^']+)'/#) {
      (piece, isTopic) = (String(name.output.1), false)
    } else if let topic = label.firstMatch(of: #/`help ([^`]+)`/#) {
      (piece, isTopic) = (String(topic.output.1), true)
    } else {
      return nil
    }
  }

  /// Whether the line is right with it in its place, or in place of the whole line; where a line holds several mistakes,
  /// with all of them mended.
  func holds(with all: [Advice], in line: String, _ session: Session) -> Bool {
    if isTopic { return session.hasHelp(piece, in: session.scope) }
    let pieces = all.filter { !$0.isTopic }.sorted { $0.place.start > $1.place.start }
    let mended = pieces.reduce(into: Array(line.utf8)) { bytes, advice in
      bytes.replaceSubrange(advice.place.start..<advice.place.end, with: advice.piece.utf8)
    }
    return [String(decoding: mended, as: UTF8.self), piece].contains { text in
      session.check(SourceText(name: "mended", text: text)).allSatisfy { isOfWriter($0, in: line) }
    }
  }

  /// A file or a variable that the writer named and that is not there.
  private func isOfWriter(_ problem: Diagnostic, in line: String) -> Bool {
    let place = problem.primary?.location
    let text = place.map { slice($0.span, of: $0.source) } ?? ""
    return text == "nobody" || (problem.code.title == DiagnosticCode.stageFailed.title && line.contains(text))
  }
}
