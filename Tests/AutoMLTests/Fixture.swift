import Foundation
import Numerics

/// The data sets of `LearningTests/Fixtures`, where their origin stands; kept once.
enum Fixture {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("LearningTests/Fixtures")

  /// Rows and labels of "wine" or "cancer".
  static func data(_ name: String) throws -> (features: Matrix, labels: Labels) {
    let numbers = try Data(contentsOf: folder.appendingPathComponent("\(name).f32"))
    let codes = try Data(contentsOf: folder.appendingPathComponent("\(name).labels.u8")).map(Int.init)
    let storage = numbers.withUnsafeBytes { raw in
      (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
    let names = (0...(codes.max() ?? 0)).map { "class\($0)" }
    return (
      Matrix(rows: codes.count, columns: storage.count / codes.count, storage: storage),
      Labels(names: names, codes: codes)
    )
  }
}

let twoThreads = ExecutionContext(threads: 2)
