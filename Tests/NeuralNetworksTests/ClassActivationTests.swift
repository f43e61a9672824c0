import Testing

@testable import NeuralNetworks

@Suite struct ClassActivationTests {
  @Test func mapsAreWeighedAndWhatSpeaksAgainstIsNothing() throws {
    let maps: [Float] = [9, 1, 2, 3, 4, 0, 1, 0, 1]
    let activation = try ClassActivation(maps: maps[1...], height: 2, width: 2, weights: [1, -2])
    // 1 − 2·0, 2 − 2·1, 3 − 2·0 and 4 − 2·1, over the largest.
    #expect(activation.values == [1, 0, 3, 2].map { Float($0 / 3.0) })
    #expect(try ClassActivation(maps: maps[1...], height: 2, width: 2, weights: [-1, 0]).values == [0, 0, 0, 0])
    #expect(throws: NetworkError.mismatchedCounts(what: "weights", expected: 2, found: 3)) {
      try ClassActivation(maps: maps[1...], height: 2, width: 2, weights: [1, 2, 3])
    }
  }

  @Test func preparedNetworksTellTheSizeOfTheirMaps() throws {
    let prepared = try FrozenNetwork.resNet18(ResidualNetworkTests.weights())
      .prepared(height: 64, width: 96, layer: "layer4", isPooled: false)
    #expect(prepared.mapHeight == 2 && prepared.mapWidth == 3 && prepared.columns == 512 * 6)
  }
}
