/// What the pickle machine has on its stack. Containers are numbers into the machine's arena, so that a pickle can nest or
/// refer to itself as it likes without recursion here.
enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case text(String)
  case mark
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  /// A name such as `torch.FloatStorage`, not what it names.
  case global(PickleGlobal)
  case storage(TorchStorage)
  case tensor(TorchTensor)
}

/// The names that a pickle of weights may use.
enum PickleGlobal: Equatable {
  case orderedDictionary
  case rebuildTensor
  case rebuildParameter
  case storage(ElementType)

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", _):
      guard let type = Self.storages[name] else { return nil }
      self = .storage(type)
    default: return nil
    }
  }

  private static let storages: [String: ElementType] = [
    "FloatStorage": .float32, "HalfStorage": .float16, "BFloat16Storage": .bfloat16, "DoubleStorage": .float64,
    "LongStorage": .int64, "IntStorage": .int32, "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8,
    "BoolStorage": .boolean,
  ]
}

/// Numbers in an entry of the archive, `data/KEY`.
struct TorchStorage {
  let key: String
  let type: ElementType
  let count: Int
}

/// A view of a storage: element (i, j, …) is at `offset + i · strides[0] + j · strides[1] + …`.
struct TorchTensor {
  let storage: TorchStorage
  let offset: Int
  let shape: [Int]
  let strides: [Int]

  /// Row-major without gaps.
  var isContiguous: Bool {
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() where size != 1 {
      guard stride == expected else { return false }
      expected *= size
    }
    return true
  }
}
