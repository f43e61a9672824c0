import Diagnostics
import Foundation
import Plans
import Testing

@testable import Interpreter

/// A text that is read again after each edit, beside a fresh session that sees it for the first time. `MIEN_FUZZ` says how
/// many edits.
@Suite struct ScriptReaderTests {
  private var edits: Int { ProcessInfo.processInfo.environment["MIEN_FUZZ"].flatMap { Int($0) } ?? 120 }

  private static let script = (1...4).map { number in
    """
    # %% Study \(number)
    set seed \(number)
    faces\(number) = faces 40 subjects=8
    ## Mine.
    def mine\(number)(k=5, kernel=rbf) = pca k | svm kernel
    base\(number) = faces\(number) | lbp | pca {20, 30} | {skip, smote} | svm rbf
    fair\(number) = faces1 | lbp
      | scale  # näxt 😀
      | mine\(number) k=\(number)
    compare fair\(number) fair1
    x\(number) = (fair\(number).macro_f1 * \(number))
    fair\(number) | predictions | save "rows\(number).csv"
    base\(number) | sort macro_f1
    | top 3

    """
  }.joined()

  private static let pieces = [
    " | ", "svm rfb", "pca 50", "{", "}", "(", ")", "\n", "é", "😀", "\"", "=", "faces 40", "def f(k=3) = pca k\n",
    "\nuse \"x.mien\"\n", "# %% cell\n", "[1, 2]", " 10..50 by 10", "..", "x = ", "base1", "why base2\n", "\r\n", "\r",
    "\nset seed 7\n", "compare ", "\t", "#", "\\", "\nset data strict\n", "mine3", "report base1\n", "## ", "_",
  ]

  private func harness() -> SessionHarness {
    let harness = SessionHarness(threads: 1)
    harness.session.readScript = { (_: String) throws(UnreadableFile) -> String in
      "def recipe(k=5) = lbp | pca k | svm linear\ndef mine1() = lbp\n"
    }
    return harness
  }

  @Test func whatStandsBeforeAnEditIsKeptAsItWouldBeFoundAnew() {
    let kept = harness()
    let reader = ScriptReader(kept.session)
    var generator = SplitMix(state: 20)
    var scalars = Array(Self.script.unicodeScalars)
    var wrong = 0
    for number in 0..<edits {
      // Most texts are to be read whole by the parser: only then the checker's word counts.
      if number % 40 < 24 && number % 4 == 0 { scalars = Array(Self.script.unicodeScalars) }
      let start = generator.below(scalars.count + 1)
      let end = min(scalars.count, start + [0, 0, 0, 1, 2, 5, 40][generator.below(7)])
      let piece = generator.below(5) == 0 ? "" : Self.pieces[generator.below(Self.pieces.count)]
      scalars.replaceSubrange(start..<end, with: piece.unicodeScalars)
      let source = SourceText(name: "edited.mien", text: String(String.UnicodeScalarView(scalars)))
      // As completion does, which asks for the lines above only.
      if number % 3 == 0 { _ = reader.read(source, before: generator.below(source.text.utf8.count + 1)) }
      let reading = reader.read(source)
      let fresh = harness().session
      let found = fresh.check(source)
      let anew = fresh.read(source)
      wrong += found.isEmpty ? 0 : 1
      let pairs: [(String, Bool)] = [
        ("diagnostics", reading.diagnostics == found), ("names", reading.names == anew.names),
        ("variables", kept.session.variableNames == fresh.variableNames),
        ("outlooks", outlooks(kept.session) == outlooks(fresh)),
      ]
      if let other = pairs.first(where: { !$0.1 }) {
        let told = [reading.diagnostics, found].map { $0.map { "\($0.code.id) \($0.message)" } }
        Issue.record("edit \(number): other \(other.0): \(told)\n\(source.text)")
        return
      }
    }
    #expect(wrong > edits / 10 && wrong < edits, "\(wrong) of \(edits) texts are wrong: too tame, or too wild")
  }

  private func outlooks(_ session: Session) -> [String] {
    (session.variableNames + ["faces 40 | mine3", "_"]).map { name in
      let outlook = session.outlook(of: name)
      return "\(name): \(outlook?.kinds.description ?? "nothing") \(outlook?.columns ?? [])"
    }
  }

  @Test func aChangeInAFileIsSeenByANewReader() {
    let harness = SessionHarness(threads: 1)
    let source = SourceText(name: "a.mien", text: "use \"b.mien\"\nx = faces 40 | mine\n")
    let reader = ScriptReader(harness.session)
    harness.session.readScript = { (_: String) throws(UnreadableFile) -> String in "def mine() = lbp\n" }
    #expect(reader.read(source).diagnostics.isEmpty)
    harness.session.readScript = { (_: String) throws(UnreadableFile) -> String in "def other() = lbp\n" }
    #expect(reader.read(source).diagnostics.isEmpty, "nothing before the end has changed")
    #expect(ScriptReader(harness.session).read(source).diagnostics.map(\.code.id) == ["E0101"])
  }
}

/// SplitMix64 (Steele, Lea & Flood 2014).
private struct SplitMix {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
  }
}
