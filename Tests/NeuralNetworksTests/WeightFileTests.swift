import Foundation
import Testing

@testable import NeuralNetworks

/// Files that PyTorch and safetensors wrote (`Fixtures/make_weights.py`), and what is done to them to do harm.
@Suite struct WeightFileTests {
  static func numbers(_ name: String, _ count: Int) -> [Float] { (0..<count).map { Float($0 + name.utf8.count) / 8 } }

  @Test(arguments: ["tiny.pth", "tiny.safetensors"])
  func everyElementTypeIsRead(_ file: String) throws {
    let weights = try WeightSet(path: fixture(file))
    #expect(weights.tensors.count == 5)
    for (name, shape) in [("backbone.conv.weight", [2, 3, 2, 2]), ("half", [5]), ("brain", [4]), ("double", [3])] {
      #expect(weights.tensors[name]?.shape == shape)
      #expect(weights.tensors[name]?.values == Self.numbers(name, shape.reduce(1, *)), "\(name)")
    }
    #expect(weights.tensors["counter"] == WeightTensor(shape: [], values: [7]))
    if file.hasSuffix("safetensors") { #expect(weights.metadata == ["made": "by \"safetensors\""]) }
  }

  @Test func viewsAndNestedDictionariesAreRead() throws {
    let tensors = try WeightSet(path: fixture("nested.pth")).tensors
    let numbers = Self.numbers("views", 12)
    #expect(tensors["transposed"]?.shape == [4, 3])
    let transposed: [Float] = (0..<12).map { place in numbers[place % 3 * 4 + place / 3] }
    #expect(tensors["transposed"]?.values == transposed)
    #expect(tensors["column"]?.values == [numbers[1], numbers[5], numbers[9]])
    #expect(tensors["parameter"]?.values == Self.numbers("parameter", 2))
  }

  @Test func whatIsWrittenIsReadBackAndAlwaysTheSame() throws {
    let path = NSTemporaryDirectory() + "mien-weights-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let weights = WeightSet(
      source: "here",
      tensors: [
        "b\"\\\n": WeightTensor(shape: [2, 2], values: [1, -2, .leastNonzeroMagnitude, .infinity]),
        "a": WeightTensor(shape: [], values: [0.1]), "empty": WeightTensor(shape: [0, 3], values: []),
      ], metadata: ["epoch": "3"])
    try weights.write(to: path)
    let first = try Data(contentsOf: URL(fileURLWithPath: path))
    let read = try WeightSet(path: path)
    #expect(read.tensors == weights.tensors)
    #expect(read.metadata == weights.metadata)
    try read.write(to: path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
  }

  @Test func aPickleThatCallsSomethingIsRefusedByName() throws {
    #expect(throws: NetworkError.forbiddenPickle(path: "evil.pth", name: "posix.system")) {
      try read(Array(Data(contentsOf: URL(fileURLWithPath: fixture("evil.pth")))), "evil.pth")
    }
    #expect(!FileManager.default.fileExists(atPath: "/tmp/mien-was-executed"))
  }

  @Test func otherFormatsAreTold() throws {
    #expect(throws: NetworkError.legacyPickle(path: "x")) {
      try read(Array(Data(contentsOf: URL(fileURLWithPath: fixture("legacy.pth")))), "x")
    }
    #expect(throws: NetworkError.unknownFormat(path: "x")) { try read([], "x") }
    #expect(throws: NetworkError.unknownFormat(path: "x")) { try read(Array("hello there".utf8), "x") }
    #expect(throws: NetworkError.unreadable(path: "/no/file", reason: "no such file or directory")) {
      try WeightSet(path: "/no/file")
    }
  }

  @Test(arguments: [
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"a":[[[[[[[["#, #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, #"{"a"#, #"{"a":{}}"#, #"{} x"#,
  ])
  func hostileHeadersAreRefused(_ header: String) {
    #expect { try read(Self.safetensors(header)) } throws: { ($0 as? NetworkError)?.code == "E1005" }
  }

  @Test func headersThatClaimToBeHugeAreRefused() {
    for length in [UInt64.max, 1 << 60, 100_000_001, 40] {
      let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}".utf8)
      #expect { try read(bytes) } throws: { ($0 as? NetworkError)?.code == "E1005" }
    }
  }

  /// Any byte changed, and any end cut off: it is read, or refused with an error of this module.
  @Test(arguments: ["tiny.pth", "nested.pth", "tiny.safetensors"])
  func damageNeverBringsTheReaderDown(_ file: String) throws {
    let whole = try Array(Data(contentsOf: URL(fileURLWithPath: fixture(file))))
    for place in whole.indices {
      var damaged = whole
      damaged[place] ^= UInt8(truncatingIfNeeded: 1 + place % 255)
      for bytes in [damaged, Array(whole[..<place])] {
        do { _ = try read(bytes) } catch { #expect(error is NetworkError) }
      }
    }
  }

  @Test func picklesThatNestOrGrowAreRefused() throws {
    var machine = Self.machine([0x80, 2] + [UInt8](repeating: UInt8(ascii: ")"), count: 1))
    #expect(throws: PickleMachine.Fault.self) { try machine.run() }
    // A tuple in a tuple, a million deep, is no recursion here.
    let deep = [UInt8(ascii: ")")] + [UInt8](repeating: 0x85, count: 1_000_000) + [UInt8(ascii: ".")]
    var nested = Self.machine(deep)
    _ = try nested.run()
    #expect(nested.sequences.count == 1_000_001)
  }

  @Test func digestsAreThoseOfTheStandard() {
    func digest(_ text: String) -> String { Array(text.utf8).withUnsafeBytes { SHA256.hexadecimal($0) } }
    #expect(digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test func filesHaveDigests() throws {
    #expect(
      try SHA256.hexadecimal(ofFile: fixture("tiny.safetensors"))
        == "6624fc0d7ecbf589a0f44b7655caeecbe85bc9b63bb5ea20893e69817ee06a57")
    #expect(throws: NetworkError.self) { try SHA256.hexadecimal(ofFile: "/no/file") }
  }

  private static func machine(_ bytes: [UInt8]) -> PickleMachine {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    memory.copyBytes(from: bytes)
    return PickleMachine(UnsafeRawBufferPointer(memory))
  }

  private static func safetensors(_ header: String) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
      + [UInt8](repeating: 0, count: 8)
  }
}

/// The path of a file in `Fixtures`.
func fixture(_ name: String) -> String {
  Bundle.module.resourcePath.map { "\($0)/Fixtures/\(name)" } ?? name
}

@discardableResult
func read(_ bytes: [UInt8], _ path: String = "bytes") throws -> WeightSet {
  try bytes.withUnsafeBytes { try WeightSet($0, path: path) }
}
