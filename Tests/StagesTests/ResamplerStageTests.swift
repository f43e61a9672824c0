import Diagnostics
import Learning
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// Every target of the resamplers, as it is written.
@Suite struct ResamplerStageTests {
  /// Classes of 40, 20 and 10 rows, which overlap; subjects unknown.
  private var training: Samples {
    let codes = [0, 1, 2].flatMap { [Int](repeating: $0, count: [40, 20, 10][$0]) }
    var generator = SeededGenerator(seed: 3)
    let storage = codes.flatMap { code in
      (0..<2).map { Float(generator.uniform() + generator.uniform()) + Float($0 == 0 ? code : 0) * 0.5 }
    }
    return Samples(
      content: Matrix(rows: 70, columns: 2, storage: storage),
      metadata: RowMetadata(
        labels: Labels(names: ["calm", "fear", "joy"], codes: codes), sources: [String](repeating: "made", count: 70),
        rowNames: codes.indices.map { "row \($0)" }, origin: DataProvenance(name: "made", fingerprint: "")))
  }

  /// Rows of each class after a resampler with arguments that are bound as a script's are.
  private func counts<Stage: ResamplerStage>(_ type: Stage.Type, _ arguments: (String, ArgumentValue)...) throws
    -> [Int]
  {
    let place = Location(SourceText(name: "test.mien", text: "x"), Span(0, 1))
    let given = arguments.map { GivenArgument(label: ($0.0, place), value: $0.1, location: place) }
    let (stage, _, problems) = type.bound(to: given, at: place)
    if let problem = problems.first { throw problem }
    let context = StageContext(seed: 5, execution: ExecutionContext(threads: 2), environment: RunEnvironment())
    return try stage.resample(training, context).metadata.labels.counts
  }

  private let pairs = ArgumentValue.list([.text("joy"), .number(15, .plain), .word("fear"), .number(20, .plain)])

  private func checkGrowth<Stage: ResamplerStage>(_ type: Stage.Type, _ others: (String, ArgumentValue)...) throws {
    func counts(_ name: String, _ value: ArgumentValue) throws -> [Int] {
      let place = Location(SourceText(name: "test.mien", text: "x"), Span(0, 1))
      let given = ([(name, value)] + others).map { GivenArgument(label: ($0.0, place), value: $0.1, location: place) }
      let (stage, _, problems) = type.bound(to: given, at: place)
      if let problem = problems.first { throw problem }
      let context = StageContext(seed: 5, execution: ExecutionContext(threads: 2), environment: RunEnvironment())
      return try stage.resample(training, context).metadata.labels.counts
    }
    #expect(try counts("target", .word("auto")) == [40, 40, 40], "\(type)")
    #expect(try counts("target", .word("median")) == [40, 20, 20], "\(type)")
    #expect(try counts("target", .word("minority")) == [40, 20, 40], "\(type)")
    #expect(try counts("target", .number(75, .percent)) == [40, 30, 30], "\(type)")
    #expect(try counts("target", .number(0.75, .plain)) == [40, 30, 30], "\(type)")
    #expect(try counts("target", pairs) == [40, 20, 15], "\(type)")
    #expect(try counts("below", .number(20, .percent)) == [40, 20, 14], "\(type)")
  }

  @Test func targetsOfStagesThatAddRows() throws {
    try checkGrowth(SMOTEStage.self)
    try checkGrowth(OversampleStage.self)
    try checkGrowth(OversampleStage.self, ("shrinkage", .number(1, .plain)))
    try checkGrowth(BorderlineStage.self)
    try checkGrowth(SVMSMOTEStage.self)
    try checkGrowth(KMeansSMOTEStage.self, ("clusters", .number(1, .plain)))
  }

  @Test func targetsOfStagesThatRemoveRows() throws {
    let fewer = ArgumentValue.list([.text("calm"), .number(15, .plain), .text("joy"), .number(3, .plain)])
    for (name, value, expected) in [
      ("target", ArgumentValue.word("auto"), [10, 10, 10]), ("target", .word("median"), [20, 20, 10]),
      ("target", .word("majority"), [10, 20, 10]), ("target", .number(50, .percent), [20, 20, 10]),
      ("target", fewer, [15, 20, 3]), ("above", .number(50, .percent), [35, 20, 10]),
    ] {
      #expect(try counts(UndersampleStage.self, (name, value)) == expected, "\(name) \(value.description)")
      #expect(try counts(NearMissStage.self, (name, value)) == expected, "\(name) \(value.description)")
    }
  }

  @Test func adasynIsNearAndCleanersOnlyRemove() throws {
    let grown = try counts(ADASYNStage.self)
    #expect(grown[0] == 40 && abs(grown[1] - 40) <= 10 && abs(grown[2] - 40) <= 5)
    for found in [
      try counts(TomekStage.self), try counts(ENNStage.self, ("kind", .word("mode"))),
      try counts(TomekStage.self, ("classes", .word("largest"))),
    ] {
      #expect(zip(found, [40, 20, 10]).allSatisfy { $0 <= $1 } && found[2] == 10)
    }
    for found in [try counts(SMOTEENNStage.self, ("kind", .word("mode"))), try counts(SMOTETomekStage.self)] {
      #expect(found.allSatisfy { $0 <= 40 } && found[2] > 10)
    }
  }

  @Test func twoTargetsAreRefused() throws {
    #expect(throws: StageError.self) {
      try counts(SMOTEStage.self, ("target", .word("median")), ("below", .number(20, .percent)))
    }
    #expect(throws: StageError.self) {
      try counts(UndersampleStage.self, ("target", .word("median")), ("above", .number(20, .percent)))
    }
    #expect(throws: LearningError.unknownClass(name: "anger", known: ["calm", "fear", "joy"])) {
      try counts(SMOTEStage.self, ("target", .list([.text("anger"), .number(9, .plain)])))
    }
  }

  @Test func targetsAreWrittenInTheLanguage() throws {
    let session = StageSession()
    func counts(_ resampler: String) throws -> Int {
      guard let set = try session.last("\(StageSession.rows) | \(resampler)").payload.as(PreparedRows.self) else {
        return 0
      }
      return set.training.metadata.count
    }
    // 120 training rows, 15 of each of eight classes.
    #expect(try counts("smote [\"fear\", 40, happy, 45]") == 175)
    #expect(try counts("smote below=14%") == 128)
    #expect(try counts("smote 50%") == 120)
    #expect(try counts("oversample minority") == 120)
    #expect(try counts("undersample [fear, 5]") == 110)
    #expect(try counts("undersample above=10%") == 96)
    #expect(
      session.problems("\(StageSession.rows) | smote [\"fear\"]")
        == ["E0103 smote: `target`: every class needs its number of rows"])
    #expect(
      session.problems("\(StageSession.rows) | undersample minority") == ["E0104 undersample has no target 'minority'"])
    #expect(session.problems("\(StageSession.rows) | smote 150%").count == 1)
    #expect(session.problems("\(StageSession.rows) | smote [fear, 3, fear, 4]").count == 1)
  }

  @Test func oneImbalanceCorrectedTwiceIsNoteedOn() throws {
    let session = StageSession()
    func notes(_ rest: String) throws -> [String] {
      try session.result("\(StageSession.rows) | \(rest)").notes.filter { $0.contains("corrected twice") }
    }
    #expect(try notes("smote | svm rbf weights=balanced").count == 1)
    #expect(try notes("undersample 50% | logreg weights=balanced | cv 2").count == 1)
    #expect(try notes("smote | thresholds logreg").count == 1)
    #expect(try notes("smote | svm rbf").isEmpty)
    #expect(try notes("tomek | svm rbf weights=balanced").isEmpty)
    #expect(try notes("bayes weights=balanced").isEmpty)
  }
}
