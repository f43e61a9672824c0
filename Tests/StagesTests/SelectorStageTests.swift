import Foundation
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// `only`, `drop` and `sample`, as they are written.
@Suite struct SelectorStageTests {
  private static let faces = "faces n=160 subjects=16"

  private func samples(_ line: String, in session: StageSession = StageSession()) throws -> Samples {
    try #require(try session.last(line).payload.as(PreparedRows.self)).rows
  }

  private func problem(_ line: String) -> String {
    do {
      _ = try StageSession().last("\(Self.faces) | \(line)")
      return ""
    } catch { return "\(error)".replacing("\\'", with: "'") }
  }

  @Test func ofSeveralValuesOneAndOfSeveralNamesAll() throws {
    let all = try samples(Self.faces).metadata
    let some = try samples("\(Self.faces) | only class=[happy, fear] group=dark").metadata
    let groups = try all.groups(by: "group")
    let expected = try (0..<all.count).filter { row in
      ["happy", "fear"].contains(try all.labels.names[all.labels.codes[row]]) && groups[row] == "dark"
    }
    #expect(some.rowNames == expected.map { all.rowNames[$0] } && !expected.isEmpty)
    #expect(some.subjects == expected.map { (all.subjects ?? [])[$0] })
    #expect(try some.labels.names == ["fear", "happy"])
    let rest = try samples("\(Self.faces) | drop class=[happy, fear] group=dark").metadata
    #expect(Set(rest.rowNames) == Set(all.rowNames).subtracting(some.rowNames))
    #expect(some.origin.synthetic == all.origin.synthetic && some.origin.fingerprint != all.origin.fingerprint)
  }

  /// Where it stands among stages that look at one row changes no number.
  @Test func behindOrBeforeFeatures() throws {
    let before = try samples("\(Self.faces) | only class=[sad, happy] | lbp").content.told(as: Matrix.self)
    let behind = try samples("\(Self.faces) | lbp | only class=[sad, happy]").content.told(as: Matrix.self)
    #expect(before == behind && before != nil)
  }

  @Test func numbersAreComparedAsNumbers() throws {
    let path = NSTemporaryDirectory() + "mien-rows-\(UUID().uuidString).csv"
    try "f1,emotion,age,sex,id\n1,happy,20,F,007\n2,sad,30.5,M,008\n3,sad,20,,009\n4,happy,,F,010\n"
      .write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let load = "load \"\(path)\" label=emotion attributes=[age, sex, id]"
    func numbers(_ line: String) throws -> [Float] {
      try #require(try samples("\(load) | \(line)").content as? Matrix).storage
    }
    #expect(try numbers("only age=20") == [1, 3])
    #expect(try numbers("only age=[20, 30.50]") == [1, 2, 3])
    #expect(try numbers("only age=18..25") == [1, 3])
    #expect(try numbers("drop sex=none") == [1, 2, 4])
    #expect(try numbers("only id=\"007\"") == [1])
    #expect(try numbers("only class=sad sex=M") == [2])
  }

  @Test func slipsAreToldWithWhatThereIs() {
    #expect(problem("only class=hapy").contains("did you mean 'happy'?"))
    #expect(problem("only class=[sad, hapy]").contains("did you mean 'happy'?"), "beside a value that there is")
    #expect(problem("only clas=happy").contains("did you mean 'class'?"))
    #expect(problem("only sex=F").contains("known: group, class, subject, source"))
    #expect(problem("drop subject=nobody").contains("no row has the subject 'nobody'"))
    #expect(problem("only class=happy group=dark subject=\"faces-01\" | only group=light").contains("E0358"))
    #expect(problem("drop source=faces").contains("none would be left"))
    #expect(problem("drop group=none").contains("of every row the group is known"))
    #expect(problem("sample 200").contains("ask for 160 or fewer"))
    #expect(problem("sample 20 by=sexe").contains("E0357"))
    for line in ["only", "drop"] {
      #expect(StageSession().problems("\(Self.faces) | \(line)").first?.hasPrefix("E0356") == true, "\(line)")
    }
  }

  @Test func aSampleIsDrawnByTheSeedAndInProportion() throws {
    func drawn(_ script: String) throws -> RowMetadata { try samples(script).metadata }
    let uneven = "faces n=200 imbalance=20 subjects=10 classes=[happy, sad, fear]"
    let first = try drawn("\(uneven) | sample 50 by=class")
    #expect(try first.labels.counts.reduce(0, +) == 50)
    let (all, some) = (try drawn(uneven).labels.counts, try first.labels.counts)
    for (a, b) in zip(all, some) { #expect(abs(Double(a) / 4 - Double(b)) < 1) }
    #expect(try drawn("\(uneven) | sample 50 by=class") == first)
    let one = try drawn("\(uneven) | sample 3 by=class").labels.counts
    #expect(one == [1, 1, 1], "one of each where there is room for it")
    #expect(SampleStage.shares(of: 2, among: [100, 1, 1]) == [2, 0, 0])
    #expect(SampleStage.shares(of: 0, among: []) == [])
    let path = NSTemporaryDirectory() + "mien-draw-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    // Of data that no seed changes.
    _ = try StageSession().last("faces n=60 subjects=6 | pixels | save \"\(path).npz\"")
    defer { try? FileManager.default.removeItem(atPath: "\(path).npz") }
    let load = "load \"\(path).npz\" | sample 30"
    #expect(try drawn("set seed 2\n\(load)").rowNames != drawn(load).rowNames)
  }

  @Test func behindWhatLearnsItIsRefusedBeforeAnythingRuns() {
    let session = StageSession()
    let late = session.problems("\(Self.faces) | lbp | pca 5 | only class=[happy, sad] | logreg")
    #expect(late.count == 1 && late[0].hasPrefix("E0209") && late[0].contains("'pca 5' has learnt before it"))
    #expect(session.problems("base = \(Self.faces) | lbp | logreg\nbase | only class=happy").count == 1)
    #expect(session.problems("\(Self.faces) | lbp | only class=[happy, sad] | pca 5 | logreg | cv 3").isEmpty)
  }

  /// What chooses among plans, or leaves stages out, never chooses among data.
  @Test func choosingAmongPlansLeavesTheRowsAlone() throws {
    let line = "\(Self.faces) intensity=1 | only class=[happy, sad] | {lbp, pixels} | pca 3 | logreg | tune inner=2"
    #expect(try StageSession().result(line).outcomes[0].truth.count == 10)
    let behind = "\(Self.faces) intensity=1 | {lbp, pixels} | only class=[happy, sad] | pca 3 | logreg | tune inner=2"
    #expect(
      try StageSession().result(behind).outcomes[0].predictions.codes
        == StageSession().result(line).outcomes[0].predictions.codes)
    let two = "\(Self.faces) | only group={dark, light} | {lbp, pixels} | pca 3 | logreg | tune inner=2"
    let table = try #require(try StageSession().last(two).payload.as(Table.self))
    #expect(table.rows.count == 2 && table.choices == ["group"])
    let ablated = try #require(
      try StageSession().last("\(Self.faces) | only class=[happy, sad] | lbp | pca 3 | logreg | ablate")
        .payload.as(Table.self))
    #expect(!ablated.rows.contains { $0.cells.contains(.text("only class=[happy, sad]")) })
  }

  /// Rows by number, as `errors` shows them, are those of the rows that were left.
  @Test func readersFindTheRowsThatWereLeft() throws {
    let session = StageSession()
    let result = try session.result("\(Self.faces) | only class=[happy, sad] | lbp | pca 3 | logreg | cv 2")
    let context = try session.last("\(Self.faces) | only class=[happy, sad]").payload.as(PreparedRows.self)
    let names = try #require(context).rows.metadata.rowNames
    for outcome in result.outcomes {
      #expect(outcome.test.rowNames == outcome.split.test.map { names[$0] })
    }
    let before = try session.last("\(Self.faces) | only class=[happy, sad] | lbp | pca 3 | logreg | errors")
    let behind = try session.last("\(Self.faces) | lbp | only class=[happy, sad] | pca 3 | logreg | errors")
    let (faces, same) = ("\(before.payload.blocks)", "\(behind.payload.blocks)")
    // Places on a page are named by the plan, which differs.
    #expect(faces.replacing(/errors-[0-9a-f]{8}/, with: "") == same.replacing(/errors-[0-9a-f]{8}/, with: ""))
  }

  @Test func savedAndOpened() throws {
    let folder = NSTemporaryDirectory() + "mien-left-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let rows = "faces n=80 subjects=8 | only class=[happy, sad] group=[dark, light]"
    let before = try samples("\(rows) | lbp grid=2").metadata
    _ = try StageSession().last("\(rows) | lbp grid=2 | save \"\(folder)/rows.npz\"")
    let back = try samples("load \"\(folder)/rows.npz\"").metadata
    #expect(try back.labels.names == before.labels.names && back.labels.codes == before.labels.codes)
    #expect(back.subjects == before.subjects && back.attributes == before.attributes)
    _ = try StageSession().last("b = \(rows) | lbp grid=2 | logreg\nb | save \"\(folder)/b.result\"")
    let opened = try StageSession().result("open \"\(folder)/b.result\"")
    #expect(opened.plan.text.contains("only class=[happy, sad] group=[dark, light]"))
  }
}
