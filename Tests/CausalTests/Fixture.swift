import Causal
import Foundation
import Testing

/// Rows and peers' answers; see README.md.
struct DiscontinuityFixture: Decodable {
  struct Jump: Decodable {
    let rule: String
    let kernel: String
    let p: Int
    let isFuzzy: Bool
    let covariates: Int
    let isClustered: Bool
    let figures: [Double]
  }

  struct Density: Decodable {
    let kernel: String
    let p: Int
    let figures: [Double]
  }

  let running: [Double]
  let coarse: [Double]
  let outcome: [Double]
  /// One row of every place.
  let distinct: [Int]
  let treatment: [Double]
  let covariates: [[Double]]
  let clusters: [Int]
  let jumps: [Jump]
  let massed: [Jump]
  /// With HC3 errors.
  let leftOut: [Jump]
  let densities: [Density]
  let massedDensity: Density
  let ols: [Double]
  let determination: Double
  let bins: [[Int]]
  let binMeans: [Double]

  static func load() throws -> DiscontinuityFixture {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/discontinuity.json", withExtension: nil))
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }

  func data(_ jump: Jump, running: [Double]? = nil) -> DiscontinuityData {
    DiscontinuityData(
      running: running ?? self.running, outcome: outcome, treatment: jump.isFuzzy ? treatment : nil,
      covariates: Array(covariates.prefix(jump.covariates)), clusters: jump.isClustered ? clusters : nil)
  }
}

/// The greatest relative difference of two lists.
func difference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { abs($0 - $1) / max(abs($1), 1e-12) }.max() ?? 0
}
