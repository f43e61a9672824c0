import Numerics
import Samples

@testable import Evaluation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A study in which no model can be better than another: sequences of near-identical frames, a label each, of subjects who
/// look alike to themselves; models that are nearest neighbours in some of the measurements. Labels are pure noise, unless
/// classes have looks too.
///
/// The models are exchangeable, and trained and tested as any are, so that folds share training rows as they do in life.
struct NoiseStudy {
  /// How people and classes look.
  struct World {
    /// How alike two sequences of one subject are.
    var likeness = 0.5
    /// How far apart classes lie; 0 where labels are noise.
    var signal = 0.0
    /// Whether some subjects have many more sequences than others, and each class is half as common as the one before.
    var isUneven = false
    var models = 8
    /// Where classes have looks, these and what the models go by are the same for every data set, so that each model has a
    /// true score.
    var generator = SeededGenerator(seed: 77)
  }

  enum Design: String, CaseIterable {
    case split = "one split"
    case folds = "cv 5"
    case holdouts = "repeat 10"
    case repeatedFolds = "cv 5 × 10"
    case loso
  }

  private let labels: Labels
  private let subjects: Grouping?
  private let sequenceOfRow: [Int]
  private let label: [Int]
  /// For each model and sequence, the others by distance.
  private let orders: [[[Int]]]
  /// How many of them vote.
  private let neighbours: Int
  private static let measurements = 40
  private static let measurementsOfModel = 12

  /// - Parameter subjects: nil makes each row a person of its own, whom nobody names.
  init(
    classes: Int, subjects count: Int?, frames: Int, neighbours: Int, world: World = World(), seed: UInt64
  ) {
    self.neighbours = neighbours
    var generator = SeededGenerator(seed: seed)
    var world = world
    var subjectOfSequence: [Int] = []
    for subject in 0..<(count ?? 100) {
      let sequences = world.isUneven ? 1 + generator.below(4) * (1 + subject % 3) : 2 + generator.below(4)
      for _ in 0..<(count == nil ? 1 : sequences) { subjectOfSequence.append(subject) }
    }
    let looks = (0..<(count ?? 100)).map { _ in (0..<Self.measurements).map { _ in generator.normal() } }
    let (shared, own) = ((2 * world.likeness).squareRoot(), (2 - 2 * world.likeness).squareRoot())
    var features = subjectOfSequence.map { subject in
      (0..<Self.measurements).map { shared * looks[subject][$0] + own * generator.normal() }
    }
    let label = subjectOfSequence.map { _ in
      world.isUneven ? min(Int(-log2(1 - generator.uniform())), classes - 1) : generator.below(classes)
    }
    self.label = label
    if world.signal > 0 {
      let centres = (0..<classes).map { _ in
        (0..<Self.measurements).map { _ in world.signal * world.generator.normal() }
      }
      for (sequence, code) in label.enumerated() {
        for measurement in 0..<Self.measurements { features[sequence][measurement] += centres[code][measurement] }
      }
    }
    let measured = features
    let frames = count == nil ? 1 : frames
    sequenceOfRow = label.indices.flatMap { [Int](repeating: $0, count: frames) }
    labels = Labels(names: (0..<classes).map { "class\($0)" }, codes: sequenceOfRow.map { label[$0] })
    subjects = count == nil ? nil : Grouping(sequenceOfRow.map { "S\(subjectOfSequence[$0])" })
    orders = (0..<world.models).map { _ in
      let all = Array(0..<Self.measurements)
      let used = (world.signal > 0 ? world.generator.shuffled(all) : generator.shuffled(all)).prefix(
        Self.measurementsOfModel)
      return measured.map { feature in
        let distances = measured.map { other in
          used.reduce(0) { $0 + (feature[$1] - other[$1]) * (feature[$1] - other[$1]) }
        }
        return distances.indices.sorted { distances[$0] < distances[$1] }
      }
    }
  }

  /// The commonest label of the nearest sequences that train; of equals that of the nearest.
  private func vote(_ order: [Int], _ isTrained: [Bool]) -> Int {
    var votes = [Int](repeating: 0, count: labels.names.count)
    var first = 0
    var left = neighbours
    for sequence in order where isTrained[sequence] {
      if left == neighbours { first = label[sequence] }
      votes[label[sequence]] += 1
      left -= 1
      if left == 0 { break }
    }
    let most = votes.max() ?? 0
    return votes[first] == most ? first : votes.firstIndex(of: most) ?? first
  }

  /// Every model under one protocol; nil where the rows do not allow it.
  func classifiers(_ design: Design, seed: UInt64) throws -> [ComparedClassifier]? {
    let rows = try EvaluationRows(labels: labels, subjects: subjects)
    guard subjects != nil || design != .loso else { return nil }
    let set =
      switch design {
      case .split: try Holdout().splits(of: rows, seed: seed)
      case .folds: try KFold(folds: 5).splits(of: rows, seed: seed)
      case .holdouts: try Holdout(repetitions: 10).splits(of: rows, seed: seed)
      case .repeatedFolds: try KFold(folds: 5, repetitions: 10).splits(of: rows, seed: seed)
      case .loso: try LeaveOneSubjectOut().splits(of: rows)
      }
    let trained = set.splits.map { split in
      var isTrained = [Bool](repeating: false, count: label.count)
      for row in split.train { isTrained[sequenceOfRow[row]] = true }
      return isTrained
    }
    return try orders.map { try classifier($0, set.splits, trained, isPooled: design == .loso) }
  }

  /// - Parameter trained: for each split, the sequences that train.
  private func classifier(
    _ order: [[Int]], _ splits: [RowSplit], _ trained: [[Bool]], isPooled: Bool
  ) throws -> ComparedClassifier {
    var predicted: [Int] = []
    let folds = try zip(splits, trained).map { split, isTrained in
      var answerOfSequence = [Int?](repeating: nil, count: label.count)
      let answers = split.test.map { row in
        let sequence = sequenceOfRow[row]
        let answer = answerOfSequence[sequence] ?? vote(order[sequence], isTrained)
        answerOfSequence[sequence] = answer
        return answer
      }
      predicted += answers
      return FoldScores.Fold(
        name: split.name, repetition: split.repetition, trainRows: split.train.count,
        confusion: try ConfusionMatrix(truth: labels.gathering(split.test), predicted: answers))
    }
    let rows = splits.flatMap(\.test)
    return ComparedClassifier(
      truth: labels.gathering(rows), predicted: predicted, subjects: subjects?.gathering(rows),
      folds: try FoldScores(folds), isPooled: isPooled, rowNumbers: rows)
  }
}

extension SeededGenerator {
  /// A standard normal number, by the quantile.
  mutating func normal() -> Double { normalQuantile(min(max(uniform(), 1e-12), 1 - 1e-12)) }
}
