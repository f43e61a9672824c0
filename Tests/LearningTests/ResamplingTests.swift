import Foundation
import Numerics
import Testing

@testable import Learning

/// Rows on which resamplers are tried.
enum ResamplingData {
  /// Digits, with classes of 100, 60, 30, 6, 90, 80, 70, 50, 40 and 0 rows.
  static func skewed() throws -> (features: Matrix, labels: Labels) {
    let (features, labels) = try Fixture.data("digits")
    let limits = [100, 60, 30, 6, 90, 80, 70, 50, 40, 0]
    var seen = [Int](repeating: 0, count: 10)
    let rows = labels.codes.indices.filter { row in
      seen[labels.codes[row]] += 1
      return seen[labels.codes[row]] <= limits[labels.codes[row]]
    }
    return (features.gathering(rows), labels.gathering(rows))
  }

  /// Normal numbers around a centre for each class, that overlap.
  static func overlapping(_ counts: [Int], columns: Int = 3, seed: UInt64 = 9) -> (features: Matrix, labels: Labels) {
    var noise = NormalNumbers(.init(seed: seed))
    let codes = counts.enumerated().flatMap { [Int](repeating: $0, count: $1) }
    let storage = codes.flatMap { code in (0..<columns).map { Float(noise.next()) + Float($0 == 0 ? code : 0) } }
    return (
      Matrix(rows: codes.count, columns: columns, storage: storage),
      Labels(names: counts.indices.map { "class\($0)" }, codes: codes)
    )
  }

  /// Whether `row` = a + t·(b − a) for a t in `range`, for some b among `others`.
  static func lies(
    _ row: ArraySlice<Float>, from a: ArraySlice<Float>, towards b: ArraySlice<Float>,
    within range: ClosedRange<Double>
  ) -> Bool {
    let way = zip(b, a).map { Double($0) - Double($1) }
    let gone = zip(row, a).map { Double($0) - Double($1) }
    let length = way.reduce(0) { $0 + $1 * $1 }
    guard length > 0 else { return gone.allSatisfy { abs($0) < 1e-4 } }
    let t = zip(way, gone).reduce(0) { $0 + $1.0 * $1.1 } / length
    return range.contains(t) && zip(way, gone).allSatisfy { abs($1 - t * $0) < 1e-4 }
  }
}

@Suite struct ResamplingParityTests {
  private struct Case: Decodable {
    var data: String
    var danger: [String: [Int]]
    var adasyn: [Int]?
    var tomek, enn, nearmiss1, nearmiss2, nearmiss3: [Int]
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var tomek_all, enn_mode_all: [Int]
  }

  private func forEachCase(_ body: (Case, Matrix, Labels) throws -> Void) throws {
    for reference in try Fixture.decoded([Case].self, "resampling") {
      let (features, labels) = try Fixture.data(reference.data)
      try body(reference, features, labels)
    }
  }

  @Test func rowsInDangerAreThePeers() throws {
    try forEachCase { reference, features, labels in
      let task = try OversamplingTask(features, labels, .auto, context: twoThreads)
      for (code, rows) in try BorderlineSMOTE().rowsInDanger(task, twoThreads) {
        #expect(rows == reference.danger[labels.names[code]] ?? [], "\(reference.data) \(code)")
      }
    }
  }

  @Test func adasynMakesAsManyRowsAsThePeer() throws {
    try forEachCase { reference, features, labels in
      guard let expected = reference.adasyn else { return }
      let result = try ADASYN().resample(features, labels, seed: 1, context: twoThreads)
      #expect(Labels(names: labels.names, codes: labels.codes + result.syntheticCodes).counts == expected)
    }
  }

  @Test func cleanersRemoveThePeersRows() throws {
    try forEachCase { reference, features, labels in
      let all = try EditedNearestNeighbours()
      let mode = try EditedNearestNeighbours(neighbours: 5, kind: .mode, classes: .all)
      let expected: [(any Resampler, [Int])] = [
        (TomekLinks(), reference.tomek), (TomekLinks(classes: .all), reference.tomek_all), (all, reference.enn),
        (mode, reference.enn_mode_all),
      ]
      for (cleaner, rows) in expected {
        #expect(try removed(cleaner, features, labels) == rows, "\(reference.data) \(cleaner)")
      }
    }
  }

  @Test func nearMissRemovesThePeersRows() throws {
    try forEachCase { reference, features, labels in
      let expected = [reference.nearmiss1, reference.nearmiss2, reference.nearmiss3]
      for (version, rows) in zip(NearMiss.Version.allCases, expected) {
        // Digits are whole numbers: which of two rows at the same distance is picked is the peer's own affair.
        if reference.data == "digits", version == .surrounding { continue }
        let found = try removed(NearMiss(version: version), features, labels)
        #expect(found == rows, "\(reference.data) version \(version)")
      }
    }
  }

  private func removed(_ sampler: any Resampler, _ features: Matrix, _ labels: Labels) throws -> [Int] {
    let kept = try sampler.resample(features, labels, seed: 0, context: twoThreads).keptRows
    return Set(0..<features.rows).subtracting(kept).sorted()
  }
}

@Suite struct OversamplerTests {
  /// Every oversampler, with whether its counts are exactly those asked for.
  private var oversamplers: [any Resampler] {
    get throws {
      [
        try SMOTE(neighbours: 3), try BorderlineSMOTE(neighbours: 3), try BorderlineSMOTE(kind: .two, neighbours: 3),
        try RandomOversampling(), try RandomOversampling(shrinkage: 1), try SVMSMOTE(neighbours: 3),
        try KMeansSMOTE(neighbours: 2, clusters: 2, leastShare: 0.02),
      ]
    }
  }

  private func all(_ labels: Labels, _ result: Resampled) -> Labels {
    Labels(names: labels.names, codes: result.keptRows.map { labels.codes[$0] } + result.syntheticCodes)
  }

  @Test func keepAllRowsFirstAndReachTheirCounts() throws {
    let (features, labels) = ResamplingData.overlapping([300, 40, 90])
    for sampler in try oversamplers {
      let result = try sampler.resample(features, labels, seed: 4, context: twoThreads)
      #expect(Array(result.keptRows.prefix(features.rows)) == Array(0..<features.rows))
      #expect(all(labels, result).counts == [300, 300, 300], "\(sampler)")
      #expect(result.synthetic.rows == result.syntheticCodes.count)
      #expect(try result.synthetic.firstNonFinite() == nil)
    }
  }

  @Test func doNotDependOnThreadsAndChangeWithTheSeed() throws {
    let (features, labels) = ResamplingData.overlapping([1500, 900, 60])
    for sampler in try oversamplers + [try ADASYN(neighbours: 3)] {
      let one = try sampler.resample(features, labels, seed: 4, context: .plain)
      let two = try sampler.resample(features, labels, seed: 4, context: twoThreads)
      #expect(one.synthetic == two.synthetic && one.keptRows == two.keptRows, "\(sampler)")
      let other = try sampler.resample(features, labels, seed: 5, context: twoThreads)
      #expect(one.synthetic != other.synthetic || one.keptRows != other.keptRows, "\(sampler)")
    }
  }

  @Test func refuseBadRows() throws {
    let (features, labels) = ResamplingData.overlapping([30, 12])
    var broken = features
    broken[3, 1] = .infinity
    let twins = Labels(names: ["a", "b"], codes: [Int](repeating: 0, count: 40) + [1, 1])
    for sampler in try oversamplers + [try ADASYN(neighbours: 3)] {
      #expect(throws: LearningError.nonFinite(row: 3, column: 1)) {
        try sampler.resample(broken, labels, seed: 1, context: .plain)
      }
      #expect(throws: LearningError.noRows) {
        try sampler.resample(Matrix(rows: 0, columns: 3), Labels(names: ["a"], codes: []), seed: 1, context: .plain)
      }
      #expect(throws: LearningError.mismatchedCounts(what: "labels", expected: 42, found: 41)) {
        try sampler.resample(features, labels.gathering(Array(0..<41)), seed: 1, context: .plain)
      }
      if !(sampler is RandomOversampling), (sampler as? BorderlineSMOTE)?.kind != .two {
        #expect(throws: LearningError.self) { try sampler.resample(features, twins, seed: 1, context: .plain) }
      }
      // One class, or equal rows: nothing to add, and nothing breaks.
      let one = try sampler.resample(
        Matrix(rows: 9, columns: 2, repeating: 1), Labels(names: ["a"], codes: [Int](repeating: 0, count: 9)), seed: 1,
        context: .plain)
      #expect(one.keptRows.count == 9 && one.synthetic.rows == 0 && one.notes == [OversamplingTask.nothingToDo])
    }
  }

  @Test func borderlineGrowsFromRowsInDangerAlone() throws {
    let (features, labels) = ResamplingData.overlapping([300, 40])
    let task = try OversamplingTask(features, labels, .auto, context: .plain)
    for kind in BorderlineSMOTE.Kind.allCases {
      let sampler = try BorderlineSMOTE(kind: kind, neighbours: 3, dangerNeighbours: 8)
      let danger = try #require(try sampler.rowsInDanger(task, .plain).first).rows
      // The definition, worked out directly.
      for row in task.rows(of: 1) {
        let nearest = nearest(8, to: row, among: Array(0..<340), features)
        let foreign = nearest.count { labels.codes[$0] == 0 }
        #expect(danger.contains(row) == (foreign >= 4 && foreign < 8))
      }
      let synthetic = try sampler.resample(features, labels, seed: 2).synthetic
      let pool = kind == .one ? task.rows(of: 1) : Array(0..<340)
      let near = danger.map { (row: $0, neighbours: nearest(3, to: $0, among: pool, features)) }
      for new in 0..<synthetic.rows {
        let lies = near.contains { base, neighbours in
          neighbours.contains {
            ResamplingData.lies(
              synthetic.row(new), from: features.row(base), towards: features.row($0),
              within: -1e-3...(labels.codes[$0] == 1 ? 1.001 : 0.501))
          }
        }
        #expect(lies)
      }
    }
  }

  private func nearest(_ count: Int, to row: Int, among pool: [Int], _ features: Matrix) -> [Int] {
    let distances = Dictionary(
      uniqueKeysWithValues: pool.map { other in
        (other, zip(features.row(row), features.row(other)).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) })
      })
    return Array(
      pool.filter { $0 != row }.sorted { (distances[$0] ?? 0, $0) < (distances[$1] ?? 0, $1) }.prefix(count))
  }

  @Test func saysSoWhenNothingIsInDanger() throws {
    // Two heaps far apart.
    let features = Matrix(rows: 60, columns: 1, storage: (0..<60).map { Float($0 < 40 ? $0 : 1000 + $0) })
    let labels = Labels(names: ["a", "b"], codes: (0..<60).map { $0 < 40 ? 0 : 1 })
    let border = try BorderlineSMOTE().resample(features, labels, seed: 1)
    #expect(border.notes == ["no row of class 'b' is in danger; nothing was added to it"])
    #expect(border.synthetic.rows == 0)
    let adaptive = try ADASYN().resample(features, labels, seed: 1)
    #expect(adaptive.notes == ["no row of class 'b' calls for new ones; nothing was added to it"])
  }

  @Test func adasynSharesOutByDifficulty() throws {
    let (features, labels) = ResamplingData.overlapping([300, 40])
    let task = try OversamplingTask(features, labels, .auto, context: .plain)
    let shares = try #require(try ADASYN(neighbours: 4).newRows(task, .plain).first).shares
    let foreign = task.rows(of: 1).map { row in
      nearest(4, to: row, among: Array(0..<340), features).count { labels.codes[$0] == 0 }
    }
    let total = Double(foreign.reduce(0, +))
    for (share, count) in zip(shares, foreign) { #expect(abs(Double(share) - 260 * Double(count) / total) <= 0.5) }
    let result = try ADASYN(neighbours: 4).resample(features, labels, seed: 1)
    #expect(result.synthetic.rows == shares.reduce(0, +))
    #expect((result.synthetic.rows == 260) == result.notes.isEmpty)
  }

  @Test func svmSmoteGrowsFromSupportVectors() throws {
    let (features, labels) = ResamplingData.overlapping([200, 40])
    let machine = try SupportVectorMachine().fit(features, labels, weights: nil, seed: 3, context: .plain)
    let support = machine.supportRows.filter { labels.codes[$0] == 1 }
    let synthetic = try SVMSMOTE(neighbours: 3).resample(features, labels, seed: 3).synthetic
    let near = support.map { (row: $0, neighbours: nearest(3, to: $0, among: Array(200..<240), features)) }
    for new in 0..<synthetic.rows {
      let lies = near.contains { base, neighbours in
        neighbours.contains {
          ResamplingData.lies(
            synthetic.row(new), from: features.row(base), towards: features.row($0), within: -0.501...1.001)
        }
      }
      #expect(lies)
    }
  }

  @Test func smoothedBootstrapHasTheDeviationAskedFor() throws {
    let (features, labels) = ResamplingData.overlapping([20_000, 2])
    let synthetic = try RandomOversampling(shrinkage: 2).resample(features, labels, seed: 8).synthetic
    // Two rows: each new one lies around one of them.
    let (a, b) = (features.row(20_000), features.row(20_001))
    let factor = 2 * pow(4 / (5 * 20_002), 1 / 7.0)
    for c in 0..<3 {
      let (first, second) = (Double(a[a.startIndex + c]), Double(b[b.startIndex + c]))
      let deviation = factor * abs(first - second) / 2
      let values = (0..<synthetic.rows).map { Double(synthetic[$0, c]) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      let expected = deviation * deviation + (first - second) * (first - second) / 4
      #expect(abs(variance / expected - 1) < 0.05)
    }
  }

  @Test func kMeansSmoteDealsExactly() throws {
    #expect(KMeansSMOTE.dealt(10, by: [1, 1, 1]) == [4, 3, 3])
    #expect(KMeansSMOTE.dealt(7, by: [0.5, 0.25, 0.25]) == [3, 2, 2])
    #expect(KMeansSMOTE.dealt(5, by: [0, 0]) == [3, 2])
    let (features, labels) = ResamplingData.overlapping([100, 5])
    #expect(throws: ResamplingError.noCluster(name: "class1", neighbours: 4)) {
      try KMeansSMOTE(neighbours: 4, clusters: 60).resample(features, labels, seed: 1)
    }
  }
}

@Suite struct UndersamplerTests {
  private func counts(_ labels: Labels, _ result: Resampled) -> [Int] { labels.gathering(result.keptRows).counts }

  @Test func reachTheirCountsInOrder() throws {
    let (features, labels) = ResamplingData.overlapping([120, 30, 60])
    let samplers: [any Resampler] = [
      try RandomUndersampling(), try NearMiss(), try NearMiss(version: .farthest),
    ]
    for sampler in samplers {
      let one = try sampler.resample(features, labels, seed: 3, context: .plain)
      #expect(counts(labels, one) == [30, 30, 30] && one.synthetic.rows == 0)
      #expect(one.keptRows == one.keptRows.sorted() && Set(one.keptRows).count == 90)
      let two = try sampler.resample(features, labels, seed: 3, context: twoThreads)
      #expect(two.keptRows == one.keptRows)
    }
    let sampler = try RandomUndersampling()
    let (one, other) = (
      try sampler.resample(features, labels, seed: 3), try sampler.resample(features, labels, seed: 4)
    )
    #expect(one.keptRows != other.keptRows)
  }

  @Test func countsOfEachTarget() throws {
    // Classes of 10, 0, 4, 7 and 4 rows.
    let labels = Labels(
      names: ["a", "none", "b", "c", "d"],
      codes: [0, 2, 3, 4].flatMap { [Int](repeating: $0, count: [10, 0, 4, 7, 4][$0]) })
    func kept(_ target: UndersamplingTarget) throws -> [Int] { try target.keptRows(of: labels) }
    #expect(try kept(.auto) == [4, 0, 4, 4, 4])
    #expect(try kept(.median) == [5, 0, 4, 5, 4])
    #expect(try kept(.majority) == [4, 0, 4, 7, 4])
    #expect(try kept(.ratio(0.5)) == [8, 0, 4, 7, 4])
    #expect(try kept(.ratio(1e-300)) == [10, 0, 4, 7, 4])
    #expect(try kept(.counts(["a": 2, "c": 0])) == [2, 0, 4, 0, 4])
    #expect(try kept(.above(0.25)) == [6, 0, 4, 6, 4])
    #expect(throws: ResamplingError.targetAboveCount(name: "b", rows: 4, target: 5)) { try kept(.counts(["b": 5])) }
    #expect(throws: LearningError.unknownClass(name: "x", known: labels.names)) { try kept(.counts(["x": 5])) }
    #expect(throws: LearningError.self) { try RandomUndersampling(target: .ratio(0)) }
    #expect(throws: LearningError.self) { try RandomUndersampling(target: .above(1)) }
  }

  @Test func tellOfTooManyNeighbours() throws {
    let (features, labels) = ResamplingData.overlapping([20, 4])
    #expect(throws: ResamplingError.tooFewRows(rows: 4, neighbours: 5, method: "NearMiss")) {
      try NearMiss(neighbours: 5).resample(features, labels, seed: 1)
    }
    #expect(throws: ResamplingError.tooFewRows(rows: 23, neighbours: 24, method: "ENN")) {
      try EditedNearestNeighbours(neighbours: 24).resample(features, labels, seed: 1)
    }
    #expect(throws: ResamplingError.tooFewRows(rows: 23, neighbours: 30, method: "borderline SMOTE")) {
      try BorderlineSMOTE(neighbours: 2, dangerNeighbours: 30).resample(features, labels, seed: 1)
    }
  }

  @Test func nothingLeftIsAnError() throws {
    // Two classes in turn on a line: every neighbour is of the other class.
    let features = Matrix(rows: 10, columns: 1, storage: (0..<10).map(Float.init))
    let labels = Labels(names: ["a", "b"], codes: (0..<10).map { $0 % 2 })
    #expect(throws: ResamplingError.nothingLeft(method: "ENN")) {
      try EditedNearestNeighbours(neighbours: 1, classes: .all).resample(features, labels, seed: 1)
    }
    let spared = try EditedNearestNeighbours(neighbours: 1).resample(features, labels, seed: 1)
    #expect(spared.keptRows == [0, 2, 4, 6, 8])
    #expect(spared.notes == ["ENN removed every row of class 'b'"])
  }

  @Test func cleanedSmoteIsSmoteThenCleaning() throws {
    let (features, labels) = ResamplingData.overlapping([120, 30])
    let smote = try SMOTE()
    let grown = try smote.resample(features, labels, seed: 6)
    let whole = features.appending(grown.synthetic)
    let all = Labels(names: labels.names, codes: labels.codes + grown.syntheticCodes)
    let cleaner = try EditedNearestNeighbours(classes: .all)
    let rows = try cleaner.keptRows(whole, all, context: .plain)
    let result = try CleanedSMOTE(smote, then: cleaner).resample(features, labels, seed: 6)
    #expect(features.gathering(result.keptRows).appending(result.synthetic) == whole.gathering(rows))
    #expect(result.keptRows.map { labels.codes[$0] } + result.syntheticCodes == rows.map { all.codes[$0] })
    let tomek = try CleanedSMOTE(smote, then: TomekLinks(classes: .all)).resample(features, labels, seed: 6)
    #expect(tomek.keptRows.count + tomek.synthetic.rows <= 240)
  }
}

@Suite struct KMeansTests {
  @Test func findsSeparateHeaps() throws {
    var noise = NormalNumbers(.init(seed: 2))
    let storage = (0..<300).flatMap { row in (0..<2).map { _ in Float(noise.next()) + Float(row % 3) * 100 } }
    let features = Matrix(rows: 300, columns: 2, storage: storage)
    let result = try KMeans(clusters: 3).fit(features, seed: 1, context: twoThreads)
    #expect(try KMeans(clusters: 3).fit(features, seed: 1) == result)
    for row in 0..<300 { #expect(result.assignments[row] == result.assignments[row % 3]) }
    #expect(Set(result.assignments).count == 3)
    #expect(result.members.map(\.count) == [100, 100, 100])
    // Every row is with its nearest centre, and every centre is the mean of its rows.
    for (cluster, rows) in result.members.enumerated() {
      let means = try features.gathering(rows).columnMeans()
      #expect(difference(means, result.centres.row(cluster).map(Double.init)) < 1e-6)
    }
  }

  @Test func equalRowsAndTooManyClusters() throws {
    let same = Matrix(rows: 5, columns: 2, repeating: 3)
    let result = try KMeans(clusters: 3).fit(same, seed: 1)
    #expect(result.inertia == 0 && result.assignments.count == 5)
    #expect(throws: LearningError.self) { try KMeans(clusters: 6).fit(same, seed: 1) }
    #expect(throws: LearningError.self) { try KMeans(clusters: 0) }
  }
}

extension Resampled {
  /// The new rows.
  var synthetic: Matrix { features.gathering(Array(keptRows.count..<features.rows)) }
}
