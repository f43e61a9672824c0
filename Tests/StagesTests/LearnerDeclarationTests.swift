import Diagnostics
import Learning
import Numerics
import Plans
import Testing

@testable import Stages

/// What the engine searches over is what the stages declare: every configuration can be written down, and what is
/// written gives the model that the search judged.
@Suite struct LearnerDeclarationTests {
  private static let shape = TrainingShape(rows: 120, columns: 9, classes: 3)

  private func bound(_ learner: Learner, _ settings: [Configuration.Entry]) throws -> any ModelStage {
    let type = try #require(stageCatalogue.stage(named: learner.method) as? any ModelStage.Type)
    let location = Location(SourceText(name: "test", text: ""), Span(0, 0))
    let given = (learner.fixed + settings).map { entry in
      GivenArgument(label: (entry.name, location), value: entry.setting.argument, location: location)
    }
    let (stage, _, problems) = type.bound(to: given, at: location)
    #expect(problems.isEmpty, "\(learner.name): \(problems.map(\.message))")
    return stage
  }

  @Test(arguments: Learner.all.map(\.name))
  func everyOptionIsADeclaredParameterWithinItsBounds(name: String) throws {
    let learner = try Learner.named(name)
    for shape in [
      Self.shape, TrainingShape(rows: 2, columns: 1, classes: 2), .init(rows: 200_000, columns: 4000, classes: 9),
    ] {
      let space = learner.space(for: shape, weights: true)
      for dimension in space.dimensions {
        let ends = [0, 0.5, 1].map { dimension.setting(at: $0) }
        let choices: [Setting] = if case .choice(let settings) = dimension.domain { settings } else { [] }
        for setting in ends + choices + [dimension.start, dimension.cheapest] {
          _ = try bound(learner, [.init(dimension.name, setting)])
        }
      }
    }
  }

  @Test(arguments: Learner.all.map(\.name))
  func theStageGivesTheModelThatTheSearchJudged(name: String) throws {
    let learner = try Learner.named(name)
    var generator = SeededGenerator(seed: 3)
    let training = clusters(rows: 120, &generator)
    let test = clusters(rows: 90, &generator)
    let space = learner.space(for: Self.shape, weights: true)
    for step in 0..<6 {
      // The middle half of the cube: its corners can take minutes.
      let point = space.dimensions.map { _ in 0.25 + 0.5 * generator.uniform() }
      let configuration = space.configuration(at: step == 0 ? space.start : point)
      let judged = try learner.fit(
        configuration, matrix(training), training.roster.labels, seed: 11, context: .plain)
      let stage = try bound(learner, configuration.entries)
      let (rows, others) = try learner.scalesColumns ? scaled(training, test) : (training, matrix(test))
      let written = try predictions(of: stage, trainedOn: rows, for: others)
      #expect(try judged.predict(matrix(test), context: .plain) == written, "\(learner.line(of: configuration))")
    }
  }

  @Test func namesAreUniqueAndWordsOfALine() {
    let names = Learner.all.map(\.name)
    #expect(Set(names).count == names.count)
    for learner in Learner.all { #expect(learner.relativeCost > 0, "\(learner.name)") }
  }

  private func matrix(_ samples: Samples) -> Matrix {
    samples.content as? Matrix ?? Matrix(rows: 0, columns: 0)
  }

  private func scaled(_ training: Samples, _ test: Samples) throws -> (Samples, Matrix) {
    let scaler = try ScaleStage().fit(training, work)
    let rows = try scaler.apply(to: training.content, context: .plain)
    return (
      Samples(content: rows, roster: training.roster),
      try scaler.fitted.transform(matrix(test), context: .plain)
    )
  }

  private func predictions(of stage: some ModelStage, trainedOn rows: Samples, for others: Matrix) throws -> [Int] {
    try stage.fit(rows, work).predict(others, context: .plain).codes
  }

  private var work: StageWork { StageWork(seed: 11, context: .plain, environment: RunEnvironment()) }

  /// Three classes, each around a corner of its own.
  private func clusters(rows: Int, _ generator: inout SeededGenerator) -> Samples {
    let codes = (0..<rows).map { $0 % 3 }
    var matrix = Matrix(rows: rows, columns: 9)
    for row in 0..<rows {
      for column in 0..<9 {
        matrix[row, column] = Float(generator.uniform() * 3) + (column % 3 == codes[row] ? 1 : 0)
      }
    }
    return Samples(
      content: matrix,
      roster: Roster(
        labels: Labels(names: ["a", "b", "c"], codes: codes), sources: codes.map { _ in "test" },
        rowNames: codes.map { _ in "row" }, origin: Origin(name: "test", fingerprint: "test")))
  }
}

extension Setting {
  fileprivate var argument: ArgumentValue {
    switch self {
    case .whole(let value): .number(Double(value), .plain)
    case .number(let value): .number(value, .plain)
    case .word(let word): .word(word)
    case .boolean(let value): .boolean(value)
    }
  }
}
