import Basics
import GRDB
import Glibc
import Plans

extension DiskStore {
  public func enter(_ run: RunRecord) -> Int {
    let ordinal = change("entered") { db -> Int in
      let ordinal = try Self.ordinal(of: run, db)
      try Self.insert(run, ordinal: ordinal, db)
      return ordinal
    }
    // Plans that could not be written down have looked at the test all the same.
    if let ordinal {
      remember(ordinal, ofTest: run.test)
      return ordinal + fallback.looks(at: run.test)
    }
    return written(at: run.test) + fallback.enter(run)
  }

  public func runs() -> [RunRecord] {
    let written = read { db -> [RunRecord] in
      let scores = try Self.scores(db)
      return try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY number").compactMap { row in
        RunRecord(row, metrics: row.cell("number").flatMap { scores[$0] } ?? [])
      }
    }
    return (written ?? []) + fallback.runs()
  }

  public var isLasting: Bool { true }

  public func looks(at test: Digest) -> Int {
    written(at: test) + fallback.looks(at: test)
  }

  /// As many as are written down, as far as that is known.
  private func written(at test: Digest) -> Int {
    let written = read { db in
      try Int.fetchOne(db, sql: "SELECT max(ordinal) FROM look WHERE test_rows = ?", arguments: [test.blob])
    }
    return (written ?? nil).map(Self.plausible) ?? remembered(ofTest: test)
  }

  /// A file may hold any number; sums of what comes out of this one fit.
  private static func plausible(_ ordinal: Int) -> Int {
    min(max(ordinal, 0), Int(Int32.max))
  }

  private static func ordinal(of run: RunRecord, _ db: Database) throws -> Int {
    let known = try Int.fetchOne(
      db, sql: "SELECT ordinal FROM look WHERE test_rows = ? AND plan = ?",
      arguments: [run.test.blob, run.plan.blob])
    if let known { return plausible(known) }
    let last =
      try Int.fetchOne(db, sql: "SELECT max(ordinal) FROM look WHERE test_rows = ?", arguments: [run.test.blob])
      ?? 0
    let ordinal = plausible(last) + 1
    try db.execute(
      sql: "INSERT INTO look VALUES (?, ?, ?)", arguments: [run.test.blob, run.plan.blob, ordinal])
    return ordinal
  }

  private static func insert(_ run: RunRecord, ordinal: Int, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO run (id, plan_text, program, plan, test_rows, predictions, data, data_fingerprint,
          synthetic, seed, version, evaluation, seconds, time, ordinal) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """,
      arguments: [
        run.id.blob, run.planText, run.program, run.plan.blob, run.testRows.blob, run.predictions.blob, run.data,
        run.dataFingerprint, run.synthetic, Int64(bitPattern: run.seed), run.version, run.evaluation, run.seconds,
        time(nil), ordinal,
      ])
    guard db.changesCount > 0 else { return }
    let number = db.lastInsertedRowID
    for (position, metric) in run.metrics.enumerated() {
      for (fold, value) in ([metric.value] + metric.perFold).enumerated() {
        try db.execute(
          sql: "INSERT OR REPLACE INTO score VALUES (?, ?, ?, ?, ?)",
          arguments: [number, position, fold, metric.name, value])
      }
    }
  }

  /// The metrics of every run: fold 0 is all folds together.
  private static func scores(_ db: Database) throws -> [Int64: [RunRecord.Score]] {
    var scores: [Int64: [RunRecord.Score]] = [:]
    let rows = try Row.fetchCursor(
      db, sql: "SELECT run, position, fold, name, value FROM score ORDER BY run, position, fold")
    while let row = try rows.next() {
      guard let run: Int64 = row.cell("run"), let fold: Int = row.cell("fold"), let name: String = row.cell("name")
      else { continue }
      let value: Double = row.cell("value") ?? .nan
      if fold == 0 {
        scores[run, default: []].append(.init(name: name, value: value, perFold: []))
      } else if let last = scores[run]?.indices.last {
        scores[run]?[last].perFold.append(value)
      }
    }
    return scores
  }
}

extension RunRecord {
  /// nil where something is missing, or is not what it should be.
  init?(_ row: Row, metrics: [Score]) {
    guard let id = Digest(blob: row.cell("id")), let plan = Digest(blob: row.cell("plan")),
      let testRows = Digest(blob: row.cell("test_rows")), let predictions = Digest(blob: row.cell("predictions")),
      let planText: String = row.cell("plan_text"), let program: String = row.cell("program"),
      let data: String = row.cell("data"), let dataFingerprint: String = row.cell("data_fingerprint"),
      let seed: Int64 = row.cell("seed"), let version: String = row.cell("version"),
      let evaluation: String = row.cell("evaluation"), let seconds: Double = row.cell("seconds"),
      let time: Int = row.cell("time"), let ordinal: Int = row.cell("ordinal")
    else { return nil }
    self.init(
      id: id, planText: planText, program: program, plan: plan, testRows: testRows, predictions: predictions,
      data: data, dataFingerprint: dataFingerprint, synthetic: row.cell("synthetic"), seed: UInt64(bitPattern: seed),
      version: version, evaluation: evaluation, metrics: metrics, seconds: seconds, time: time, ordinal: ordinal)
  }
}
