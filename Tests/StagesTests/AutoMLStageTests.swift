import AutoML
import Diagnostics
import Foundation
import Learning
import Numerics
import Plans
import Synchronization
import Testing

@testable import Interpreter
@testable import Stages

/// A session that a test can interrupt, with what it shows and notes.
private final class SearchSession {
  let session: Session
  init(threads: Int = 2, observer: any RunObserver = SilentObserver(), isInterrupted: (@Sendable (Int) -> Bool)? = nil)
  {
    let taken = TakenCount()
    session = Session(
      catalogue: stageCatalogue,
      settings: RunSettings(threads: threads, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: 1 << 28, isInterrupted: { isInterrupted?(taken.value) ?? false }, forgetInterruption: { taken.add() }
    )
    session.observer = observer
  }

  func value(_ text: String) throws -> PlanValue {
    var last: PlanValue?
    try session.run(SourceText(name: "test.mien", text: text)) { outcome in
      if case .shown(let value) = outcome { last = value }
    }
    return try #require(last)
  }

  func result(_ text: String) throws -> EvaluationResult {
    guard let result = try value(text).payload.as(EvaluationResult.self) else { throw PlanError.noModel }
    return result
  }

  func table(_ text: String) throws -> Table {
    guard let table = try value(text).payload.as(Table.self) else { throw PlanError.noModel }
    return table
  }

  func problem(_ text: String) -> String {
    do {
      _ = try value(text)
      return ""
    } catch let error as Diagnostic {
      return "\(error.code.id) \(error.message)"
    } catch let error as ScriptIsWrong {
      return error.diagnostics.map { "\($0.code.id) \($0.message)" }.joined(separator: "\n")
    } catch { return "\(error)" }
  }
}

private final class TakenCount: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }

  func add() {
    count.withLock { $0 += 1 }
  }
}

private let rows = "x = faces n=140 subjects=14 intensity=1 | lbp | pca 8"

@Suite struct AutoMLStageTests {
  private func found(_ result: EvaluationResult) throws -> String {
    let note = try #require(result.notes.first { $0.hasPrefix("found: ") })
    return String(note.dropFirst("found: ".count))
  }

  @Test(arguments: Learner.all.map(\.name))
  func theLineItTellsGivesTheSameModel(learner: String) throws {
    let session = SearchSession()
    let searched = try session.result("\(rows)\nx | automl trials=4 learners=[\(learner)] balance=yes")
    let written = try session.result("x | \(try found(searched))")
    #expect(written.outcomes.map(\.predictions.codes) == searched.outcomes.map(\.predictions.codes))
    #expect(written.scores.metric("macro_f1")?.value == searched.scores.metric("macro_f1")?.value)
  }

  @Test func theLineHoldsInEveryFold() throws {
    let session = SearchSession()
    let searched = try session.result("\(rows)\nx | automl trials=6 | cv 3")
    let found = try #require(searched.notes.first { $0.hasPrefix("found") })
    let lines = try #require(found.split(separator: ": ", maxSplits: 1).last).split(separator: "; ").map(String.init)
    #expect((1...3).contains(lines.count) && searched.notes.count { $0.hasPrefix("found") } == 1)
    let predictions = try lines.map { line in
      try session.result("x | \(line) | cv 3").outcomes.map(\.predictions.codes)
    }
    for (fold, outcome) in searched.outcomes.enumerated() {
      #expect(predictions.contains { $0[fold] == outcome.predictions.codes })
    }
  }

  @Test func sameTrialsOnOneThreadAndOnTwo() throws {
    let text = "\(rows)\nx | automl trials=25"
    let (one, two) = (try SearchSession(threads: 1).result(text), try SearchSession(threads: 2).result(text))
    #expect(one.outcomes.map(\.predictions.codes) == two.outcomes.map(\.predictions.codes))
    #expect(one.notes == two.notes)
  }

  @Test func trialsAreATable() throws {
    let session = SearchSession()
    let table = try session.table("\(rows)\nbase = x | automl trials=12\nbase | trials")
    #expect(table.columns == TrialsStage.columns)
    #expect(table.rows.count == 12)
    let confirmed = table.rows.compactMap { $0.cells[3].number }
    #expect(table.rows.last?.cells[4].number == confirmed.min())
    #expect(session.problem("x | svm | trials").hasPrefix("E0320"))
    #expect(try session.table("base | trials | sort loss up | top 3").rows.count == 3)
  }

  @Test func aTimeIsABudgetToo() throws {
    let result = try SearchSession().result("\(rows)\nx | automl 0.5s metric=accuracy")
    #expect(result.testRows > 0)
    #expect(result.notes.contains { $0.hasPrefix("found: ") })
  }

  @Test func anInterruptedSearchIsKeptAndTheScriptGoesOn() throws {
    let observer = NewsObserver()
    let session = SearchSession(observer: observer) { taken in taken == 0 && observer.hasBest }
    let result = try session.result("\(rows)\nx | automl trials=100000")
    #expect(result.notes.contains { $0.contains("was stopped") })
    #expect(result.testRows > 0)
    #expect(throws: Interrupted.self) {
      let stubborn = SearchSession(observer: observer) { _ in observer.hasBest }
      _ = try stubborn.result("\(rows)\nx | automl trials=100000")
    }
  }

  @Test func badBudgetsAndRowsGetClearErrors() {
    let session = SearchSession()
    _ = try? session.value(rows + "\nx")
    #expect(session.problem("x | automl 0s").contains("`budget` must be greater than 0"))
    #expect(session.problem("x | automl trials=0").contains("`trials` must be at least 1"))
    #expect(session.problem("x | automl learners=[svmm]").contains("svmm"))
    #expect(session.problem("x | automl metric=log_loss learners=[svm] trials=2").contains("E0687"))
    #expect(
      session.problem("faces n=40 classes=[\"fear\"] | lbp | automl trials=2").contains("all rows are of one class"))
  }

  @Test func itIsSavedAndOpened() throws {
    let path = NSTemporaryDirectory() + "automl-\(UUID().uuidString).mien"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let session = SearchSession()
    let kept = try session.result("\(rows)\nbase = x | automl trials=3\nbase")
    let pipeline = try session.session.executor.fittedPipeline(of: kept.plan)
    try SavedFile.model(pipeline).write(to: path)
    #expect(try session.table("open \"\(path)\" | trials").rows.count == 3)
    guard let read = try session.value("open \"\(path)\"").payload.as(FittedPipeline.self),
      case .model(let model) = read.steps.last?.learnt, case .model(let original) = pipeline.steps.last?.learnt
    else { throw PlanError.noModel }
    let features = Matrix(rows: 5, columns: 8, repeating: 0.25)
    #expect(
      try model.predict(features, context: .plain).codes == original.predict(features, context: .plain).codes)
  }
}

/// Whether a search has told a best loss yet.
private final class NewsObserver: RunObserver {
  private let told = Mutex(false)

  var hasBest: Bool { told.withLock { $0 } }

  func news(_ text: String) {
    told.withLock { $0 = true }
  }
}
