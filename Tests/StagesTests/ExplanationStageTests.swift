import Basics
import Drawing
import Foundation
import Imaging
import Learning
import Numerics
import Plans
import Rendering
import Samples
import Testing

@testable import Stages

@Suite struct ExplanationStageTests {
  private static let base =
    "base = faces n=120 subjects=12 intensity=1 bias=0.9 classes=[happy, sad, fear] | lbp | pca 4 | logreg | cv 3\n"

  private func document(_ script: String) throws -> Document { try StageSession().last(script).payload.document }

  private func pictures(_ document: Document) -> [[Picture]] {
    document.blocks.flatMap { block in
      if case .custom(let part) = block { part.lowered } else { [block] }
    }.compactMap { if case .pictures(let pictures) = $0 { pictures } else { nil } }
  }

  // MARK: - Errors

  @Test func theWorstErrorsOfEachGroupComeFirst() throws {
    let session = StageSession()
    let result = try session.result(Self.base + "base")
    let document = try session.last("base | errors 4 by=group").payload.document
    let table = try #require(document.tables.last)
    let column = try #require(table.index(of: "p taken for"))
    let truth = try #require(table.index(of: "p truth"))
    for group in ["dark", "light", "medium"] {
      let rows = table.rows.filter { $0.cells[0] == .text(group) }
      let excess = rows.map { ($0.cells[column].number ?? 0) - ($0.cells[truth].number ?? 0) }
      #expect(excess == excess.sorted(by: >) && excess.allSatisfy { $0 > 0 } && rows.count <= 4)
    }
    #expect(
      table.rows.allSatisfy { $0.cells[table.index(of: "truth") ?? 0] != $0.cells[table.index(of: "taken for") ?? 0] })
    let wrong = result.outcomes.reduce(0) { sum, outcome in
      sum + zip(outcome.truth, outcome.predictions.codes).count { $0 != $1 }
    }
    #expect(document.fields.first?.value == Scalar.number(Double(wrong)))
    // The faces are those of the rows.
    let faces = try #require(
      session.last("faces n=120 subjects=12 intensity=1 bias=0.9 classes=[happy, sad, fear]").payload.as(
        PreparedRows.self))
    let stack = try faces.rows.content.require(ImageStack.self, for: "test")
    let first = try #require(pictures(document).first?.first)
    let name = try #require(table.rows.first?.cells[table.index(of: "row") ?? 0].text)
    let number = try #require(faces.rows.metadata.column(.rowName)?.texts.firstIndex { $0 == name })
    #expect(first.pixels == stack[number].pixels)
    // On a page each face leads to its row, and to no other.
    let page = HTMLText().text(of: document)
    let targets = page.matches(of: /href="#([^"]+)"/).map { String($0.1) }
    let rows = page.matches(of: /<tr id="([^"]+)">/).map { String($0.1) }
    #expect(targets == rows && Set(rows).count == table.rows.count && targets[0].hasSuffix("-\(number + 1)"))
  }

  @Test func withoutProbabilitiesTheyComeInTheirOrder() throws {
    let document = try document(
      "faces n=90 subjects=9 classes=[happy, sad, fear] | lbp | pca 4 | svm linear | errors 3")
    #expect(document.tables.last?.index(of: "p truth") == nil)
    #expect(pictures(document).first?.count ?? 0 <= 3)
  }

  // MARK: - Counterfactuals

  @Test func theNearestOfAClassIsTheNearest() {
    let rows = Matrix(rows: 4, columns: 2, storage: [0, 0, 3, 4, 1, 0, 0, 2])
    let near = NearestOfClasses(Matrix(rows: 1, columns: 2, storage: [0, 0]), rows, [0, 1, 1, 2], 4)
    #expect(near.byClass.map(\.code) == [0, 1, 2])
    #expect(near.byClass.map(\.place) == [0, 2, 3])
    #expect(near.byClass.map(\.distance) == [0, 1, 2])
  }

  @Test func aCounterfactualIsATrainingRowOfAnotherClass() throws {
    let session = StageSession()
    let result = try session.result(Self.base + "base")
    let document = try session.last("base | counterfactual 2").payload.document
    let table = try #require(document.tables.first)
    #expect(Set(table.rows.map { $0.cells[0].text }) == ["happy", "sad", "fear"])
    let distances = table.rows.compactMap { $0.cells.last?.number }
    #expect(distances == distances.sorted() && distances.allSatisfy { $0 > 0 })
    let train = Set(result.outcomes[0].split.train.map { "faces \($0 + 1)" })
    #expect(table.rows.allSatisfy { train.contains($0.cells[1].text) })
    #expect(pictures(document).first?.count == 4)
    #expect(throws: (any Error).self) { try session.last("base | counterfactual 999") }
  }

  // MARK: - Dependence

  /// Of a linear model the odds of the class of a column with a positive weight rise with the column.
  @Test func dependenceFollowsALinearModel() throws {
    let session = StageSession()
    let table = try #require(
      session.last(
        "faces n=80 subjects=8 intensity=1 classes=[happy, sad] | lbp | pca 2 | logreg | dependence f1 points=5"
      )
      .payload.as(Table.self))
    #expect(table.columns == ["f1", "class", "probability"] && table.rows.count == 10)
    let happy = table.rows.filter { $0.cells[1] == .text("happy") }.compactMap { $0.cells[2].number }
    #expect(happy == happy.sorted() || happy == happy.sorted(by: >))
    for (a, b) in zip(
      table.rows.filter { $0.cells[1] == .text("happy") }, table.rows.filter { $0.cells[1] == .text("sad") })
    {
      #expect(abs((a.cells[2].number ?? 0) + (b.cells[2].number ?? 0) - 1) < 1e-6)
    }
    #expect(throws: (any Error).self) {
      try session.last("faces n=80 subjects=8 | lbp | pca 2 | logreg | dependence f99")
    }
  }

  // MARK: - Shapley values

  /// The sum is checked by the stage itself, which refuses values that do not add up.
  @Test(
    arguments: modelStages.filter { $0.declaration.takes.contains(.features) }.map { $0.declaration.name }
      .filter { $0 != "automl" })
  func contributionsAddUpForEveryModel(_ model: String) throws {
    let call =
      switch model {
      case "vote", "stack": "\(model) [logreg, (knn 9)]"
      case "thresholds": "thresholds logreg"
      case "xgboost", "forest": "\(model) trees=5"
      default: model
      }
    let value = try StageSession().last(
      "faces n=90 subjects=9 intensity=1 classes=[happy, sad, fear] | lbp | pca 3 | \(call) | importance rows=3 pairs=3"
    )
    let table = try #require(value.payload.as(Table.self))
    #expect(table.rows.count == 3 && table.rows.allSatisfy { ($0.cells[1].number ?? .nan).isFinite })
  }

  @Test func aRowIsTakenApartInWords() throws {
    let session = StageSession()
    let table = try #require(session.last(Self.base + "base | importance row=2").payload.as(Table.self))
    #expect(table.columns == ["feature", "adds"] && table.rows.count == 5)
    #expect(table.rows[0].cells[0] == .text("on average"))
    #expect(table.notes[0].contains("test row 2 is taken for") && table.notes[0].contains("comes to"))
    // What is not shown is added up in one row, so that the rows still come to the answer.
    let short = try #require(session.last("base | importance row=2 top=2").payload.as(Table.self))
    func sum(_ table: Table) -> Double { table.rows.reduce(0) { $0 + ($1.cells[1].number ?? .nan) } }
    #expect(short.rows.count == 4 && short.rows[3].cells[0] == .text("2 others"))
    #expect(abs(sum(table) - sum(short)) < 1e-6)
    #expect(table.drawings.first?.kind == "waterfall")
    let marks = try #require(table.drawings.first?.chart().panels[0].layers.last?.data)
    for (before, after) in zip(marks, marks.dropFirst()) {
      let (start, end) = (before.x.number ?? .nan, after.x.number ?? .nan)
      #expect(after.interval == min(start, end)...max(start, end))
    }
    #expect(throws: (any Error).self) { try StageSession().last(Self.base + "base | importance row=9999") }
  }

  @Test(arguments: [
    ("lbp grid=4 | pca 4 | logreg", 4), ("lbp grid=4 | scale | knn", 4), ("resize 12 | pixels | pca 3 | logreg", 12),
    ("lbp grid=3 | pca {3, 4} | logreg | tune inner=2", 3),
  ])
  func whatPlacesAddStandsOverTheFace(plan: String, side: Int) throws {
    let table = try #require(
      StageSession().last(
        "faces n=90 subjects=9 intensity=1 classes=[happy, sad, fear] | \(plan) | importance row=2 pairs=2 top=2"
      ).payload.as(Table.self))
    #expect(table.pictures.map(\.channels) == [1, 3] && table.pictures[0].caption == "test row 2")
    #expect(table.notes.contains { $0.contains("on its face") && $0.contains("\(side) × \(side)") })
    #expect(table.drawings.first?.kind == "waterfall" && table.drawings.last?.kind == "pictures")
    #expect(pictures(table.document).first == table.pictures)
  }

  @Test func aComponentIsDealtToItsColumnsWithoutLoss() throws {
    let rows = Matrix(rows: 6, columns: 3, storage: [1, 2, 0, 3, 1, 1, 0, 5, 2, 4, 4, 3, 2, 0, 5, 1, 3, 9])
    let components = try PrincipalComponents(.count(2)).fit(rows)
    let dealt = try #require(FaceContributions.dealt([0.7, -0.2], components, rows.gathering([1])))
    #expect(dealt.count == 3 && abs(dealt.reduce(0, +) - 0.5) < 1e-9)
    // One component gives all columns its sign, most to the column that makes most of its score.
    let one = try #require(FaceContributions.dealt([-1, 0], components, rows.gathering([5])))
    #expect(one.allSatisfy { $0 <= 0 } && one.min() == one[2])
    #expect(FaceContributions.dealt([1], components, rows.gathering([1])) == nil)
  }

  @Test func aTableOfNumbersHasNoFace() throws {
    let columns =
      "a,b,class\n" + (0..<40).map { "\($0 % 7),\($0 % 5),\($0 % 2 == 0 ? "x" : "y")" }.joined(separator: "\n")
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("numbers-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try columns.write(toFile: path, atomically: true, encoding: .utf8)
    let table = try #require(
      StageSession().last("load \"\(path)\" label=class | logreg | importance row=2").payload.as(Table.self))
    #expect(table.pictures.isEmpty && !table.notes.contains { $0.contains("face") })
  }

  @Test func whatTuneChoseIsTakenApart() throws {
    let value = try StageSession().last(
      "faces n=90 subjects=9 intensity=1 classes=[happy, sad, fear] | lbp | pca {3, 4} | logreg | tune inner=2 | importance"
    )
    #expect([3, 4].contains(value.payload.as(Table.self)?.rows.count ?? 0))
  }

  // MARK: - Occlusion

  @Test func coveringAPartChangesTheAnswer() throws {
    let document = try document("faces n=80 subjects=16 intensity=1 | lbp | pca 5 | logreg | occlusion 2 grid=4")
    #expect(document.fields.count == 17)
    let falls = document.fields.dropFirst().compactMap(\.value.number)
    #expect(falls.max() == document.fields.first?.value.number && Set(falls).count > 1)
    #expect(pictures(document).first?.map(\.channels) == [1, 3])
    #expect(throws: (any Error).self) {
      try StageSession().last("faces n=80 subjects=16 | lbp | pca 5 | logreg | occlusion 999")
    }
  }

  // MARK: - Eigenfaces

  @Test func componentsOverPixelsAreFaces() throws {
    let document = try document("faces n=60 subjects=8 | resize 20 | pixels | pca 5 | eigenfaces 3")
    let sheet = try #require(pictures(document).first)
    #expect(sheet.count == 4 && sheet.allSatisfy { $0.width == 20 && $0.height == 20 })
    #expect(sheet[1].caption.hasPrefix("1: ") && sheet[1].pixels != sheet[2].pixels)
    let shares = document.fields.compactMap(\.value.number)
    #expect(shares == shares.sorted(by: >) && shares.count == 3)
  }

  @Test func componentsOverPatternsAreCellsOfTheFace() throws {
    let document = try document("faces n=60 subjects=8 | lbp | pca 5 | logreg | eigenfaces 2")
    #expect(pictures(document).first?.map(\.channels) == [1, 3, 3])
  }

  @Test func whatHasNoEigenfacesIsTold() {
    for script in [
      "faces n=60 subjects=8 | lbp | logreg | eigenfaces", "faces n=60 subjects=8 | pixels | scale | eigenfaces",
    ] {
      #expect(throws: (any Error).self) { try StageSession().last(script) }
    }
  }
}
