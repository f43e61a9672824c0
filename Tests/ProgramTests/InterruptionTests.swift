import Foundation
import Testing

/// What only the whole program can show: signals, limits of the system, and what a next start finds.
@Suite struct InterruptionTests {
  private let sweep = """
    set threads 2
    faces n=800 subjects=20 | lbp grid=2 | pca {5, 10} | {logreg, svm rbf, forest trees=500} | cv 3 | sort macro_f1
    """

  @Test func interruptedSearchKeepsItsBestAndTheScriptGoesOn() async throws {
    let program = try Program(
      "101\nr = faces n=120 subjects=8 | lbp grid=2 | pca 5 | automl 600s\nr | confusion\n202"
    )
    defer { try? FileManager.default.removeItem(at: program.folder) }
    // Far longer than its first trial takes, so that there is a best so far.
    program.send(SIGINT, after: 6) { $0.printed.contains("101") }
    #expect(try await program.waitForEnd() == 130, "\(program.complaints)")
    #expect(program.printed.contains("202"))
  }

  @Test func killedSweepGoesOnAndGivesTheSame() async throws {
    let whole = try Program(sweep, arguments: ["--format", "json"])
    defer { try? FileManager.default.removeItem(at: whole.folder) }
    #expect(try await whole.waitForEnd() == 0, "\(whole.complaints)")
    let killed = try Program(sweep, arguments: ["--format", "json"])
    defer { try? FileManager.default.removeItem(at: killed.folder) }
    killed.send(SIGKILL) { $0.keptValues > 3 }
    #expect(try await killed.waitForEnd() == 128 + SIGKILL)
    let second = try Program(sweep, arguments: ["--format", "json"], in: killed.folder)
    #expect(try await second.waitForEnd() == 0, "\(second.complaints)")
    #expect(comparable(second.printed) == comparable(whole.printed))
    #expect(second.printed.contains("macro_f1"))
  }

  @Test func fullDiskSpoilsNeitherResultNorFile() async throws {
    let script = """
      t = faces n=60 subjects=6 | lbp
      t | save "features.npz"
      """
    // No file may grow beyond 64 KiB, and to try is an error and no signal.
    let program = try Program(script, shell: "trap '' XFSZ; ulimit -f 128; exec \"$@\"")
    defer { try? FileManager.default.removeItem(at: program.folder) }
    #expect(try await program.waitForEnd() == 1)
    #expect(program.complaints.contains("error["), "\(program.complaints)")
    let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
    #expect(!left.contains { $0.hasPrefix("features") }, "\(left)")
    // The cache is one of those that are full; scores are what they are.
    let scores = "faces n=200 subjects=10 intensity=1 | lbp grid=2 | pca 5 | logreg | holdout"
    let limited = try Program(
      scores, arguments: ["--format", "json"], shell: "trap '' XFSZ; ulimit -f 8; exec \"$@\"")
    defer { try? FileManager.default.removeItem(at: limited.folder) }
    #expect(try await limited.waitForEnd() == 0, "\(limited.complaints)")
    let free = try Program(scores, arguments: ["--format", "json"])
    defer { try? FileManager.default.removeItem(at: free.folder) }
    #expect(try await free.waitForEnd() == 0, "\(free.complaints)")
    #expect(comparable(limited.printed) == comparable(free.printed))
  }

  @Test func outputThatNobodyTakes() async throws {
    let script = "faces n=20 subjects=4 | classes"
    let left = try Program(script, shell: "\"$@\" | true")
    defer { try? FileManager.default.removeItem(at: left.folder) }
    #expect(try await left.waitForEnd() == 0)
    #expect(left.complaints.isEmpty, "\(left.complaints)")
    let full = try Program(script, shell: "exec \"$@\" >/dev/full")
    defer { try? FileManager.default.removeItem(at: full.folder) }
    #expect(try await full.waitForEnd() == 1)
    #expect(full.complaints.contains("No space left"), "\(full.complaints)")
  }

  /// Without what may differ between two starts: the time, and how often these test rows have been scored.
  private func comparable(_ text: String) -> String {
    text.replacing(/"(seconds|test_split_scored)":[-+0-9.eE]+/) { match in "\"\(match.1)\":0" }
  }
}
