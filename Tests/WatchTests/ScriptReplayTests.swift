import Testing

@testable import Watch

@Suite(.serialized) struct ScriptReplayTests {
  static let script = """
    # %% [markdown]
    # # Small
    # Words & <b>marks</b>.

    # %% Data
    k = 4
    people = faces n=40 subjects=8

    # %% Models
    base = people | resize 8 | pixels | pca k | logreg
    people | resize 8 | pixels | pca {2, 3} | logreg | cv 2
    base
    """

  @Test func thePageShowsWhatAReportShows() throws {
    let harness = ReplayHarness()
    harness.save(Self.script)
    let report = try ReplayHarness.report(of: Self.script)
    var rest = report[...]
    for block in harness.page.blocks {
      let part = block.content.split(separator: "<pre class=\"code\">").last.map(String.init) ?? ""
      // Headings have other names there, and results another log of experiments.
      let lines = part.split(separator: "\n").filter { !$0.hasPrefix("<h2") && !$0.contains("plans so far") }
      for line in lines {
        let range = try #require(rest.range(of: line), "\(line) is not in the report, or not there")
        rest = rest[range.upperBound...]
      }
    }
    #expect(harness.outputs.allSatisfy { $0.state == .current && $0.problem.isEmpty })
    #expect(harness.outputs.count == 5)
  }

  @Test func onlyWhatDependsOnAChangeIsMarkedAndRuns() {
    let harness = ReplayHarness()
    harness.save(Self.script)
    #expect(harness.save(Self.script) == [.current, .current, .current, .current, .current])
    let marked = harness.save(Self.script.replacing("k = 4", with: "k = 5"))
    #expect(marked == [.stale, .current, .stale, .current, .stale])
    let base = harness.outputs[2]
    #expect(base.status.hasPrefix("computed now"))
    #expect(base.status.hasSuffix("the rest from the cache"))
    #expect(base.why.contains("pca.k 4 → 5"))
    // Back again: it is kept.
    harness.save(Self.script)
    #expect(harness.outputs[2].status.hasPrefix("kept"))
  }

  @Test func everyResultSaysHowOftenTheTestHasBeenLookedAtByNow() throws {
    let harness = ReplayHarness()
    harness.save("a = faces n=40 subjects=8 | resize 8 | pixels | pca 2 | logreg\na")
    let one = try #require(harness.outputs.last?.content)
    harness.save(
      "a = faces n=40 subjects=8 | resize 8 | pixels | pca 2 | logreg\na\nfaces n=40 subjects=8 | resize 8 | pixels | pca 3 | logreg"
    )
    let two = harness.outputs[1].content
    #expect(one.contains("for the first time"))
    #expect(two.contains("by 2 plans so far"))
    // Also where what is shown is what was shown before.
    harness.save("a = faces n=40 subjects=8 | resize 8 | pixels | pca 4 | logreg\na")
    harness.save("a = faces n=40 subjects=8 | resize 8 | pixels | pca 2 | logreg\na")
    let back = harness.outputs[1].content
    #expect(back.contains("by 3 plans so far"))
    // And where it is said of several: 2, 3 and 4 components before, 5 now.
    let rows = "faces n=40 subjects=8 | resize 8 | pixels"
    let pair = "a = \(rows) | pca 2 | logreg\nb = \(rows) | pca 3 | logreg\ncompare a b"
    harness.save(pair)
    harness.save(pair + "\n\(rows) | pca 5 | logreg")
    #expect(harness.outputs[2].content.contains("by 4 plans so far"))
  }

  @Test func whatIsWrongStandsInItsPlaceOverTheLastThatWasGood() {
    let harness = ReplayHarness()
    harness.save("x = faces n=20 subjects=4\ny = x | pixels\nz = 3\n(z)")
    let good = harness.outputs[1].content
    harness.save("x = faces n=20 subjects=4\ny = x | pixelz\nz = 3\n(z)\ny | pca 2")
    #expect(harness.outputs.map(\.state) == [.current, .failed, .current, .current, .waiting])
    #expect(harness.outputs[1].content == good)
    #expect(harness.outputs[1].problem.contains("pixelz"))
    harness.save("x = faces n=20 subjects=4\ny = x | pixels\nz = 3\n(z)\ny | pca 2")
    #expect(harness.outputs.map(\.state) == [.current, .current, .current, .current, .current])
    #expect(harness.outputs.allSatisfy { $0.problem.isEmpty })
  }

  @Test func aLineThatCannotBeReadTakesNothingElseAway() {
    let harness = ReplayHarness()
    harness.save("a = 1\nb = (a + 1)\nc = 5")
    harness.save("a = 1 +\nb = (a + 1)\nc = 5")
    #expect(harness.outputs.last?.state == .current)
    #expect(harness.page.blocks.contains { $0.state == .failed || $0.state == .waiting })
    harness.save("a = 2\nb = (a + 1)\nc = 5")
    #expect(harness.outputs.map(\.state) == [.current, .current, .current])
    #expect(harness.outputs[1].content.contains("3"))
  }

  @Test func whatFailsWhileItRunsStopsOnlyWhatNeedsIt() {
    let harness = ReplayHarness()
    harness.save("x = faces n=20 subjects=4 | pixels | pca 2\nw = open \"none.json\"\nw\n(1 + 1)")
    let states = harness.outputs.map(\.state)
    #expect(states.first == .current)
    #expect(states.last == .current)
    #expect(harness.outputs[1].state == .failed)
    #expect(harness.outputs[2].state == .waiting)
  }

  @Test func nothingOfTheScriptBecomesAnElement() {
    let harness = ReplayHarness()
    let mark = "<img src=x onerror=alert(1)>"
    harness.save("# %% [markdown]\n# \(mark) [a](javascript:alert(1))\n\n# %% \(mark)\nx = \"\(mark)\"\nx\n\(mark)")
    for block in harness.page.blocks {
      #expect(!(block.content + block.why).contains("<img"))
      #expect(!(block.content + block.why).contains("href=\"javascript"))
    }
    #expect(harness.page.blocks.count == 4)
  }

  @Test func aNewStateOfTheScriptEndsTheWalk() {
    let harness = ReplayHarness()
    let outline = ScriptOutline(.init(name: "s.mien", text: "a = 1\nb = 2\nc = 3"))
    harness.page.adopt(outline)
    var walked = 0
    harness.replay.replay(outline) { _ in
      walked += 1
      return walked < 2
    }
    #expect(harness.outputs.map(\.state) == [.current, .stale, .stale])
    #expect(harness.page.isBusy)
  }
}
