import Foundation
import Glibc
import Testing

/// Little memory, and ends that come in the middle of something.
@Suite struct LimitsTests {
  /// In KiB: from what the program itself hardly starts in, to what is enough.
  @Test(arguments: [200_000, 300_000, 500_000, 1_000_000])
  func littleMemoryIsAnErrorOrEnough(limit: Int) async throws {
    let script = "faces n=200 subjects=10 | lbp grid=2 | pca 5 | logreg"
    let program = try Program(script, shell: "ulimit -v \(limit); exec \"$@\"")
    defer { try? FileManager.default.removeItem(at: program.folder) }
    let status = try await program.waitForEnd()
    // Below half a million the libraries of a build for debugging leave too little.
    #expect(limit < 500_000 ? [0, 1].contains(status) : status == 0, "\(status) \(program.complaints)")
    #expect(status == 0 || program.complaints.contains("error[E0904]"), "\(program.complaints)")
  }

  @Test(arguments: ["f.npz", "f.csv", "faces", "m.model", "r.result"])
  func aSaveThatIsKilledLeavesNothingBehind(name: String) async throws {
    let saved =
      switch name {
      case "faces": "faces n=1000 subjects=20 size=40"
      case "f.npz", "f.csv": "faces n=1000 subjects=20 size=40 | pixels"
      default: "faces n=400 subjects=20 | lbp grid=2 | forest trees=200"
      }
    let script = "101\nx = \(saved)\n202\nx | save \"\(name)\""
    var folder: URL?
    defer { folder.map { try? FileManager.default.removeItem(at: $0) } }
    for delay in [0, 0.004, 0.02, 0.06] {
      let program = try Program(script, in: folder)
      folder = program.folder
      program.send(SIGKILL, after: delay) { $0.printed.contains("202") }
      _ = try await program.waitForEnd()
    }
    let last = try Program(script.replacing("\(name)\"", with: "\(name)\" overwrite=yes"), in: folder)
    #expect(try await last.waitForEnd() == 0, "\(last.complaints)")
    let left = try FileManager.default.contentsOfDirectory(atPath: last.folder.path)
    #expect(left.contains(name) && !left.contains { $0.hasSuffix(".part") }, "\(left)")
  }

  @Test func whatCannotBeStoppedDoesNotSpoilTheEnd() async throws {
    // LAPACK takes many seconds for all eigenpairs of so many columns.
    let program = try Program("101\nfaces n=4000 subjects=20 | lbp grid=7 | pca mle | knn")
    defer { try? FileManager.default.removeItem(at: program.folder) }
    program.send(SIGINT, after: 4) { $0.printed.contains("101") }
    #expect(try await program.waitForEnd() == 130, "\(program.complaints)")
  }
}
