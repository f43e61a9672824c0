/// As much of an ONNX file as describes a feed-forward network. Field numbers are those of `onnx.proto` (IR version 10).
struct ONNXModel {
  struct Fault: Error {
    let reason: String
  }

  struct Node {
    var name = ""
    var kind = ""
    var inputs: [String] = []
    var outputs: [String] = []
    var attributes: [String: Attribute] = [:]
  }

  struct Attribute {
    var float: Float?
    var integer: Int?
    var text: String?
    var tensor: WeightTensor?
    var integers: [Int] = []
  }

  struct Input {
    var name = ""
    /// Sizes; -1 for what is left open.
    var shape: [Int] = []
  }

  private(set) var nodes: [Node] = []
  private(set) var constants: [String: WeightTensor] = [:]
  private(set) var inputs: [Input] = []
  private(set) var outputs: [String] = []

  init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    var graph: UnsafeRawBufferPointer?
    try Self.fields(bytes) { (field) throws(Fault) in if field.number == 7 { graph = field.value.bytes } }
    guard let graph else { throw Fault(reason: "it has no graph") }
    try Self.fields(graph) { (field) throws(Fault) in
      guard let bytes = field.value.bytes else { return }
      switch field.number {
      case 1: nodes.append(try Self.node(bytes))
      case 5:
        let (name, tensor) = try Self.tensor(bytes)
        constants[name] = tensor
      case 11: inputs.append(try Self.input(bytes))
      case 12: outputs.append(try Self.input(bytes).name)
      default: break
      }
    }
    let given = constants
    inputs.removeAll { given[$0.name] != nil }
  }

  private static func fields(
    _ bytes: UnsafeRawBufferPointer, _ body: (ProtobufReader.Field) throws(Fault) -> Void
  ) throws(Fault) {
    var reader = ProtobufReader(bytes)
    while let field = reader.next() { try body(field) }
    if reader.isDamaged { throw Fault(reason: "a message in it is damaged") }
  }

  private static func node(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Node {
    var node = Node()
    try fields(bytes) { (field) throws(Fault) in
      switch field.number {
      case 1: node.inputs.append(field.value.text ?? "")
      case 2: node.outputs.append(field.value.text ?? "")
      case 3: node.name = field.value.text ?? ""
      case 4: node.kind = field.value.text ?? ""
      case 5:
        guard let bytes = field.value.bytes else { return }
        let (name, attribute) = try Self.attribute(bytes)
        node.attributes[name] = attribute
      default: break
      }
    }
    if node.name.isEmpty { node.name = node.outputs.first ?? "?" }
    return node
  }

  private static func attribute(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> (String, Attribute) {
    var name = ""
    var attribute = Attribute()
    try fields(bytes) { (field) throws(Fault) in
      switch field.number {
      case 1: name = field.value.text ?? ""
      case 2: attribute.float = field.value.float
      case 3: attribute.integer = field.value.integer
      case 4: attribute.text = field.value.text
      case 5: if let bytes = field.value.bytes { attribute.tensor = try tensor(bytes).1 }
      case 8: attribute.integers += field.value.integers ?? []
      default: break
      }
    }
    return (name, attribute)
  }

  private static let types: [Int: ElementType] = [
    1: .float32, 2: .uint8, 3: .int8, 5: .int16, 6: .int32, 7: .int64, 9: .boolean, 10: .float16, 11: .float64,
    16: .bfloat16,
  ]

  private static func tensor(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> (String, WeightTensor) {
    var name = ""
    var shape: [Int] = []
    var type = ElementType.float32
    var raw: UnsafeRawBufferPointer?
    var values: [Float] = []
    try fields(bytes) { (field) throws(Fault) in
      switch field.number {
      case 1: shape += field.value.integers ?? []
      case 2:
        guard let known = types[field.value.integer ?? 0] else {
          throw Fault(reason: "a tensor has elements of type \(field.value.integer ?? 0)")
        }
        type = known
      case 4:
        if let one = field.value.float { values.append(one) }
        if let all = field.value.bytes {
          values += ElementType.float32.floats(all, at: 0..<all.count / 4)
        }
      case 5, 7: values += (field.value.integers ?? []).map { Float($0) }
      case 8: name = field.value.text ?? ""
      case 9: raw = field.value.bytes
      case 13: throw Fault(reason: "its weights are in other files; save it as one file")
      default: break
      }
    }
    guard let count = shape.elementCount, shape.count <= 16 else {
      throw Fault(reason: "tensor '\(name)' has no shape")
    }
    if let raw {
      guard raw.count == count * type.size else { throw Fault(reason: "tensor '\(name)' does not fit its shape") }
      values = type.floats(raw, at: 0..<count)
    }
    guard values.count == count else { throw Fault(reason: "tensor '\(name)' does not fit its shape") }
    return (name, WeightTensor(shape: shape, values: values))
  }

  private static func input(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Input {
    var input = Input()
    try fields(bytes) { (field) throws(Fault) in
      if field.number == 1 { input.name = field.value.text ?? "" }
      guard field.number == 2, let type = field.value.bytes else { return }
      try fields(type) { (field) throws(Fault) in
        guard field.number == 1, let tensor = field.value.bytes else { return }
        try fields(tensor) { (field) throws(Fault) in
          guard field.number == 2, let shape = field.value.bytes else { return }
          try fields(shape) { (field) throws(Fault) in
            guard field.number == 1, let dimension = field.value.bytes else { return }
            var size = -1
            try fields(dimension) { (field) throws(Fault) in if field.number == 1 { size = field.value.integer ?? -1 } }
            input.shape.append(size)
          }
        }
      }
    }
    return input
  }
}
