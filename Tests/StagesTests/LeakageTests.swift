import Diagnostics
import Foundation
import Imaging
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// The second promise of the language: no test row can leak into training. Every fitted stage, resampler and model is run
/// in a real plan, twice: the second time every test row is another one, features or pixels and class. What was learnt is
/// the same, bit for bit.
@Suite struct LeakageTests {
  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func testRowsDoNotReachWhatIsLearnt(name: String) throws {
    var compared = 0
    for working in WorkingStage.named(name, isRepeatable: true) {
      let (configuration, rows) = (working.configuration, working.rows)
      let spoiled = try withOtherTestRows(rows)
      #expect(Evidence(rows.content) != Evidence(spoiled.content))
      do {
        let (learnt, others) = (try learnt(configuration, from: rows), try learnt(configuration, from: spoiled))
        #expect(!learnt.isEmpty)
        #expect(learnt == others, "\(configuration): the test rows had a say")
        compared += 1
      } catch {
        // Of all rows it could be made, of the training rows alone it cannot.
        #expect(unclearness(of: error) == nil, "\(configuration)")
      }
    }
    #expect(compared > 0 || Self.areTimed(name), "\(name) was never compared")
  }

  /// The same with one stage of each learning kind before it, so that it learns from what they made of the rows.
  @Test(arguments: stageTypes(.fitted, .resampler, .model).map { $0.declaration.name })
  func testRowsDoNotReachItThroughEarlierStages(name: String) throws {
    let features = WorkingStage.all.filter { $0.rows.content is Matrix && !$0.configuration.isTimed }
    let before = [StageKind.fitted, .resampler].compactMap { kind in
      features.first { type(of: $0.stage).kind == kind }?.configuration
    }
    #expect(before.count == 2)
    guard let working = features.first(where: { $0.name == name }) else {
      let type = try #require(stageCatalogue.stage(named: name))
      #expect(!type.declaration.takes.contains(.features), "\(name) was tried on no features")
      return
    }
    let spoiled = try withOtherTestRows(working.rows)
    let plain = try? learnt(working.configuration, after: before, from: working.rows)
    #expect(plain == (try? learnt(working.configuration, after: before, from: spoiled)))
  }

  /// The same behind whatever makes features of pictures, which must not go by other rows.
  @Test(
    arguments: allConfigurations(.rowwise).filter {
      $0.declaration.takes.contains(.images) && $0.declaration.gives.contains(.features)
        && !($0.stage is any IdentityStage)
    })
  func testRowsDoNotReachItThroughPictures(configuration: StageConfiguration) throws {
    let scaling = try #require(
      WorkingStage.all.first { ($0.stage as? any FittedStage)?.keepsColumns == true && $0.rows.content is Matrix })
    let pictures = try #require(WorkingStage.all.first { $0.rows.content is ImageStack }).rows
    let plain = try learnt(scaling.configuration, after: [configuration], from: pictures)
    #expect(!plain.isEmpty)
    #expect(try plain == learnt(scaling.configuration, after: [configuration], from: withOtherTestRows(pictures)))
  }

  /// Every way of mending what is uneven between groups: what is learnt from training rows, whatever the test rows are and
  /// whichever group they are of, and the same bits on one thread and on two.
  @Test(arguments: [
    "reweigh by=group", "resample by=[class, group]", "resample undersample by=[class, group]",
    "resample smote by=[class, group]", "thresholds logreg by=group",
    "thresholds logreg by=group goal=equal_opportunity",
    "logreg groups=group", "logreg groups=group worst=2", "xgboost trees=3 groups=group",
    "xgboost trees=3 groups=group worst=2", "reweigh by=[group, class]",
  ])
  func mitigationsSeeTrainingRowsAlone(line: String) throws {
    let stage = try #require(steps(of: "faces n=20 subjects=4 | lbp | \(line)").last?.stage)
    let configuration = StageConfiguration(stage: stage, text: line)
    let rows = SampleRows.features()
    let spoiled = try withOtherTestRows(rows)
    let found = try learnt(configuration, from: rows)
    #expect(try !found.isEmpty && found == learnt(configuration, from: spoiled))
    let evidence = try [1, 2].map { threads in
      try Trial(threads: threads).evidence(of: stage, on: rows, applyingTo: rows.content)
    }
    #expect(evidence[0] == evidence[1] && evidence[0] != Evidence(rows))
    // Were it given the test rows too, it would learn something else.
    let all = try Trial().evidence(of: stage, on: spoiled, applyingTo: rows.content)
    #expect(all != evidence[0])
  }

  /// A model's predictions of the training rows' neighbours must follow the test rows, or the test above proves nothing.
  @Test func otherTestRowsAreSeenByWhatPredicts() throws {
    let model = try #require(WorkingStage.all.first { $0.stage is any ModelStage })
    let spoiled = try withOtherTestRows(model.rows)
    let first = try predictions(model.configuration, from: model.rows)
    #expect(first != (try predictions(model.configuration, from: spoiled)))
  }

  /// Whether all of a stage's configurations take as long as they are given, so that none can be repeated.
  private static func areTimed(_ name: String) -> Bool {
    WorkingStage.named(name).allSatisfy(\.configuration.isTimed)
  }

  // MARK: Running

  private func executor() -> Executor {
    Executor(
      catalogue: stageCatalogue, cache: MatrixCache(budget: 1 << 28), experimentLog: SessionExperimentLog(),
      settings: RunSettings(threads: 2))
  }

  private func plan(_ stages: [any Stage], from rows: Samples) -> Plan {
    let place = Location(SourceText(name: "leakage", text: ""), Span(0, 0))
    return Plan(
      ([FixedSource(rows)] + stages).map { PlanStep(stage: $0, text: type(of: $0).declaration.name, location: place) })
  }

  /// Everything learnt on the way to and by the last stage, as it would be saved; for a resampler the training rows.
  private func learnt(
    _ configuration: StageConfiguration, after before: [StageConfiguration] = [], from rows: Samples
  ) throws -> [Data] {
    let plan = plan(before.map(\.stage) + [configuration.stage], from: rows)
    if configuration.stage is any ResamplerStage {
      guard let set = try executor().run(plan).payload.as(PreparedRows.self), let resampled = set.resampled else {
        return []
      }
      return [data(of: resampled)]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try executor().fittedPipeline(of: plan).steps.compactMap { step in
      switch step.learnt {
      case .rowwise: nil
      case .transform(let transform): try encoder.encode(transform)
      case .model(let model): try encoder.encode(model)
      }
    }
  }

  private func predictions(_ configuration: StageConfiguration, from rows: Samples) throws -> [Int] {
    guard let result = try executor().run(plan([configuration.stage], from: rows)).payload.as(EvaluationResult.self)
    else {
      return []
    }
    return result.outcomes.flatMap(\.predictions.codes)
  }

  private func data(of samples: Samples) -> Data {
    let evidence = Evidence(samples)
    return Data("\(evidence.content) \(evidence.codes) \(evidence.rowNames) \(evidence.weights)".utf8)
  }

  // MARK: Rows

  /// Every test row replaced: its features by far larger ones, its pixels inverted, its class by the next, its group by the
  /// other.
  private func withOtherTestRows(_ rows: Samples) throws -> Samples {
    let isTest = (0..<rows.metadata.count).map { rows.metadata.parts?[$0] == .test }
    var samples = rows
    samples.content = try ConformanceInputs.input(like: rows.content).replacing(rows.content, isTest)
    let groups = try rows.metadata.groups(by: "group").map { $0 ?? "" }
    samples.metadata = samples.metadata.setting(
      .attribute("group", zip(groups, isTest).map { $1 ? ($0 == "light" ? "dark" : "light") : $0 }))
    guard let labels = rows.metadata.knownLabels else { return samples }
    let codes = zip(labels.codes, isTest).map { $1 ? ($0 + 1) % 3 : $0 }
    samples.metadata = samples.metadata.setting(.labels(Labels(names: labels.names, codes: codes)))
    return samples
  }
}

/// A source that gives the rows it holds.
struct FixedSource: SourceStage {
  static let declaration = Declaration(
    "fixed", "Gives the rows it holds.", takes: .nothing, gives: .rows, examples: [])

  private let rows: Samples?

  init() {
    rows = nil
  }

  init(_ rows: Samples) {
    self.rows = rows
  }

  func load(_ context: StageContext) throws -> Samples {
    rows ?? SampleRows.features(0)
  }
}
