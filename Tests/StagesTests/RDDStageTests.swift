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
