/// Weights in a quarter of their size: each output of a convolution or a dense layer as whole numbers from −127 to 127
/// with a scale of its own, everything else as it is (Jacob and others 2018, symmetric, per channel).
///
/// The file is safetensors like any other; a tensor of bytes has its scales beside it, under its name and `.scale`.
enum CompactWeights {
  private static let ending = ".scale"

  /// The tensors of a file: every matrix and larger tensor as bytes and scales.
  static func stored(_ tensors: [String: WeightTensor]) -> [StoredTensor] {
    tensors.flatMap { name, tensor -> [StoredTensor] in
      guard tensor.shape.count > 1, let outputs = tensor.shape.first, outputs > 0, !tensor.values.isEmpty else {
        return [StoredTensor(name, tensor)]
      }
      let each = tensor.values.count / outputs
      var (bytes, scales): ([Int8], [Float]) = ([], [])
      bytes.reserveCapacity(tensor.values.count)
      for output in 0..<outputs {
        let row = tensor.values[output * each..<(output + 1) * each]
        let largest = row.reduce(Float(0)) { max($0, abs($1)) }
        let scale = largest > 0 ? largest / 127 : 1
        scales.append(scale)
        bytes += row.map { Int8(max(-127, min(127, ($0 / scale).rounded()))) }
      }
      return [
        StoredTensor(name: name, type: .int8, shape: tensor.shape, bytes: bytes.map { UInt8(bitPattern: $0) }),
        StoredTensor(name + ending, WeightTensor(shape: [outputs], values: scales)),
      ]
    }
  }

  /// The full weights of what was read; tensors without scales stay as they are.
  static func expanded(_ tensors: [String: WeightTensor]) -> [String: WeightTensor] {
    var result = tensors
    for (name, scales) in tensors where name.hasSuffix(ending) {
      let base = String(name.dropLast(ending.count))
      guard let tensor = tensors[base], let outputs = tensor.shape.first, outputs > 0, scales.shape == [outputs],
        !tensor.values.isEmpty
      else { continue }
      let each = tensor.values.count / outputs
      result[name] = nil
      result[base] = WeightTensor(
        shape: tensor.shape, values: tensor.values.indices.map { tensor.values[$0] * scales.values[$0 / each] })
    }
    return result
  }
}

/// A tensor as a file holds it.
struct StoredTensor {
  let name: String
  let type: ElementType
  let shape: [Int]
  /// Little-endian.
  let bytes: [UInt8]

  init(name: String, type: ElementType, shape: [Int], bytes: [UInt8]) {
    (self.name, self.type, self.shape, self.bytes) = (name, type, shape, bytes)
  }

  /// As float32.
  init(_ name: String, _ tensor: WeightTensor) {
    // In memory they are little-endian already on every processor that Mien is built for.
    self.init(name: name, type: .float32, shape: tensor.shape, bytes: tensor.values.withUnsafeBytes { Array($0) })
  }
}
