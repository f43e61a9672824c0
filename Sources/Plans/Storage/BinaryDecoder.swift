/// Puts a `Codable` value together from a `BinaryNode`. What does not fit is a `MalformedValue`.
struct BinaryDecoder: Decoder {
  let node: BinaryNode
  var codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any]

  init(_ node: BinaryNode, at path: [any CodingKey] = [], _ userInfo: [CodingUserInfoKey: Any]) {
    self.node = node
    self.userInfo = userInfo
    codingPath = path
  }

  /// - Parameter catalogue: where what stages have learnt finds its stage.
  static func value<Value: Decodable>(
    _ type: Value.Type, from node: BinaryNode, _ catalogue: Catalogue
  ) throws -> Value {
    let info = CodingUserInfoKey.catalogue.map { [$0: catalogue as Any] } ?? [:]
    return try value(type, from: node, info)
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, from node: BinaryNode, _ userInfo: [CodingUserInfoKey: Any]
  ) throws -> Value {
    let whole: Any? =
      switch node {
      case .floats(let values) where type == [Float].self: values
      case .doubles(let values) where type == [Double].self: values
      case .integers(let values) where type == [Int].self: values
      case .integers(let values) where type == [Int32].self: try values.map(Self.narrow)
      case .texts(let values) where type == [String].self: values
      case .bytes(let values): (type as? any RangeReplaceableCollection<UInt8>.Type)?.init(values)
      default: nil
      }
    // Nothing at all would pass for the nil of any optional type.
    if let whole, let value = whole as? Value { return value }
    return try Value(from: BinaryDecoder(node, userInfo))
  }

  private static func narrow(_ value: Int) throws -> Int32 {
    guard let narrow = Int32(exactly: value) else { throw MalformedValue() }
    return narrow
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .fields(let fields) = node else { throw MalformedValue() }
    return KeyedDecodingContainer(
      Keyed(
        nodes: Dictionary(fields.map { ($0.name, $0.node) }, uniquingKeysWith: { first, _ in first }),
        codingPath: codingPath, userInfo: userInfo))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    switch node {
    case .list(let nodes): return List(nodes: nodes, codingPath: codingPath, userInfo: userInfo)
    case .floats(let values): return List(nodes: values.map { .float($0) }, codingPath: codingPath, userInfo: userInfo)
    case .doubles(let values):
      return List(nodes: values.map { .double($0) }, codingPath: codingPath, userInfo: userInfo)
    case .integers(let values):
      return List(nodes: values.map { .integer($0) }, codingPath: codingPath, userInfo: userInfo)
    case .texts(let values): return List(nodes: values.map { .text($0) }, codingPath: codingPath, userInfo: userInfo)
    case .bytes(let values):
      return List(nodes: values.map { .unsigned(UInt64($0)) }, codingPath: codingPath, userInfo: userInfo)
    default: throw MalformedValue()
    }
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    Single(node: node, codingPath: codingPath, userInfo: userInfo)
  }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let nodes: [String: BinaryNode]
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any]
    var allKeys: [Key] { nodes.keys.sorted().compactMap { Key(stringValue: $0) } }

    private func node(_ key: any CodingKey) throws -> BinaryNode {
      guard let node = nodes[key.stringValue] else { throw MalformedValue() }
      return node
    }

    private func single(_ key: Key) throws -> Single {
      Single(node: try node(key), codingPath: codingPath, userInfo: userInfo)
    }

    func contains(_ key: Key) -> Bool { nodes[key.stringValue] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try single(key).decodeNil() }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try single(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try single(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try single(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try single(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try single(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try single(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try single(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try single(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try single(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try single(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try single(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try single(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try single(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try single(key).decode(type) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      try BinaryDecoder.value(type, from: try node(key), userInfo)
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      try BinaryDecoder(try node(key), userInfo).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try BinaryDecoder(try node(key), userInfo).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { BinaryDecoder(try node(BinaryKey(stringValue: "super")), userInfo) }
    func superDecoder(forKey key: Key) throws -> any Decoder { BinaryDecoder(try node(key), userInfo) }
  }

  private struct List: UnkeyedDecodingContainer {
    let nodes: [BinaryNode]
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any]
    var currentIndex = 0
    var count: Int? { nodes.count }
    var isAtEnd: Bool { currentIndex >= nodes.count }

    init(nodes: [BinaryNode], codingPath: [any CodingKey], userInfo: [CodingUserInfoKey: Any]) {
      self.nodes = nodes
      self.codingPath = codingPath
      self.userInfo = userInfo
    }

    private mutating func next() throws -> BinaryNode {
      guard !isAtEnd else { throw MalformedValue() }
      defer { currentIndex += 1 }
      return nodes[currentIndex]
    }

    mutating func decodeNil() throws -> Bool {
      guard !isAtEnd else { throw MalformedValue() }
      guard case .none = nodes[currentIndex] else { return false }
      currentIndex += 1
      return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try BinaryDecoder.value(type, from: try next(), userInfo)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested>
    {
      try BinaryDecoder(try next(), userInfo).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      try BinaryDecoder(try next(), userInfo).unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { BinaryDecoder(try next(), userInfo) }
  }

  private struct Single: SingleValueDecodingContainer {
    let node: BinaryNode
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any]

    func decodeNil() -> Bool { if case .none = node { true } else { false } }

    func decode(_ type: Bool.Type) throws -> Bool {
      guard case .flag(let value) = node else { throw MalformedValue() }
      return value
    }

    func decode(_ type: String.Type) throws -> String {
      guard case .text(let value) = node else { throw MalformedValue() }
      return value
    }

    func decode(_ type: Double.Type) throws -> Double {
      switch node {
      case .double(let value): return value
      // JSON knows one kind of number: 50.0 comes back from it as 50.
      case .integer(let value): return Double(value)
      case .unsigned(let value): return Double(value)
      default: throw MalformedValue()
      }
    }

    func decode(_ type: Float.Type) throws -> Float {
      guard case .float(let value) = node else { throw MalformedValue() }
      return value
    }

    private func whole<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
      let value: Value? =
        switch node {
        case .integer(let value): Value(exactly: value)
        case .unsigned(let value): Value(exactly: value)
        default: nil
        }
      guard let value else { throw MalformedValue() }
      return value
    }

    func decode(_ type: Int.Type) throws -> Int { try whole(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try whole(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try whole(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try whole(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try whole(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try whole(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try whole(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try whole(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try whole(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try whole(type) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try BinaryDecoder.value(type, from: node, userInfo)
    }
  }
}

extension CodingUserInfoKey {
  /// Where what stages have learnt finds its stage, and with it its type.
  static let catalogue = CodingUserInfoKey(rawValue: "mien.catalogue")
}

extension Decoder {
  /// The catalogue that a value is read for.
  /// - Throws: `DecodingError` where there is none, as in a decoder of other make.
  public func catalogue() throws -> Catalogue {
    guard let key = CodingUserInfoKey.catalogue, let catalogue = userInfo[key] as? Catalogue else {
      throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: "no catalogue of stages"))
    }
    return catalogue
  }
}
