import Diagnostics
import Foundation
import Plans
import Testing

@testable import Stages

/// What the estimates are worth is tested in CausalTests against rdrobust; here that a stage passes on what it was given.
@Suite struct RDDStageTests {
  /// A line with a jump of 3 at 10, without noise but for a small wave.
  private func path() throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("rdd-\(UUID().uuidString).csv").path
    let lines = (0..<200).map { row -> String in
      let running = Double(row) * 0.1
      let wave = Double((row * 37) % 11) * 0.01
      return "\(running),\(running * 0.5 + (running >= 10 ? 3 : 0) + wave),\(row % 20),\(row % 2 == 0 ? "a" : "b")"
    }
    try ("x,y,seed,word\n" + lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func field(_ name: String, _ value: PlanValue) throws -> Double {
    try #require(value.field(name)?.number)
  }

  @Test func aKnownJumpIsFoundAndToldByName() throws {
    let path = try path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let value = try StageSession().last("table \"\(path)\" | rdd y by=x cutoff=10 cluster=seed donut=[0.5] placebo=[5]")
    #expect(abs(try field("estimate", value) - 3) < 0.1)
    #expect(try field("low", value) < 3 && field("high", value) > 2.9 && field("p", value) < 1e-6)
    for name in ["bias_corrected", "se", "robust_se", "h", "b"] { #expect(try field(name, value) > 0, "\(name)") }
    let document = try #require(value.payload.as(Document.self))
    let checks = document.tables.flatMap(\.rows).map { $0.cells[0].text }
    let hasDonut = checks.contains { $0.hasPrefix("without rows within") }
    #expect(checks.contains("placebo cutoff 5") && hasDonut, "\(checks)")
  }

  /// Who was treated is written as words, as a sweep's table has them.
  @Test(arguments: [(10.0, "the design is sharp"), (12, "`fuzzy=` gives that")])
  func whetherTheCutoffDecidesIsTold(from: Double, words: String) throws {
    let path = try path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let treated = rows.enumerated().map { place, row in
      place == 0 ? "\(row),arm" : "\(row),\(Double(place - 1) * 0.1 >= from ? "smote" : "skip")"
    }
    try treated.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let value = try StageSession().last("table \"\(path)\" | rdd y by=x cutoff=10 treatment=arm")
    let document = try #require(value.payload.as(Document.self))
    let texts = document.blocks.compactMap { block in if case .text(let text) = block { text } else { nil } }
    #expect(texts.contains { $0.hasSuffix(words) || $0.hasSuffix(words + ".") }, "\(texts)")
    #expect(abs(try field("estimate", value) - 3) < 0.1)
    #expect(document.provenance.map(\.topic) == [.data])
  }

  /// Numbers as the file has them, and no word of "outside" where all rows lie on one side.
  @Test func aSideWithoutRowsIsNamed() throws {
    let path = try path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (cutoff, words) in [
      ("0", "no row lies below the cutoff 0;"), ("19.95", "no row lies at the cutoff 19.95 or above;"),
    ] {
      #expect {
        try StageSession().last("table \"\(path)\" | rdd y by=x cutoff=\(cutoff)")
      } throws: { error in
        let problem = (error as? Diagnostic)?.message ?? (error as? Diagnostics)?.all.first?.message ?? ""
        return problem.contains(words) && problem.contains("goes from 0 to 19.9")
      }
    }
  }

  /// On a grid of hundredths it is a matter of rounding which rows are nearest to a row, unless numbers are those written.
  @Test func numbersAreThoseOfTheFile() throws {
    let path = try path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let value = try StageSession().last("table \"\(path)\"")
    #expect(try NumberColumns(of: value, for: "rdd").numbers("x") == (0..<200).map { Double("\(Float($0) / 10)") })
  }

  @Test func aGivenWindowIsTheWindow() throws {
    let path = try path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let value = try StageSession().last("table \"\(path)\" | rdd y by=x cutoff=10 h=4 b=6 kernel=uniform p=2")
    #expect(try field("h", value) == 4 && field("b", value) == 6)
  }

  @Test(arguments: [
    ("y by=x cutoff=50", "E1303"), ("y by=z cutoff=10", "E0110"), ("word by=x cutoff=10", "E0328"),
    ("y by=x cutoff=10 q=1", "E1305"), ("y by=x cutoff=10 placebo=[10]", "E1309"),
    ("y by=x cutoff=10 h=8 placebo=[5]", "E1310"),
  ])
  func whatCannotBeAnsweredIsRefusedByCode(arguments: String, code: String) throws {
    let path = try path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      _ = try StageSession().last("table \"\(path)\" | rdd \(arguments)")
      Issue.record("\(arguments) was taken")
    } catch let error as Diagnostic { #expect(error.code.id == code, "\(error.message)") } catch let error
      as Diagnostics
    { #expect(error.all.first?.code.id == code) }
  }
}
