import Diagnostics
import Evaluation
import Imaging
import Numerics
import Plans
import Samples
import SyntheticFaces
import Testing

@testable import Stages

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Minutes, so only where `MIEN_SIMULATE` says how many seeds.
private let simulatedSeeds = getenv("MIEN_SIMULATE").flatMap { Int(String(cString: $0)) }

/// The first of them, so that others than those of the table can be run.
private let firstSeed = getenv("MIEN_SIMULATE_FIRST").flatMap { Int(String(cString: $0)) } ?? 0

/// How often an audit finds the group that `faces bias=0.9` darkened, and how often one where there is none: a model learns
/// from 240 faces, and is audited on other people, five faces each or one. What came of it stands in `Tests/EvaluationTests/Simulation/README.md`.
@Suite(.enabled(if: simulatedSeeds != nil), .serialized)
struct AuditSimulation {
  private static let sizes = [10, 40, 160]

  /// What came of one size.
  private struct Tally {
    var named = [0, 0]
    var found = [0, 0]
    /// Of attributes that mean nothing alone.
    var random = [0, 0]
    var crossed = 0
    var gap = 0.0
  }

  @Test(arguments: [0.0, 0.9], [5, 1])
  func groupsAreFoundAndNotInvented(bias: Double, facesOfEach: Int) throws {
    let seeds = simulatedSeeds ?? 0
    print("faces of each person: \(facesOfEach)")
    var tallies = [Tally](repeating: Tally(), count: Self.sizes.count)
    for seed in firstSeed..<firstSeed + seeds { try add(seed, bias, facesOfEach, to: &tallies) }
    print("bias, rows a group: by 1 attribute found, and dark named | 6 attributes | random: 1, 5 | crossed | mean gap")
    for (size, tally) in zip(Self.sizes, tallies) {
      func share(_ count: Int) -> String { "\((1000 * Double(count) / Double(max(seeds, 1))).rounded() / 10) %" }
      print(
        bias, size, ":", share(tally.found[0]), share(tally.named[0]), "|", share(tally.found[1]),
        share(tally.named[1]),
        "|", share(tally.random[0]), share(tally.random[1]), "|", share(tally.crossed), "|",
        (1000 * tally.gap / Double(max(seeds, 1))).rounded() / 1000)
    }
  }

  private func add(_ seed: Int, _ bias: Double, _ facesOfEach: Int, to tallies: inout [Tally]) throws {
    let rows = try rows(seed, bias, facesOfEach)
    let place = Location(SourceText(name: "simulation", text: ""), Span(0, 0))
    let stages: [any Stage] = [FixedSource(rows), LBPStage(), PCAStage(), LogisticRegressionStage()]
    let plan = Plan(stages.map { PlanStep(stage: $0, text: type(of: $0).declaration.name, location: place) })
    let executor = Executor(
      catalogue: stageCatalogue, cache: MatrixCache(budget: 1 << 28), experimentLog: SessionExperimentLog(),
      settings: RunSettings(threads: 1))
    let result = try #require(try executor.run(plan).payload.as(EvaluationResult.self))
    let groups = try ResultGroups(result, by: ["group"])
    var start = 0
    for (index, size) in Self.sizes.enumerated() {
      let part = Array(start..<start + 3 * size)
      start += 3 * size
      let tested = try ComparedClassifier(
        truth: groups.tested.truth.gathering(part), predicted: part.map { groups.tested.predicted[$0] },
        subjects: groups.tested.subjects?.gathering(part))
      try add(tested, groups.crossed.gathering(part), seed, to: &tallies[index])
    }
  }

  private func add(_ tested: ComparedClassifier, _ group: Grouping, _ seed: Int, to tally: inout Tally) throws {
    var generator = SeededGenerator.derived(from: UInt64(seed), 6)
    let people = tested.subjects?.names.count ?? 0
    let random = (0..<5).map { number in
      let sides = (0..<people).map { _ in generator.below(2) }
      return (
        name: "random \(number)",
        groups: Grouping(tested.subjects?.codes.map { $0.map { "side \(sides[$0])" } } ?? [])
      )
    }
    // One attribute is audited by its groups, several each by itself, as `audit` does.
    func gaps(_ attributes: [(name: String, groups: Grouping)]) throws -> [GroupAudit.Gap?] {
      guard attributes.count > 1 else {
        return try attributes.map {
          try GroupAudit(.accuracy, of: tested, attributes: [$0.groups], context: .plain).gap
        }
      }
      return try AttributeGaps(.accuracy, of: tested, attributes: attributes, context: .plain).attributes.map(\.gap)
    }
    let own = (name: "group", groups: group)
    for (index, found) in [try gaps([own]), try gaps([own] + random)].enumerated() {
      if found.contains(where: { $0?.isDistinguishable ?? false }) { tally.found[index] += 1 }
      if let gap = found[0], gap.isDistinguishable, gap.worst == "dark" { tally.named[index] += 1 }
    }
    for (index, count) in [1, 5].enumerated() {
      let found = try gaps(Array(random.prefix(count)))
      if found.contains(where: { $0?.isDistinguishable ?? false }) { tally.random[index] += 1 }
    }
    let crossed = try GroupAudit(
      .accuracy, of: tested, attributes: [group] + random.map(\.groups), context: .plain)
    if crossed.gap?.isDistinguishable ?? false { tally.crossed += 1 }
    tally.gap += try gaps([own])[0]?.value ?? 0
  }

  /// Faces to learn from, then the three sets to audit on, all of other people.
  private func rows(_ seed: Int, _ bias: Double, _ facesOfEach: Int) throws -> Samples {
    let counts = [240] + Self.sizes.map { 3 * $0 }
    let parts = try counts.enumerated().map { index, count in
      try SyntheticFaces(
        count: count, subjects: count / (index == 0 ? 5 : facesOfEach), intensity: 1, bias: bias,
        seed: UInt64(1000 * seed + index), name: "set\(index)"
      ).render(context: .plain)
    }
    var images = ImageStack()
    for part in parts { for row in 0..<part.images.count { images.append(part.images[row]) } }
    let names = parts[0].labels.names
    let count = counts.reduce(0, +)
    let codes = try parts.flatMap { part in
      try part.labels.codes.map { try #require(names.firstIndex(of: part.labels.names[$0])) }
    }
    return Samples(
      content: images,
      metadata: RowMetadata(
        labels: Labels(names: names, codes: codes), subjects: parts.flatMap(\.subjects),
        sources: [String](repeating: "faces", count: count),
        parts: (0..<count).map { $0 < counts[0] ? .train : .test }, rowNames: (0..<count).map { "row \($0)" },
        attributes: [.attribute("group", parts.flatMap(\.groups))],
        origin: DataProvenance(
          name: "faces", synthetic: "synthetic faces", fingerprint: "faces \(seed) \(bias) \(facesOfEach)")))
  }
}
