import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Errors of groups as chance brings them, drawn many times by a fixed seed.
///
/// Each is normal and as large as the group's own standard error; groups that share subjects err together, as their
/// subjects do. The errors of a draw are divided by one deviation that is as unsure as all units of all groups make it,
/// as Tukey's studentized range has it.
struct GroupNoise {
  let count: Int
  let groups: Int
  /// Draw after draw, an error of each group.
  private let drawn: [Double]
  /// Between the errors of every two groups, row after row.
  let correlations: [Double]

  /// - Parameters:
  ///   - errors: the standard error of each group.
  ///   - freedom: how many units of all groups together say how large those are.
  ///   - directions: how far each unit moves each group (`GroupLeftOut.directions`); nil where groups share none.
  init(
    errors: [Double], freedom: Double, directions: [[GroupLeftOut.Part]]?, count: Int, seed: UInt64,
    context: ExecutionContext
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let groups = errors.count
    let kinds = directions?.joined().map(\.kind).max().map { $0 + 1 } ?? 0
    var drawn: [Double] = []
    drawn.reserveCapacity(count * groups)
    for draw in 0..<count {
      if draw % 64 == 0 { try context.checkInterruption() }
      let scale = (max(1, freedom) / generator.chiSquare(max(1, freedom))).squareRoot()
      let units = (0..<kinds).map { _ in generator.standardNormal() }
      for group in 0..<groups {
        let own = generator.standardNormal()
        let shared = directions.map { $0[group].reduce(0) { $0 + $1.size * units[$1.kind] } }
        drawn.append(errors[group] * scale * (directions?[group].isEmpty == false ? shared ?? own : own))
      }
    }
    (self.count, self.groups, self.drawn) = (count, groups, drawn)
    correlations = Self.correlations(directions, groups)
  }

  /// An error of each group.
  func errors(_ draw: Int) -> [Double] { Array(drawn[draw * groups..<(draw + 1) * groups]) }

  private static func correlations(_ directions: [[GroupLeftOut.Part]]?, _ groups: Int) -> [Double] {
    var correlations = (0..<groups * groups).map { $0 / groups == $0 % groups ? 1.0 : 0 }
    guard let directions else { return correlations }
    for first in 0..<groups {
      let sizes = Dictionary(uniqueKeysWithValues: directions[first].map { ($0.kind, $0.size) })
      for second in 0..<first {
        let product = directions[second].reduce(0) { $0 + (sizes[$1.kind] ?? 0) * $1.size }
        correlations[first * groups + second] = product
        correlations[second * groups + first] = product
      }
    }
    return correlations
  }
}

extension SeededGenerator {
  /// By the quantile.
  mutating func standardNormal() -> Double { normalQuantile(min(max(uniform(), 1e-15), 1 - 1e-15)) }

  /// Of so many degrees of freedom: summed where they are few, by Wilson & Hilferty's (1931) cube where they are many.
  mutating func chiSquare(_ freedom: Double) -> Double {
    guard freedom > 12 else {
      return (0..<max(1, Int(freedom.rounded()))).reduce(0) { sum, _ in
        let normal = standardNormal()
        return sum + normal * normal
      }
    }
    let part = 2 / (9 * freedom)
    let root = 1 - part + standardNormal() * part.squareRoot()
    return freedom * root * root * root
  }
}
