import Numerics
import Testing

@testable import Evaluation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Minutes, so only where `MIEN_SIMULATE` says how many data sets a cell: see README.md of this folder.
let simulatedDataSets = getenv("MIEN_SIMULATE").flatMap { Int(String(cString: $0)) }

/// `MIEN_SIMULATE_ONLY="cv 5"` runs one protocol.
func isSimulated(_ design: NoiseStudy.Design) -> Bool {
  getenv("MIEN_SIMULATE_ONLY").map { String(cString: $0) == design.rawValue } ?? true
}

/// `MIEN_SIMULATE_FIRST=6000` takes other data sets, so that what was chosen on some can be looked at in others.
let firstDataSet = getenv("MIEN_SIMULATE_FIRST").flatMap { Int(String(cString: $0)) } ?? 0

/// `MIEN_SIMULATE_SUBJECTS=8` takes only cells of eight subjects.
func isSimulated(subjects: Int?) -> Bool {
  getenv("MIEN_SIMULATE_SUBJECTS").map { Int(String(cString: $0)) == subjects } ?? true
}

/// `MIEN_SIMULATE_FRAMES=5` takes only sequences of so many frames, and rows.
func isSimulated(frames: Int) -> Bool {
  getenv("MIEN_SIMULATE_FRAMES").map { Int(String(cString: $0)) == frames || frames == 1 } ?? true
}

/// How often models that are all alike are told apart: at most a little over one in twenty, however they are compared.
@Suite(.enabled(if: simulatedDataSets != nil), .serialized)
struct FalseVerdicts {
  private static let metrics = [Metric.accuracy, .macroF1, .uar]

  @Test(arguments: [2, 7], [1, 7])
  func equalModelsAreSeldomToldApart(classes: Int, neighbours: Int) throws {
    print("compare | sweep of 8 | compare of 5 | ablate | best, then compare || intervals that hold the truth")
    let people: [(subjects: Int?, frames: Int)] = [
      (8, 5), (20, 5), (40, 5), (nil, 1), (8, 3), (20, 3), (40, 3),
    ]
    for (subjects, frames) in people where isSimulated(subjects: subjects) && isSimulated(frames: frames) {
      for design in NoiseStudy.Design.allCases where isSimulated(design) {
        try run(classes, neighbours, subjects, frames, design)
      }
    }
  }

  private func run(_ classes: Int, _ neighbours: Int, _ subjects: Int?, _ frames: Int, _ design: NoiseStudy.Design)
    throws
  {
    let dataSets = simulatedDataSets ?? 0
    var tally = FalseVerdictTally(metrics: Self.metrics)
    for dataSet in firstDataSet..<(firstDataSet + dataSets) {
      let seed = UInt64(dataSet * 1000 + classes * 100 + (subjects ?? 0))
      let study = NoiseStudy(classes: classes, subjects: subjects, frames: frames, neighbours: neighbours, seed: seed)
      guard let models = try study.classifiers(design, seed: seed) else { return }
      try tally.add(models)
      try tally.addIntervals(models[0])
    }
    print(
      classes, "classes,", neighbours, "neighbours,", subjects.map { "\($0) × \(frames)" } ?? "rows",
      design.rawValue + ":", tally.text(of: dataSets, chance: 1 / Double(classes)))
    #expect(tally.contradictions == 0)
    let bound = 0.05 + 3 * (0.05 * 0.95 / Double(max(dataSets, 1))).squareRoot() + 0.01
    #expect(tally.rates(dataSets).allSatisfy { $0 <= bound }, "\(classes) \(subjects ?? 0) \(design)")
  }
}
