import Diagnostics
import Testing

@testable import Watch

@Suite struct ScriptOutlineTests {
  private func outline(_ text: String, stamp: ScriptFile.Stamp? = nil) -> ScriptOutline {
    ScriptOutline(SourceText(name: "s.mien", text: text)) { _ in stamp }
  }

  /// Which statements of a script get another name when it becomes another.
  private func changed(_ before: String, _ after: String) -> [Int] {
    let (old, new) = (outline(before).statements.map(\.key), outline(after).statements.map(\.key))
    return new.indices.filter { !old.indices.contains($0) || old[$0] != new[$0] }
  }

  @Test func whatDependsOnAChangeChangesWithIt() {
    let script = "a = faces n=20\nb = faces n=30\na | lbp\nb | lbp\n(a.rows)"
    #expect(changed(script, script.replacing("n=20", with: "n=21")) == [0, 2, 4])
    #expect(changed(script, script.replacing("n=30", with: "n=31")) == [1, 3])
    #expect(changed(script, "\n" + script.replacing("a = ", with: "a  =   ") + "  # said") == [])
  }

  @Test func aLineThatGoesOnDependsOnTheOneBefore() {
    #expect(changed("faces n=20\n_ | lbp", "faces n=21\n_ | lbp") == [0, 1])
  }

  @Test func settingsAndDefinitionsReachWhatComesAfter() {
    #expect(changed("x = 1\nset seed 7\ny = 2", "x = 1\nset seed 8\ny = 2") == [1, 2])
    #expect(changed("def f = lbp\nfaces | f\nfaces", "def f = pixels\nfaces | f\nfaces") == [0, 1])
  }

  @Test func aFileIsPartOfWhatNamesItUnlessItIsWrittenThere() {
    let script = "load \"d\"\nload \"d\" | table | save \"d\""
    let old = outline(script).statements.map(\.key)
    let new = outline(script, stamp: ScriptFile.Stamp(of: "/")).statements.map(\.key)
    #expect(zip(old, new).map { $0 == $1 } == [false, true])
  }

  @Test func cellsAndPlacesFindTheirStatements() {
    let script = outline("# %% [markdown]\n# # Title\n\n# %% Data\nx = 1\n\n# %% Rest\ny = (\nz = 3\n")
    #expect(script.title == "Title")
    #expect(script.cells.map(\.title) == ["", "Data", "Rest"])
    #expect(script.statements.first?.cell == 1)
    #expect(!script.diagnostics.isEmpty)
    #expect(script.cell(at: script.diagnostics.first?.primary?.location.span.start ?? 0) == 2)
  }
}
