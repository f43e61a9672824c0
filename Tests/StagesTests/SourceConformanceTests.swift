import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What every source keeps to, over the configurations of its examples that run everywhere.
@Suite struct SourceConformanceTests {
  private static let configurations = allConfigurations(.source).filter { configuration in
    (try? (configuration.stage as? any SourceStage)?.check(in: RunEnvironment(dataDirectory: "/nonexistent"))) != nil
  }

  private func load(_ configuration: StageConfiguration, threads: Int, seed: UInt64 = 7) throws -> Samples {
    let source = try #require(configuration.stage as? any SourceStage)
    let context = StageContext(
      seed: seed, execution: ExecutionContext(threads: threads),
      environment: RunEnvironment(dataDirectory: "/nonexistent"))
    return try source.load(context)
  }

  /// But for one that reads a file of one's own; `AttributesTests` has that file.
  @Test func everySourceHasOneThatRunsEverywhere() {
    let names = Set(Self.configurations.map(\.declaration.name))
    #expect(names.union([TableStage.declaration.name]) == Set(stageTypes(.source).map { $0.declaration.name }))
  }

  @Test(arguments: configurations)
  func oneThreadAndTwoGiveTheSameRows(configuration: StageConfiguration) throws {
    let one = try load(configuration, threads: 1)
    let two = try load(configuration, threads: 2)
    #expect(Evidence(one) == Evidence(two))
    #expect(one.metadata.origin == two.metadata.origin)
    #expect(one.metadata == two.metadata)
    try everyRowIsKnownAsFarAsAnyIs(two, of: configuration)
  }

  private func everyRowIsKnownAsFarAsAnyIs(_ samples: Samples, of configuration: StageConfiguration) throws {
    let metadata = samples.metadata
    #expect(metadata.count > 0 && samples.content.rowCount == metadata.count)
    #expect(metadata.columns.allSatisfy { $0.count == metadata.count })
    #expect(Set(metadata.rowNames).count == metadata.count, "row names tell rows apart")
    #expect(!metadata.origin.fingerprint.isEmpty)
    #expect(metadata.origin.synthetic != nil, "what runs everywhere is synthetic, and says so")
    #expect(configuration.declaration.gives.contains(samples.content.valueKind))
  }
}
