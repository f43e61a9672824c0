import Numerics
import Testing

@testable import Learning

/// Resamplers beside imbalanced-learn's on glass and thinned vowel: counts, rows that go, and rows that new ones come
/// from; see `Fixtures/make_common.py`.
@Suite struct CommonResamplingTests {
  private struct Around: Decodable {
    var rows: [Int]
    var neighbours: [[Int]]
  }

  private struct Clustered: Decodable {
    var clusters: String
    var rows: [[Int]]
    var inertias: [Double]
  }

  private struct Reference: Decodable {
    var data: String
    var counts: [String: [Int]]
    var removed: [String: [Int]]
    var near: [[Int]]
    var cleaned: [String: [[Double]]]
    /// The five nearest rows of the same class.
    var neighbours: [[Int]]
    /// The five nearest of all rows, of rows in danger.
    var around: Around
    var danger: [String: [Int]]
    var support: [String: [[Int]]]
    var adasyn: [Int]
    var kmeans: Clustered
  }

  private func reference(_ name: String) throws -> Reference {
    try #require(try Fixture.decoded([Reference].self, "common_resampling").first { $0.data == name })
  }

  private func counts(_ labels: Labels, _ result: Resampled) -> [Int] {
    Labels(names: labels.names, codes: result.keptRows.map { labels.codes[$0] } + result.syntheticCodes).counts
  }

  /// Fails unless each new row lies between a row of its class among `bases` and one of the neighbours given for it.
  private func checkOrigins(
    _ result: Resampled, _ set: CommonSet, bases: [Int], neighbours: (Int) -> [Int],
    gaps: (_ neighbour: Int, _ code: Int) -> ClosedRange<Float> = { _, _ in 0...1 }, _ what: String
  ) {
    let segments = Segments(set.features)
    let ways = Dictionary(grouping: bases, by: { set.labels.codes[$0] })
    let homeless = result.syntheticCodes.indices.filter { new in
      let code = result.syntheticCodes[new]
      return !(ways[code] ?? []).contains { base in
        neighbours(base).contains {
          segments.contain(result.synthetic, new, from: base, towards: $0, within: gaps($0, code))
        }
      }
    }
    #expect(homeless.isEmpty, "\(what) \(set.name)")
  }

  // MARK: Oversampling

  /// Where a class has support vectors of one sort alone, the peer's SVM-SMOTE makes only a part of its rows; ours makes
  /// all of them.
  @Test(arguments: CommonSet.names)
  func oversamplersMakeAsManyRowsAsThePeers(_ name: String) throws {
    let (set, expected) = (try CommonSet(name).skewed, try reference(name))
    let samplers: [String: any Resampler] = [
      "smote": try SMOTE(), "borderline1": try BorderlineSMOTE(), "borderline2": try BorderlineSMOTE(kind: .two),
      "oversample": try RandomOversampling(), "svmsmote": try SVMSMOTE(), "undersample": try RandomUndersampling(),
    ]
    #expect(Set(samplers.keys) == Set(expected.counts.keys))
    for (key, sampler) in samplers {
      var wanted = try #require(expected.counts[key])
      for (name, sorts) in expected.support where key == "svmsmote" && sorts.contains([]) {
        wanted[try #require(set.labels.names.firstIndex(of: name))] = set.labels.counts.max() ?? 0
      }
      let result = try sampler.resample(set.features, set.labels, seed: 1, context: twoThreads)
      #expect(counts(set.labels, result) == wanted, "\(key)")
    }
  }

  @Test(arguments: CommonSet.names)
  func smoteGrowsTowardsThePeersNeighbours(_ name: String) throws {
    let (set, expected) = (try CommonSet(name).skewed, try reference(name))
    let result = try SMOTE().resample(set.features, set.labels, seed: 1, context: twoThreads)
    checkOrigins(
      result, set, bases: Array(0..<set.labels.count), neighbours: { expected.neighbours[$0] }, "SMOTE")
  }

  @Test(arguments: CommonSet.names)
  func borderlineGrowsFromThePeersRowsInDanger(_ name: String) throws {
    let (set, expected) = (try CommonSet(name).skewed, try reference(name))
    let task = try OversamplingTask(set.features, set.labels, .auto, context: twoThreads)
    let found = try BorderlineSMOTE().rowsInDanger(task, twoThreads)
    for (code, rows) in found { #expect(rows == expected.danger[set.labels.names[code]] ?? [], "\(code)") }
    let bases = found.flatMap(\.rows)
    let one = try BorderlineSMOTE().resample(set.features, set.labels, seed: 1, context: twoThreads)
    checkOrigins(one, set, bases: bases, neighbours: { expected.neighbours[$0] }, "borderline 1")
    let around = Dictionary(uniqueKeysWithValues: zip(expected.around.rows, expected.around.neighbours))
    let two = try BorderlineSMOTE(kind: .two).resample(set.features, set.labels, seed: 1, context: twoThreads)
    checkOrigins(
      two, set, bases: bases, neighbours: { around[$0] ?? [] },
      gaps: { set.labels.codes[$0] == $1 ? 0...1 : 0...0.5 }, "borderline 2")
  }

  /// A class that gets no row is an error in the peer, and a note here.
  @Test(arguments: CommonSet.names)
  func adasynGivesEachRowAsManyAsThePeer(_ name: String) throws {
    let (set, expected) = (try CommonSet(name).skewed, try reference(name))
    let task = try OversamplingTask(set.features, set.labels, .auto, context: twoThreads)
    var shares = [Int](repeating: 0, count: set.labels.count)
    for (code, made) in try ADASYN().newRows(task, twoThreads) {
      for (row, count) in zip(task.rows(of: code), made) { shares[row] = count }
    }
    #expect(shares == expected.adasyn)
    let result = try ADASYN().resample(set.features, set.labels, seed: 1, context: twoThreads)
    #expect(result.synthetic.rows == expected.adasyn.reduce(0, +))
    checkOrigins(
      result, set, bases: shares.indices.filter { shares[$0] > 0 }, neighbours: { expected.neighbours[$0] }, "ADASYN")
  }

  @Test(arguments: CommonSet.names)
  func svmSmoteGrowsFromThePeersSupportVectors(_ name: String) throws {
    let (set, expected) = (try CommonSet(name).skewed, try reference(name))
    let task = try OversamplingTask(set.features, set.labels, .auto, context: twoThreads)
    let found = try SVMSMOTE().borders(task, seed: 1, twoThreads)
    for (code, inward, outward) in found {
      let sorts = try #require(expected.support[set.labels.names[code]])
      #expect(inward == sorts[0] && outward == sorts[1], "\(code)")
    }
    let result = try SVMSMOTE().resample(set.features, set.labels, seed: 1, context: twoThreads)
    checkOrigins(
      result, set, bases: found.flatMap { $0.inward + $0.outward }, neighbours: { expected.neighbours[$0] },
      gaps: { _, _ in -0.5...1 }, "SVM-SMOTE")
  }

  /// In the peer's clusters. The peer rounds each cluster's rows up; ours are dealt out to add up to the target.
  @Test(arguments: CommonSet.names)
  func kMeansSmoteSharesOutAsThePeer(_ name: String) throws {
    let (set, expected) = (try CommonSet(name).skewed, try reference(name).kmeans)
    let task = try OversamplingTask(set.features, set.labels, .auto, context: twoThreads)
    let homes = CommonReference.codes(expected.clusters)
    let members = (0..<4).map { cluster in homes.indices.filter { homes[$0] == cluster } }
    for code in task.growing {
      let parts = try KMeansSMOTE(leastShare: 0.02).parts(of: code, task, members, twoThreads)
      var made = [Int](repeating: 0, count: 4)
      for (rows, count) in parts { made[homes[rows[0]]] = count }
      #expect(made.reduce(0, +) == task.missing[code])
      for (ours, peers) in zip(made, expected.rows[code]) { #expect(ours == peers || ours == peers - 1, "\(code)") }
    }
  }

  /// The peer clusters mini-batches of the rows, ours all rows until nothing changes: the sum of squares that is left
  /// must not be greater.
  @Test(arguments: CommonSet.names)
  func clustersAreAsTightAsThePeers(_ name: String) throws {
    let (set, peers) = (try CommonSet(name).skewed, SeedScores([try reference(name).kmeans.inertias]))
    let ours = SeedScores([
      try peers.parts[0].indices.map {
        try KMeans(clusters: 4).fit(set.features, seed: UInt64($0), context: twoThreads).inertia
      }
    ])
    #expect(ours.mean < peers.mean || ours.agrees(with: peers), "\(ours.distance(from: peers))")
  }

  // MARK: Cleaning and undersampling

  @Test(arguments: CommonSet.names)
  func cleanersRemoveThePeersRows(_ name: String) throws {
    let (set, expected) = (try CommonSet(name).skewed, try reference(name))
    let cleaners: [String: any Resampler] = [
      "tomek": TomekLinks(), "tomek_all": TomekLinks(classes: .all), "tomek_largest": TomekLinks(classes: .largest),
      "enn": try EditedNearestNeighbours(), "enn_mode": try EditedNearestNeighbours(kind: .mode),
      "enn_mode_all": try EditedNearestNeighbours(neighbours: 5, kind: .mode, classes: .all),
      "enn_largest": try EditedNearestNeighbours(classes: .largest),
    ]
    #expect(Set(cleaners.keys) == Set(expected.removed.keys))
    for (key, cleaner) in cleaners {
      let kept = try cleaner.resample(set.features, set.labels, seed: 0, context: twoThreads).keptRows
      #expect(Set(0..<set.labels.count).subtracting(kept).sorted() == expected.removed[key], "\(key)")
    }
  }

  @Test(arguments: CommonSet.names)
  func nearMissKeepsThePeersRows(_ name: String) throws {
    let (set, expected) = (try CommonSet(name).skewed, try reference(name))
    for (version, rows) in zip(NearMiss.Version.allCases, expected.near) {
      let kept = try NearMiss(version: version).resample(set.features, set.labels, seed: 0, context: twoThreads)
        .keptRows
      #expect(kept == rows, "\(version)")
    }
  }

  /// How many rows of each class are left depends on the new rows: the mean over seeds, within what chance allows.
  @Test(arguments: CommonSet.names)
  func cleanedSmoteLeavesAsManyRowsAsThePeers(_ name: String) throws {
    let (set, expected) = (try CommonSet(name).skewed, try reference(name))
    let samplers: [String: any Resampler] = [
      "smote_enn": CleanedSMOTE(try SMOTE(), then: try EditedNearestNeighbours(classes: .all)),
      "smote_tomek": CleanedSMOTE(try SMOTE(), then: TomekLinks(classes: .all)),
    ]
    #expect(Set(samplers.keys) == Set(expected.cleaned.keys))
    for (key, sampler) in samplers {
      let peers = try #require(expected.cleaned[key])
      let ours = try peers.indices.map {
        counts(set.labels, try sampler.resample(set.features, set.labels, seed: UInt64($0), context: twoThreads))
      }
      for code in set.labels.names.indices {
        let (left, theirs) = (SeedScores([ours.map { Double($0[code]) }]), SeedScores([peers.map { $0[code] }]))
        #expect(left.agrees(with: theirs), "\(key) \(code): \(left.distance(from: theirs))")
      }
    }
  }

  /// Random sampling repeats or drops rows of the class that lacks or has too many, each as likely as any other: over
  /// many seeds every row comes as often as chance allows.
  @Test(arguments: CommonSet.names)
  func randomSamplingIsUniform(_ name: String) throws {
    let set = try CommonSet(name).skewed
    let seeds = 200
    let (over, under) = (try RandomOversampling(), try RandomUndersampling())
    var (repeated, kept) = ([Int](repeating: 0, count: set.labels.count), [Int](repeating: 0, count: set.labels.count))
    for seed in 0..<seeds {
      let rows = try over.resample(set.features, set.labels, seed: UInt64(seed)).keptRows
      #expect(Array(rows.prefix(set.labels.count)) == Array(0..<set.labels.count))
      for row in rows.dropFirst(set.labels.count) { repeated[row] += 1 }
      for row in try under.resample(set.features, set.labels, seed: UInt64(seed)).keptRows { kept[row] += 1 }
    }
    let counts = set.labels.counts
    let (most, least) = (Double(counts.max() ?? 0), Double(counts.min() ?? 0))
    for (row, code) in set.labels.codes.enumerated() {
      let own = Double(counts[code])
      let draws = (most - own) * Double(seeds)
      // Five standard errors: one row in a million.
      #expect(abs(Double(repeated[row]) - draws / own) <= 5 * (draws / own * (1 - 1 / own)).squareRoot())
      let share = least / own
      #expect(abs(Double(kept[row]) - Double(seeds) * share) <= 5 * (Double(seeds) * share * (1 - share)).squareRoot())
    }
  }
}

/// The ways between rows, on which new rows must lie.
private struct Segments {
  let numbers: [Float]
  let columns: Int

  init(_ features: Matrix) {
    (numbers, columns) = (features.storage, features.columns)
  }

  /// Whether row `new` of the synthetic ones is a + t·(b − a) for a t within `range`, to rounding.
  func contain(_ rows: Matrix, _ new: Int, from a: Int, towards b: Int, within range: ClosedRange<Float>) -> Bool {
    let start = new * columns
    // Most ways are told to be others by their first columns.
    for column in 0..<columns {
      let (from, way) = (numbers[a * columns + column], numbers[b * columns + column] - numbers[a * columns + column])
      let (one, other) = (from + range.lowerBound * way, from + range.upperBound * way)
      let number = rows.storage[start + column]
      if number < min(one, other) - 1e-4 || number > max(one, other) + 1e-4 { return false }
    }
    return ResamplingData.lies(
      rows.row(new), from: numbers[a * columns..<(a + 1) * columns], towards: numbers[b * columns..<(b + 1) * columns],
      within: Double(range.lowerBound) - 1e-3...Double(range.upperBound) + 1e-3)
  }
}
