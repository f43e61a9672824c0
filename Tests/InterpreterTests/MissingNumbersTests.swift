import Diagnostics
import Foundation
import Numerics
import Plans
import Samples
import Testing

@testable import Interpreter

/// Missing numbers on their way from a file to a model.
@Suite struct MissingNumbersTests {
  private let folder: TemporaryFolder
  private var path: String { "\(folder.path)/holes.csv" }

  /// Two classes that column a tells apart; every fifth number of a and every seventh of b is missing, in all spellings.
  init() throws {
    folder = try TemporaryFolder()
    let words = ["", "NA", "NaN", "nan", "null", "?"]
    var generator = SeededGenerator(seed: 3)
    let lines = (0..<120).map { row -> String in
      let isHappy = row % 2 == 0
      let a = Float.random(in: 0..<1, using: &generator) + (isHappy ? 0.7 : 0)
      let b = Float.random(in: 0..<1, using: &generator)
      return [
        row % 5 == 0 ? words[row / 5 % 6] : "\(a)", row % 7 == 0 ? words[row / 7 % 6] : "\(b)",
        isHappy ? "happy" : "sad",
      ].joined(separator: ",")
    }
    try ("a,b,emotion\n" + lines.joined(separator: "\n") + "\n")
      .write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func rows(_ value: PlanValue) throws -> Samples {
    guard let set = value.payload.as(PreparedRows.self) else { throw NotOfKind(what: "rows") }
    return set.rows
  }

  private func accuracy(_ result: EvaluationResult) -> Double { result.scores.metric("accuracy")?.value ?? 0 }

  private func failure(_ line: String) throws -> Diagnostic {
    do {
      try SessionHarness().run(line)
    } catch let error as Diagnostic {
      return error
    } catch let error as Diagnostics {
      return try #require(error.all.first)
    }
    throw NotOfKind(what: "a failure")
  }

  @Test func loadTellsHowManyAreMissingAndWhere() throws {
    guard let set = try SessionHarness().last("x = load \"\(path)\"\nx").payload.as(PreparedRows.self) else {
      throw NotOfKind(what: "rows")
    }
    let matrix = try #require(set.rows.content as? Matrix)
    #expect(matrix.storage.count { $0.isNaN } == 24 + 18)
    let note = "42 numbers are missing, in 38 of 120 rows and 2 of 2 columns: a 24, b 18"
    #expect(set.notes.map(\.text).contains(note), "\(set.notes)")
  }

  @Test func infoTellsThemAsWell() throws {
    guard let document = try SessionHarness().last("load \"\(path)\" | info").payload.as(Document.self) else {
      throw NotOfKind(what: "a document")
    }
    #expect(document.fields.first { $0.name == "missing" }?.value == .text("42 numbers, in 38 rows and 2 columns"))
  }

  @Test(arguments: ["xgboost trees=20", "vote [(xgboost trees=20), (xgboost depth=2)]", "automl trials=4"])
  func whatTakesThemLearns(model: String) throws {
    let result = try SessionHarness().result("load \"\(path)\" | \(model) | cv 3")
    #expect(accuracy(result) > 0.6)
  }

  @Test func aSearchTellsThatItIsNarrowed() throws {
    let result = try SessionHarness().result("load \"\(path)\" | automl trials=4")
    #expect(result.notes.contains { $0.contains("the search was over xgboost alone") }, "\(result.notes)")
  }

  @Test(arguments: [
    "svm rbf", "logreg", "forest", "scale | svm rbf", "smote | logreg", "vote [logreg, xgboost]",
    "automl trials=2 learners=[logreg]",
  ])
  func theOthersTellHowManyAreMissing(chain: String) throws {
    let error = try failure("load \"\(path)\" | \(chain) | cv 3")
    #expect(error.code.id == "E0322", "\(error.message)")
    #expect(error.message.contains("are missing, in"), "\(error.message)")
    #expect(error.message.contains("120 rows") || error.message.contains("80 rows"), "\(error.message)")
    #expect(error.notes.contains { $0.contains("`impute`") })
  }

  @Test(arguments: ["impute", "impute median indicators=yes", "impute most_frequent"])
  func imputingLetsTheOthersLearn(stage: String) throws {
    let result = try SessionHarness().result("load \"\(path)\" | \(stage) | scale | smote | logreg | cv 3")
    #expect(accuracy(result) > 0.6)
  }

  @Test func tuneChoosesAmongThoseThatWork() throws {
    let line = "load \"\(path)\" | {logreg, xgboost trees=20} | tune inner=3 | cv 3"
    #expect(try accuracy(SessionHarness().result(line)) > 0.6)
  }

  @Test(arguments: ["npz", "csv"]) func savedRowsComeBackTheSame(ending: String) throws {
    let harness = SessionHarness()
    let kept = try rows(harness.last("x = load \"\(path)\"\nx"))
    try harness.run("x | save \"\(folder.path)/kept.\(ending)\"")
    let read = try rows(SessionHarness().last("load \"\(folder.path)/kept.\(ending)\""))
    let bits = { (rows: Samples) in rows.content.told(as: Matrix.self)?.storage.map(\.bitPattern) }
    #expect(bits(read) == bits(kept))
  }

  @Test func aSavedModelPredictsTheSame() throws {
    let harness = SessionHarness()
    for chain in ["xgboost trees=20", "impute | logreg"] {
      try harness.run("load \"\(path)\" | \(chain) | save \"\(folder.path)/m.model\"")
      let opened = try harness.last("open \"\(folder.path)/m.model\"")
      guard let pipeline = opened.payload.as(FittedPipeline.self) else { throw NotOfKind(what: "a model") }
      let rows = try rows(harness.last("x = load \"\(path)\"\nx"))
      let context = StageContext(seed: 0, execution: .plain, environment: RunEnvironment())
      let codes = try pipeline.predict(rows.content, context).codes
      let right = zip(codes, try rows.metadata.labels.codes).count { $0 == $1 }
      #expect(right > 80, "\(chain): \(right)")
    }
  }
}
