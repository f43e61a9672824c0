import Plans
import Samples

@testable import Stages

/// A configuration that does its work on ordinary rows: what it learnt from them on one thread and what it then answers
/// for them. It is shared by all conformance tests, since what is learnt is a value that applying cannot change.
struct WorkingStage: Sendable {
  let configuration: StageConfiguration
  let rows: Samples
  let learnt: Learnt
  let evidence: Evidence

  var name: String { configuration.declaration.name }
  var stage: any Stage { configuration.stage }

  static let all: [WorkingStage] = tried.compactMap { try? $0.outcome.get() }

  /// Those of one name; whether two fits of it can be compared bit by bit where `isRepeatable`.
  static func named(_ name: String, isRepeatable: Bool = false) -> [WorkingStage] {
    all.filter { $0.name == name && !(isRepeatable && $0.configuration.isTimed) }
  }

  /// Every configuration of what learns, on ordinary rows of every content that it takes.
  static let tried: [Tried] = allConfigurations(.fitted, .resampler, .model).flatMap { configuration in
    ((try? inputs(for: configuration)) ?? []).map { rows in
      Tried(
        configuration: configuration,
        outcome: Result {
          let learnt = try Trial().learnt(by: configuration.stage, from: rows)
          return WorkingStage(
            configuration: configuration, rows: rows, learnt: learnt, evidence: try learnt.applied(rows.content))
        })
    }
  }

  struct Tried: Sendable {
    let configuration: StageConfiguration
    let outcome: Result<WorkingStage, any Error>
  }

  /// Rows of every content that a stage can take.
  static func inputs(for configuration: StageConfiguration, rows: Int = 150) throws -> [Samples] {
    try ConformanceInputs.all(for: configuration.declaration).map { $0.ordinary(rows) }
  }
}
