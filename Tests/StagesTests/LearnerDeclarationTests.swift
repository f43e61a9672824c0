import AutoML
import Diagnostics
import Learning
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What the engine searches over is what the stages declare: every configuration can be written down, and what is
/// written gives the model that the search judged.
@Suite struct LearnerDeclarationTests {
  private static let shape = TrainingShape(rows: 120, columns: 9, classes: 3)

  /// The stages of a configuration, bound as a script would bind them.
  private func bound(_ learner: Learner, _ configuration: Configuration) throws -> [any Stage] {
    let location = Location(SourceText(name: "test", text: ""), Span(0, 0))
    return try learner.stages(of: configuration).map { name, settings in
      let type = try #require(stageCatalogue.stage(named: name))
      let given = settings.map { entry in
        GivenArgument(label: (entry.name, location), value: entry.setting.argument, location: location)
      }
      let (stage, _, problems) = type.bound(to: given, at: location)
      #expect(problems.isEmpty, "\(learner.name): \(problems.map(\.message))")
      return stage
    }
  }

  @Test(arguments: Learner.all.map(\.name))
  func everyOptionIsADeclaredParameterWithinItsBounds(name: String) throws {
    let learner = try Learner.named(name)
    for shape in [
      Self.shape, TrainingShape(rows: 2, columns: 1, classes: 2), .init(rows: 200_000, columns: 4000, classes: 9),
    ] {
      for dimension in learner.space(for: shape, corrections: true).dimensions {
        let ends = [0, 0.5, 1].map { dimension.setting(at: $0) }
        let choices: [Setting] = if case .choice(let settings) = dimension.domain { settings } else { [] }
        for setting in ends + choices + [dimension.start, dimension.cheapest] {
          _ = try bound(learner, Configuration([.init(dimension.name, setting)]))
        }
      }
    }
  }

  @Test(arguments: Learner.all.map(\.name))
  func theStagesGiveTheModelThatTheSearchJudged(name: String) throws {
    let learner = try Learner.named(name)
    var generator = SeededGenerator(seed: 3)
    let training = clusters(rows: 120, &generator)
    let test = clusters(rows: 90, &generator).content as? Matrix ?? Matrix(rows: 0, columns: 0)
    let space = learner.space(for: Self.shape, corrections: true)
    for step in 0..<8 {
      // The middle half of the cube, but any correction: the corners can take minutes.
      let point = space.dimensions.map { dimension in
        let place = generator.uniform()
        return dimension.name == "correction" ? place : 0.25 + 0.5 * place
      }
      let configuration = space.configuration(at: step == 0 ? space.start : point)
      let judged = try learner.fit(
        configuration, training.content.require(Matrix.self, for: "test"), training.metadata.labels, seeds: { _ in 11 },
        context: .plain)
      let written = try predictions(of: bound(learner, configuration), trainedOn: training, for: test)
      #expect(try judged.predict(test, context: .plain) == written, "\(learner.line(of: configuration))")
    }
  }

  @Test func namesAreUniqueAndWordsOfALine() {
    let names = Learner.all.map(\.name)
    #expect(Set(names).count == names.count)
    for learner in Learner.all { #expect(learner.relativeCost > 0, "\(learner.name)") }
  }

  /// What a plan of these stages predicts.
  private func predictions(of stages: [any Stage], trainedOn rows: Samples, for test: Matrix) throws -> [Int] {
    var (rows, test) = (rows, test as any RowContent)
    for stage in stages {
      switch stage {
      case let stage as any FittedStage: (rows, test) = try transformed(rows, test, by: stage)
      case let stage as any ResamplerStage: rows = try stage.resample(rows, context)
      case let stage as any ModelStage: return try codes(of: stage, trainedOn: rows, for: test)
      default: break
      }
    }
    return []
  }

  private func transformed(
    _ rows: Samples, _ test: any RowContent, by stage: some FittedStage
  ) throws -> (Samples, any RowContent) {
    let fitted = try stage.fit(rows, context)
    let content = try fitted.apply(to: rows.content, context: .plain)
    return (Samples(content: content, metadata: rows.metadata), try fitted.apply(to: test, context: .plain))
  }

  private func codes(of stage: some ModelStage, trainedOn rows: Samples, for test: any RowContent) throws -> [Int] {
    try stage.fit(rows, context).predict(test, context: .plain).codes
  }

  private var context: StageContext { StageContext(seed: 11, execution: .plain, environment: RunEnvironment()) }

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
      metadata: RowMetadata(
        labels: Labels(names: ["a", "b", "c"], codes: codes), sources: codes.map { _ in "test" },
        rowNames: codes.map { _ in "row" }, origin: DataProvenance(name: "test", fingerprint: "test")))
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
