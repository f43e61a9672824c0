import Numerics
import Plans
import Testing

@testable import Stages

/// What every source keeps to, over the configurations of its examples that run everywhere.
@Suite struct SourceConformanceTests {
  private static let configurations = allConfigurations(.source).filter { configuration in
    (try? (configuration.stage as? any SourceStage)?.check(in: RunEnvironment(dataDirectory: "/nonexistent"))) != nil
  }

  private func load(_ configuration: StageConfiguration, threads: Int, seed: UInt64 = 7) throws -> Samples {
    let source = try #require(configuration.stage as? any SourceStage)
    let work = StageWork(
      seed: seed, context: ExecutionContext(threads: threads),
      environment: RunEnvironment(dataDirectory: "/nonexistent"))
    return try source.load(work)
  }

  @Test func everySourceHasOneThatRunsEverywhere() {
    let names = Set(Self.configurations.map(\.declaration.name))
    #expect(names == Set(stageTypes(.source).map { $0.declaration.name }))
  }

  @Test(arguments: configurations)
  func oneThreadAndTwoGiveTheSameRows(configuration: StageConfiguration) throws {
    let one = try load(configuration, threads: 1)
    let two = try load(configuration, threads: 2)
    #expect(Evidence(one) == Evidence(two))
    #expect(one.roster.origin == two.roster.origin)
    #expect(one.roster.subjects == two.roster.subjects)
    #expect(one.roster.groups == two.roster.groups)
  }

  @Test(arguments: configurations)
  func everyRowIsKnownAsFarAsAnyIs(configuration: StageConfiguration) throws {
    let samples = try load(configuration, threads: 2)
    let roster = samples.roster
    #expect(roster.count > 0 && samples.content.rowCount == roster.count)
    let lengths = [roster.subjects?.count, roster.groups?.count, roster.parts?.count, roster.sources.count]
    #expect(lengths.allSatisfy { ($0 ?? roster.count) == roster.count })
    #expect(Set(roster.rowNames).count == roster.count, "row names tell rows apart")
    #expect(!roster.origin.fingerprint.isEmpty)
    #expect(roster.origin.synthetic != nil, "what runs everywhere is synthetic, and says so")
    #expect(configuration.declaration.gives.contains(samples.content.valueKind))
  }
}
