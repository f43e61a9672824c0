import Foundation
import Plans
import Testing

@testable import Stages

/// Which data are which, where several are named.
@Suite struct SourceNameTests {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "mien-sources-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, shift) in [("home", 0), ("away", 3)] {
      let rows = (0..<60).map { row in
        let isHappy = row % 2 == 0
        return "\((row * 7 + shift) % 11 + (isHappy ? 5 : 0)),\(row % 5 + shift),\(isHappy ? "happy" : "sad")"
      }
      try (["a,b,label"] + rows).joined(separator: "\n")
        .write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
    }
  }

  @Test func aDataSetIsLoadedOnce() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let home = folder + "/home.csv"
    let copy = folder + "/copy.csv"
    try FileManager.default.copyItem(atPath: home, toPath: copy)
    let session = StageSession()
    #expect(session.problems("load [\"\(home)\", \"\(home)\"]").first?.hasPrefix("E0539") == true)
    #expect(session.problems("load [\"\(home)\", \"\(folder)/./home.csv\"]").first?.hasPrefix("E0539") == true)
    // A copy is known by what it holds.
    #expect(throws: (any Error).self) { try session.last("load [\"\(home)\", \"\(copy)\"] | logreg") }
    _ = try session.last("load [\"\(home)\", \"\(folder)/away.csv\"] | logreg")
  }

  @Test func theTestMayBeNamedByItsPath() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (home, away) = (folder + "/home.csv", folder + "/away.csv")
    let session = StageSession()
    let beside = try session.result("load \"\(home)\" | logreg | test_on \"\(away)\"")
    let both = try session.result("load [\"\(home)\", \"\(away)\"] | logreg | test_on \"\(away)\"")
    let named = try session.result("load [\"\(home)\", \"\(away)\"] | logreg | test_on \"away\"")
    #expect(beside.outcomes[0].predictions.codes == both.outcomes[0].predictions.codes)
    #expect(named.outcomes[0].predictions.codes == both.outcomes[0].predictions.codes)
    #expect(both.testRows == 60)
  }

  @Test func subjectsThatNobodyKnowsCannotBeAskedFor() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/home.csv"
    let session = StageSession()
    _ = try session.result("load \"\(path)\" | logreg | cv 4")
    for evaluator in ["cv 4 by=subject", "holdout by=subject"] {
      #expect(throws: (any Error).self) { try session.result("load \"\(path)\" | logreg | \(evaluator)") }
    }
  }
}
