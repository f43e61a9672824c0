import Foundation
import NeuralNetworks
import Testing

@testable import DeepFeatures

@Suite struct WeightStoreTests {
  private let folder = NSTemporaryDirectory() + "mien-store-\(UUID().uuidString)"
  private var store: WeightStore { WeightStore(directory: folder + "/weights") }

  /// Random weights of ResNet18 in a file.
  private func file() throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/random.safetensors"
    try TrainableNetwork.resNet18(classes: 3, height: 32, width: 32, seed: 1).weights().write(to: path, isCompact: true)
    return path
  }

  @Test func whatIsAddedIsCopiedCheckedAndForgotten() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try file()
    let record = try store.add(name: "mine", path: path)
    #expect(try record.digest == SHA256.hexadecimal(ofFile: path))
    #expect(record.knownTitle == nil)
    try FileManager.default.removeItem(atPath: path)
    #expect(try store.list() == [record])
    #expect(try store.weights("mine").tensors["fc.weight"]?.shape == [3, 512])

    let copy = try FileHandle(forWritingTo: URL(fileURLWithPath: record.path))
    try copy.seek(toOffset: 5_000_000)
    try copy.write(contentsOf: Data([1, 2, 3]))
    try copy.close()
    #expect(throws: NetworkError.damaged(path: record.path, reason: "it is not what was added as 'mine'")) {
      try store.weights("mine")
    }
    try store.remove(name: "mine")
    #expect(store.names().isEmpty)
    #expect(throws: WeightStoreError.notAdded("mine", nearest: nil, known: [])) { try store.remove(name: "mine") }
  }

  @Test func whatIsNoResNetIsRefusedAndNothingIsKept() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/other.safetensors"
    try WeightSet(source: "x", tensors: ["a": WeightTensor(shape: [1], values: [1])]).write(to: path)
    #expect(throws: NetworkError.self) { try store.add(name: "mine", path: path) }
    #expect(store.names().isEmpty)
    for name in ["", "../x", "a/b", "random weights", "-x", "random"] {
      #expect(throws: WeightStoreError.badName(name)) { try store.add(name: name, path: path) }
    }
  }
}
