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
    return ordinal ?? fallback.enter(run)
  }

  public func runs() -> [RunRecord] {
    let written = read { db -> [RunRecord] in
      let scores = try Self.scores(db)
      return try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY number").compactMap { row in
        RunRecord(row, metrics: scores[row["number"]] ?? [])
      }
    }
    return (written ?? []) + fallback.runs()
  }

  public func looks(atTestRows rows: Digest) -> Int {
    let written = read { db in
      try Int.fetchOne(db, sql: "SELECT max(ordinal) FROM look WHERE test_rows = ?", arguments: [rows.blob])
    }
    return max((written ?? nil) ?? 0, fallback.looks(atTestRows: rows))
  }

  private static func ordinal(of run: RunRecord, _ db: Database) throws -> Int {
    let known = try Int.fetchOne(
      db, sql: "SELECT ordinal FROM look WHERE test_rows = ? AND plan = ?",
      arguments: [run.testRows.blob, run.plan.blob])
    if let known { return known }
    let ordinal =
      (try Int.fetchOne(db, sql: "SELECT max(ordinal) FROM look WHERE test_rows = ?", arguments: [run.testRows.blob])
        ?? 0) + 1
    try db.execute(
      sql: "INSERT INTO look VALUES (?, ?, ?)", arguments: [run.testRows.blob, run.plan.blob, ordinal])
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
          sql: "INSERT INTO score VALUES (?, ?, ?, ?, ?)", arguments: [number, position, fold, metric.name, value])
      }
    }
  }

  /// The metrics of every run: fold 0 is all folds together.
  private static func scores(_ db: Database) throws -> [Int64: [RunRecord.Metric]] {
    var scores: [Int64: [RunRecord.Metric]] = [:]
    let rows = try Row.fetchCursor(
      db, sql: "SELECT run, position, fold, name, value FROM score ORDER BY run, position, fold")
    while let row = try rows.next() {
      let value: Double = row["value"] ?? .nan
      let run: Int64 = row["run"]
      if row["fold"] == 0 {
        scores[run, default: []].append(.init(name: row["name"], value: value, perFold: []))
      } else if let last = scores[run]?.indices.last {
        scores[run]?[last].perFold.append(value)
      }
    }
    return scores
  }
}

extension RunRecord {
  /// nil where a name is no name.
  init?(_ row: Row, metrics: [Metric]) {
    guard let id = Digest(blob: row["id"]), let plan = Digest(blob: row["plan"]),
      let testRows = Digest(blob: row["test_rows"]), let predictions = Digest(blob: row["predictions"])
    else { return nil }
    let seed: Int64 = row["seed"]
    self.init(
      id: id, planText: row["plan_text"], program: row["program"], plan: plan, testRows: testRows,
      predictions: predictions, data: row["data"], dataFingerprint: row["data_fingerprint"],
      synthetic: row["synthetic"], seed: UInt64(bitPattern: seed), version: row["version"],
      evaluation: row["evaluation"], metrics: metrics, seconds: row["seconds"], time: row["time"],
      ordinal: row["ordinal"])
  }
}
