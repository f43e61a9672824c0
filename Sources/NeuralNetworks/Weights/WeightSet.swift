import Files
import Glibc

/// The tensors of a file, by name.
public struct WeightSet: Sendable, Equatable {
  /// Where they came from, for messages.
  public let source: String
  public var tensors: [String: WeightTensor]
  /// Words that a safetensors file carries beside the tensors.
  public var metadata: [String: String]

  public init(source: String, tensors: [String: WeightTensor], metadata: [String: String] = [:]) {
    self.source = source
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Reads safetensors or what `torch.save(model.state_dict())` writes, told apart by content.
  ///
  /// Nothing in the file is executed. Memory stays within a small multiple of the file's size, whatever it claims.
  /// - Throws: `NetworkError.unreadable`, `.unknownFormat`, `.legacyPickle`, `.damaged`, `.forbiddenPickle`,
  ///   `.unsupportedElements`, `.noTensors`.
  public init(path: String) throws {
    let file = try FileBytes(mapping: path) { path, number in
      NetworkError.unreadable(path: path, reason: systemMessage(number))
    }
    // The mapping goes with the object, so that must outlive the reading.
    self = try withExtendedLifetime(file) { try WeightSet(file.bytes, path: path) }
  }

  /// The same from bytes in memory; `path` is what messages call them.
  /// - Throws: as `init(path:)`.
  public init(_ bytes: UnsafeRawBufferPointer, path: String) throws {
    switch bytes.littleEndian(UInt32.self, at: 0) {
    case 0x0403_4B50?, 0x0605_4B50?: self = try PyTorchReader(bytes, path: path).weights()
    default:
      if bytes.count > 1, bytes[0] == 0x80, (2...5).contains(bytes[1]) { throw NetworkError.legacyPickle(path: path) }
      // A safetensors file begins with the length of its header, which begins with a brace.
      guard bytes.count > 8, bytes[8] == UInt8(ascii: "{") else { throw NetworkError.unknownFormat(path: path) }
      self = try SafetensorsReader(bytes, path: path).weights()
    }
  }
}

/// What the operating system says of an error number.
func systemMessage(_ number: Int32) -> String {
  String(cString: strerror(number)).lowercased()
}
