import Causal
import Foundation
import Glibc

/// The samples of one cell, written where `MIEN_DRAWS` names a folder, so that a peer sees the very same: `peer.py` beside
/// this file reads them.
///
/// Numbers are 64-bit little-endian: rows and jump, then of each sample its running values, its outcomes, and the robust
/// interval that this module gives (low, high, and the rows of both sides within the window; NaN without an interval).
final class SimulatedDraws {
  private let file: FileHandle

  /// Nil without the variable.
  init?(named name: String, rows: Int, jump: Double) throws {
    guard let folder = getenv("MIEN_DRAWS").map({ String(cString: $0) }) else { return nil }
    let url = URL(fileURLWithPath: folder).appendingPathComponent(name + ".draws")
    try Data().write(to: url)
    file = try FileHandle(forWritingTo: url)
    try write([Double(rows), jump])
  }

  func add(_ data: DiscontinuityData, _ found: DiscontinuityEstimate?) throws {
    try write(data.running)
    try write(data.outcome)
    guard let found else { return try write(Array(repeating: .nan, count: 4)) }
    try write([
      found.robust.low, found.robust.high, Double(found.rows.below.inEstimation),
      Double(found.rows.above.inEstimation),
    ])
  }

  private func write(_ numbers: [Double]) throws {
    try numbers.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
  }
}
