/// What exporters leave to be worked out of constants: the sizes of a padding or a reshape, weights to be turned round.
extension ONNXTranslation {
  /// Numbers of a constant that is worked out; what is larger is left to an error.
  private static var limit: Int { 1 << 24 }

  /// - Returns: whether the node only takes constants, and was worked out.
  mutating func fold(_ node: ONNXModel.Node) throws -> Bool {
    guard let tensor = constant(node, 0), tensor.values.count <= Self.limit else { return false }
    switch node.kind {
    case "ConstantOfShape":
      let shape = integers(node, 0)
      guard let count = shape.elementCount, count <= 4096 else { throw unsupported(node, "of up to 4096 numbers") }
      let value = node.attributes["value"]?.tensor?.values.first ?? 0
      define(node, WeightTensor(shape: shape, values: [Float](repeating: value, count: count)))
    case "Concat":
      let parts = node.inputs.indices.compactMap { constant(node, $0) }
      guard parts.count == node.inputs.count, parts.allSatisfy({ $0.shape.count == 1 }) else { return false }
      let values = parts.flatMap(\.values)
      define(node, WeightTensor(shape: [values.count], values: values))
    case "Reshape": define(node, try reshaped(node, tensor))
    case "Transpose": define(node, try transposed(node, tensor))
    case "Slice": define(node, try sliced(node, tensor))
    case "Gather": define(node, try gathered(node, tensor))
    case "Unsqueeze": define(node, WeightTensor(shape: [tensor.values.count], values: tensor.values))
    case "Squeeze":
      define(node, WeightTensor(shape: tensor.values.count == 1 ? [] : tensor.shape, values: tensor.values))
    case "Cast", "Identity", "Dropout": define(node, tensor)
    default: return false
    }
    return true
  }

  private func reshaped(_ node: ONNXModel.Node, _ tensor: WeightTensor) throws -> WeightTensor {
    var shape = integers(node, 1)
    let known = shape.filter { $0 != -1 }.elementCount ?? 0
    if let place = shape.firstIndex(of: -1), known > 0 { shape[place] = tensor.values.count / known }
    guard shape.elementCount == tensor.values.count else { throw unsupported(node, "its shape does not fit") }
    return WeightTensor(shape: shape, values: tensor.values)
  }

  private func transposed(_ node: ONNXModel.Node, _ tensor: WeightTensor) throws -> WeightTensor {
    guard tensor.shape.count == 2, node.attributes["perm"]?.integers ?? [1, 0] == [1, 0] else {
      throw unsupported(node, "of a constant only where it is a matrix")
    }
    let (rows, columns) = (tensor.shape[0], tensor.shape[1])
    let values = (0..<tensor.values.count).map { tensor.values[$0 % rows * columns + $0 / rows] }
    return WeightTensor(shape: [columns, rows], values: values)
  }

  /// Of rows along the first axis, forwards or all of them backwards.
  private func sliced(_ node: ONNXModel.Node, _ tensor: WeightTensor) throws -> WeightTensor {
    let (starts, ends, axes, steps) = (
      bounds(node, "starts", 1), bounds(node, "ends", 2), bounds(node, "axes", 3), bounds(node, "steps", 4)
    )
    guard let count = tensor.shape.first, count > 0, starts.count == 1, ends.count == 1,
      axes.allSatisfy({ $0 == 0 })
    else { throw unsupported(node, "of a constant only along its first axis") }
    let each = tensor.values.count / count
    let rows: [Int]
    switch steps.first ?? 1 {
    case 1: rows = Array(Self.range(starts[0], ends[0], count))
    case -1 where starts[0] == -1 && ends[0] < -count: rows = (0..<count).reversed()
    default: throw unsupported(node, "of a constant only by steps of one")
    }
    return WeightTensor(
      shape: [rows.count] + tensor.shape.dropFirst(),
      values: rows.flatMap { tensor.values[$0 * each..<($0 + 1) * each] })
  }

  private func gathered(_ node: ONNXModel.Node, _ tensor: WeightTensor) throws -> WeightTensor {
    let places = integers(node, 1)
    guard tensor.shape.count <= 1, !places.isEmpty, places.allSatisfy({ tensor.values.indices.contains($0) }) else {
      throw unsupported(node, "only of a list of numbers")
    }
    let isSingle = constant(node, 1)?.shape.isEmpty ?? false
    return WeightTensor(shape: isSingle ? [] : [places.count], values: places.map { tensor.values[$0] })
  }

  /// Starts, ends, axes or steps; "to the end" is written as the largest number there is, or near it.
  func bounds(_ node: ONNXModel.Node, _ name: String, _ index: Int) -> [Int] {
    node.attributes[name]?.integers
      ?? (constant(node, index)?.values ?? []).map { Int(exactly: min(max($0.rounded(), -1e9), 1e9)) ?? 0 }
  }

  static func range(_ start: Int, _ end: Int, _ count: Int) -> Range<Int> {
    func place(_ index: Int) -> Int { min(max(index < 0 ? index + count : index, 0), count) }
    let first = place(start)
    return first..<max(first, place(end))
  }
}
