import Diagnostics
import Foundation
import Plans
import Testing

@testable import Stages

/// Runs with and without, and the uneven training rows that they are made on.
@Suite struct PairedStageTests {
  private func table(_ lines: [String]) throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("pairs-\(UUID().uuidString).csv").path
    try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func code(_ text: String) -> String {
    do {
      _ = try StageSession().last(text)
      return "nothing"
    } catch let error as Diagnostic { return error.code.id } catch let error as Diagnostics {
      return error.all.first?.code.id ?? ""
    } catch { return "\(error)" }
  }

  /// Differences of 0.05, 0.02, 0.11 and −0.02: their mean and its error by hand, times the quantile of Student's t with
  /// three degrees of freedom (3.182446305284263).
  @Test func theIntervalIsStudentsOfTheDifferences() throws {
    let with = [0.5, 0.62, 0.71, 0.4]
    let without = [0.45, 0.6, 0.6, 0.42]
    let path = try table(
      ["score,smote,seed"] + (0..<4).flatMap { ["\(with[$0]),yes,\($0)", "\(without[$0]),no,\($0)"] } + ["0.9,yes,9"])
    defer { try? FileManager.default.removeItem(atPath: path) }
    let value = try StageSession().last(
      "table \"\(path)\" attributes=[smote, seed] | paired score by=smote match=[seed]")
    let field = { (name: String) in try #require(value.field(name)?.number) }
    #expect(try abs(field("difference") - 0.04) < 1e-6 && field("pairs") == 4)
    #expect(try abs(field("low") - (0.04 - 3.182446305284263 * 0.027386127875258306)) < 1e-6)
    #expect(try field("higher") == 3)
    #expect(value.payload.shownNotes.contains { $0.contains("no other half") })
  }

  @Test func aSweepGivesPairsByItself() throws {
    let value = try StageSession().last(
      "faces n=240 subjects=24 classes=[happy, sad] intensity=1 | lbp | pca 5 | imbalance {0.5, 0.8} rows=60 "
        + "draw={1, 2, 3} | maybe smote | logreg | paired macro_f1 by=resampler over=ratio cluster=draw")
    #expect(value.field("pairs")?.number == 6 && value.field("clusters")?.number == 3)
    let tables = value.payload.tables
    #expect(tables.contains { $0.columns.first == "ratio" && $0.rows.count == 2 })
    #expect(value.payload.shownNotes.contains { $0.contains("same splits") })
  }

  @Test func whatCannotBePairedIsRefusedByCode() throws {
    let path = try table(["score,arm,seed", "1,a,1", "2,b,1", "3,a,2", "5,b,2", "1,c,3"])
    defer { try? FileManager.default.removeItem(atPath: path) }
    let rows = "table \"\(path)\" attributes=[arm, seed]"
    #expect(code("\(rows) | paired score by=arm match=[seed]") == "E1330")
    #expect(code("\(rows) | paired score by=arm match=[seed] with=b") == "E1330")
    #expect(code("\(rows) | paired score by=arm match=[seed] with=b without=q") == "E1332")
    #expect(code("\(rows) | paired score by=arm with=b without=a") == "E1333")
    #expect(code("\(rows) | paired score by=arm match=[seed] with=b without=c") == "E1333")
    #expect(code("\(rows) | paired score by=nothing match=[seed]") == "E0110")
    #expect(code("\(rows) | paired score by=arm match=[seed] with=b without=a") == "nothing")
  }

  @Test(arguments: [(0.5, 120), (0.9, 120), (0.0, 60), (0.75, 0)])
  func theRatioAndTheRowsAreMet(ratio: Double, rows: Int) throws {
    let given = SampleRows.features(600, columns: 4)
    let counts = try UnevenCounts(given.metadata.labels, ratio: ratio, rows: rows == 0 ? nil : rows).targets
    let (least, most) = (Double(counts.min() ?? 0), Double(counts.max() ?? 0))
    #expect(abs(1 - least / most - ratio) < 0.02, "\(counts)")
    if rows > 0 { #expect(abs(counts.reduce(0, +) - rows) <= 3, "\(counts)") }
    #expect(zip(counts, try given.metadata.labels.counts).allSatisfy { $0 <= $1 })
  }

  @Test func anotherDrawDrawsOtherRowsAndTheSameOneTheSame() throws {
    func names(_ text: String) throws -> [String] {
      let value = try StageSession().last("faces n=240 subjects=24 classes=[happy, sad] | pixels | pca 3 | \(text)")
      return try #require(value.payload.as(PreparedRows.self)?.resampled).metadata.rowNames
    }
    let first = try names("imbalance 0.6")
    #expect(try first == names("imbalance 0.6") && first != names("imbalance 0.6 draw=2"))
    #expect(Set(first).count == first.count)
  }

  @Test func whatCannotBeDrawnIsRefusedByCode() {
    let start = "faces n=60 subjects=6 classes=[happy, sad] | pixels | pca 2 | imbalance"
    #expect(code("\(start) 0.5 rows=600") == "E0691")
    #expect(code("\(start) 0.999") == "E0692")
    #expect(code("faces n=60 subjects=6 classes=[happy] | pixels | pca 2 | imbalance 0.5") == "E0690")
  }
}
