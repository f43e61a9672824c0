import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What every stage that leaves rows out keeps to. That it sees no content, its type says.
@Suite struct SelectorConformanceTests {
  private static let configurations = allConfigurations(.selector)

  private func rows(_ configuration: StageConfiguration, of metadata: RowMetadata, threads: Int = 1, seed: UInt64 = 7)
    throws -> [Int]?
  {
    let selector = try #require(configuration.stage as? any SelectorStage)
    do { return try selector.rows(of: metadata, Trial(threads: threads, seed: seed).context()) } catch {
      #expect(unclearness(of: error) == nil, "\(configuration)")
      return nil
    }
  }

  /// Rows that its examples speak of, and others.
  private static let rosters: [RowMetadata] = {
    let faces = try? (steps(of: "faces n=80 subjects=8").first?.stage as? any SourceStage)?.load(Trial().context())
    return [faces?.metadata].compactMap { $0 }
      + [[], [0], [1, 1, 1], SampleRows.codes(60)].map { SampleRows.metadata($0) }
  }()

  @Test func everyConfigurationFindsRowsSomewhere() throws {
    #expect(Set(Self.configurations.map(\.declaration.name)) == Set(stageTypes(.selector).map { $0.declaration.name }))
    // With nothing to go by, what needs something says so.
    for configuration in Self.configurations where configuration.text.contains("=") {
      #expect(try Self.rosters.contains { try rows(configuration, of: $0) != nil }, "\(configuration)")
    }
  }

  @Test(arguments: configurations)
  func rowsStayInOrderAndEachOnce(configuration: StageConfiguration) throws {
    for metadata in Self.rosters {
      guard let rows = try rows(configuration, of: metadata) else { continue }
      #expect(!rows.isEmpty && rows == Set(rows).sorted() && Set(rows).isSubset(of: 0..<metadata.count))
      #expect(try self.rows(configuration, of: metadata, threads: 2) == rows)
    }
  }
}
