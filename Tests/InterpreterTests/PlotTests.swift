import Basics
import Drawing
import Foundation
import Plans
import Testing

@testable import Interpreter

/// `plot` over what the language gives, and the files that `save` makes of pictures and of what other programs read.
@Suite struct PlotTests {
  private static let rows = "x = faces n=48 subjects=12 intensity=1 | resize 16 | pixels"

  private func chart(_ script: String) throws -> Chart {
    let value = try SessionHarness().last(Self.rows + "\n" + script)
    return try #require(value.payload.as(Figure.self), "\(value.kind.description)").chart
  }

  @Test(arguments: [
    ("x | pca 4 | logreg | plot", [Layer.Mark.tiles], "predicted"),
    ("x | pca 4 | logreg | plot kind=recall", [.bars], "recall"),
    ("x | pca 4 | logreg | plot kind=metrics", [.points], "score"),
    ("x | pca {2, 4, 6} | logreg | plot", [.band, .line, .points], "k"),
    ("x | pca {2, 4} | {lda, logreg} | plot kind=points", [.points], "score"),
    ("x | pca 4 | svm rbf C={1, 10} gamma={0.01, 0.1} | plot", [.tiles], "C"),
    ("x | pca 4 | scale | logreg | cv 3 | ablate | plot", [.points, .rule], "difference"),
    ("x | plot", [.dots], "f1"), ("x | plot x=f3 y=f5 color=subject", [.dots], "f3"),
    ("x | plot color=class", [.dots], "f1"),
    ("x | classes | plot", [.bars], "rows"), ("x | pca 4 | smote k=2 | plot kind=classes", [.bars], "rows"),
    ("x | pca 4 | forest trees=5 | importance gain | plot", [.bars], "gain"),
    ("a = x | pca 2 | logreg\nb = x | pca 4 | logreg\ncompare a b | plot", [.points], "difference"),
  ])
  func everyValueSaysWhatItIsDrawnAs(_ script: String, _ marks: [Layer.Mark], _ title: String) throws {
    let chart = try chart(script)
    #expect(chart.panels[0].layers.map(\.mark) == marks || chart.panels[0].layers.map(\.mark) == marks + [.rule])
    #expect(chart.x.title == title)
    #expect(chart.synthetic == "synthetic faces")
    #expect(!chart.caption.isEmpty || script.contains("classes"))
  }

  @Test func comparisonsOfSeveralAreTheirDifferences() throws {
    let script = "a = x | pca 2 | logreg\nb = x | pca 4 | logreg\nc = x | pca 6 | logreg\n"
    let pairs = try chart(script + "compare [a, b, c] | plot")
    #expect(pairs.x.title == "difference" && pairs.title.hasSuffix("second less first"))
    #expect(pairs.y.names == ["a · b", "a · c", "b · c"])
    #expect(pairs.panels[0].layers.contains { $0.mark == .rule })
    #expect(try chart(script + "compare a b | plot").title == "b less a")
  }

  @Test func whatFailedIsSaidToBeMissing() throws {
    let caption = try chart("x | pca {2, 4, 5000} | logreg | plot").caption
    #expect(caption.contains("not drawn, for want of a number: 1 of 3 rows"), "\(caption)")
    #expect(!(try chart("x | pca {2, 4} | logreg | plot").caption.contains { $0.hasPrefix("not drawn") }))
  }

  @Test func oneColumnIsDrawnInTheOrderOfItsRows() throws {
    let chart = try chart("x | pca 1 | plot")
    #expect(chart.x.title == "row")
    #expect(chart.panels[0].layers[0].data.map(\.x) == (1...48).map { .number(Double($0)) })
    #expect(try self.chart("x | pca 1 | plot x=f1").x.title == "f1")
  }

  @Test func whatEvaluationsShareIsSaidOnce() throws {
    let caption = try chart("x | pca 2 | logreg | learning_curve | plot").caption
    #expect(caption.contains { $0.contains("learning from {10%, ") && $0.contains("100%} of the training rows; ") })
  }

  @Test func alternativesAreJoined() {
    #expect(joinedAlternatives(["from a 1 of b", "from a 2 of b"]) == "from a {1, 2} of b")
    #expect(joinedAlternatives(["from a 1", "from a 2 3"]) == "from a {1, 2 3}")
    #expect(joinedAlternatives(["3-fold, by class", "held out, by class"]) == "3-fold, by class; held out, by class")
    #expect(joinedAlternatives(["from a 1", "from a"]) == "from a 1; from a")
    #expect(joinedAlternatives(["a"]) == "a" && joinedAlternatives([]) == "")
  }

  @Test func whatAResamplerMadeStandsBesideTheRowsThatItWasGiven() throws {
    let chart = try chart("x | pca 4 | smote k=2 | plot kind=classes")
    #expect(chart.series.names == ["train", "test", "train, resampled"])
  }

  @Test func severalStandBesideEachOtherOnOneScale() throws {
    let script = "a = x | pca 2 | logreg\nb = x | pca 4 | logreg\n"
    let panels = try chart(script + "plot [a, b]")
    #expect(panels.caption.count { $0.hasPrefix("plan: a: ") || $0.hasPrefix("plan: b: ") } == 2)
    #expect(panels.caption.count { $0.hasPrefix("evaluation: ") } == 1)
    #expect(panels.panels.map(\.title) == ["a", "b"])
    #expect(panels.ramp?.range == 0...1)
    let series = try chart(script + "plot a b kind=recall")
    #expect(series.series.names == ["a", "b"])
    let sweep = try chart("x | pca {2, 4} | logreg | plot kind=confusion")
    #expect(sweep.panels.map(\.title) == ["2", "4"])
  }

  @Test(arguments: [
    ("x | pca 2 | logreg | plot kind=pie", "E0341", "confusion, recall, metrics"),
    ("x | pca {2, 4} | logreg | plot kind=dots3d", "E0341", ""),
    ("x | plot color=nobody", "E0110", ""), ("5 | plot", "E0", ""),
    ("a = x | pca 2 | logreg\nplot [a, x]", "E0343", ""),
  ])
  func whatCannotBeDrawnSaysWhatCan(_ script: String, _ code: String, _ hint: String) throws {
    let harness = SessionHarness()
    do {
      try harness.run(Self.rows + "\n" + script)
      Issue.record("\(script) was drawn")
    } catch {
      let text = "\(error)"
      #expect(text.contains(code) && (hint.isEmpty || text.contains(hint)), "\(text)")
    }
  }

  @Test func picturesAndTablesAreSaved() throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    try SessionHarness().run(
      """
      \(Self.rows)
      a = x | pca 4 | logreg
      a | save "\(path)/a.svg" width=85
      a | plot kind=recall | save "\(path)/a.vl.json"
      a | save "\(path)/a.json"
      a | save "\(path)/a.csv"
      a | save "\(path)/scores/"
      a | predictions | save "\(path)/p.csv"
      x | pca {2, 4} | logreg | save "\(path)/t.tex" caption="Two sizes" label="tab:sizes"
      a | card | save "\(path)/card.md"
      """)
    func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
    #expect(try text("a.svg").contains("width=\"321.26\""))
    #expect(try JSONValue(parsing: Array(text("a.vl.json").utf8))["$schema"]?.string?.contains("vega-lite") == true)
    let json = try JSONValue(parsing: Array(text("a.json").utf8))
    #expect(json["kind"]?.string == "result" && json["confusion"] != nil)
    for name in ["a.csv", "p.csv", "scores/metric.csv", "scores/class.csv"] {
      let lines = try text(name).split(separator: "\n")
      #expect(lines.count > 1)
      if !lines.contains(where: { $0.contains("\"") }) {
        #expect(
          Set(lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }).count == 1, "\(name)")
      }
    }
    #expect(try text("p.csv").hasPrefix("row,subject,"))
    let latex = try text("t.tex")
    #expect(latex.contains("\\caption{Two sizes; SYNTHETIC FACES"))
    #expect(latex.contains("\\label{tab:sizes}") && latex.contains("& macro-F1 &"))
    #expect(try text("card.md").contains("class"))
  }

  @Test func picturesAreTheSameOnOneThreadAndTwo() throws {
    let script = "\(Self.rows)\nx | pca {2, 4, 6} | {lda, logreg} | cv 3 | plot"
    let texts = try [1, 2].map { threads -> String in
      let figure = try #require(try SessionHarness(threads: threads).last(script).payload.as(Figure.self))
      return SVGText().text(of: ChartLayout.scene(of: figure.chart, on: .page, width: 640))
    }
    #expect(texts[0] == texts[1])
  }
}
