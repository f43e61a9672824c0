/// Takes a `Codable` value apart into a `BinaryNode`.
final class BinaryEncoder: Encoder {
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]
  private var fields: [(name: String, node: () -> BinaryNode)] = []
  private var elements: [() -> BinaryNode] = []
  private var single: BinaryNode?
  private var isList = false

  init(codingPath: [any CodingKey] = []) {
    self.codingPath = codingPath
  }

  static func node(of value: some Encodable, at path: [any CodingKey] = []) throws -> BinaryNode {
    switch value {
    case let value as [Float]: return .floats(value)
    case let value as [Double]: return .doubles(value)
    case let value as [Int]: return .integers(value)
    case let value as [Int32]: return .integers(value.map(Int.init))
    case let value as [String]: return .texts(value)
    // The nodes of a forest, such as `Data` holds them: a node for each byte would take a hundred times the memory.
    case let value as any RandomAccessCollection<UInt8>: return .bytes(Array(value))
    default:
      let encoder = BinaryEncoder(codingPath: path)
      try value.encode(to: encoder)
      return encoder.node
    }
  }

  var node: BinaryNode {
    if let single { return single }
    return isList ? .list(elements.map { $0() }) : .fields(fields.map { ($0.name, $0.node()) })
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Keyed(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    isList = true
    return List(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(encoder: self)
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: BinaryEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    private func add(_ node: BinaryNode, _ key: Key) {
      encoder.fields.append((key.stringValue, { node }))
    }

    private func child(_ key: any CodingKey) -> BinaryEncoder {
      let child = BinaryEncoder(codingPath: codingPath + [key])
      encoder.fields.append((key.stringValue, { child.node }))
      return child
    }

    mutating func encodeNil(forKey key: Key) { add(.none, key) }
    mutating func encode(_ value: Bool, forKey key: Key) { add(.flag(value), key) }
    mutating func encode(_ value: String, forKey key: Key) { add(.text(value), key) }
    mutating func encode(_ value: Double, forKey key: Key) { add(.double(value), key) }
    mutating func encode(_ value: Float, forKey key: Key) { add(.float(value), key) }
    mutating func encode(_ value: Int, forKey key: Key) { add(.integer(value), key) }
    mutating func encode(_ value: Int8, forKey key: Key) { add(.integer(Int(value)), key) }
    mutating func encode(_ value: Int16, forKey key: Key) { add(.integer(Int(value)), key) }
    mutating func encode(_ value: Int32, forKey key: Key) { add(.integer(Int(value)), key) }
    mutating func encode(_ value: Int64, forKey key: Key) { add(.integer(Int(value)), key) }
    mutating func encode(_ value: UInt, forKey key: Key) { add(.unsigned(UInt64(value)), key) }
    mutating func encode(_ value: UInt8, forKey key: Key) { add(.unsigned(UInt64(value)), key) }
    mutating func encode(_ value: UInt16, forKey key: Key) { add(.unsigned(UInt64(value)), key) }
    mutating func encode(_ value: UInt32, forKey key: Key) { add(.unsigned(UInt64(value)), key) }
    mutating func encode(_ value: UInt64, forKey key: Key) { add(.unsigned(value), key) }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
      add(try BinaryEncoder.node(of: value, at: codingPath + [key]), key)
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      child(key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      child(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { child(BinaryKey(stringValue: "super")) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { child(key) }
  }

  private struct List: UnkeyedEncodingContainer {
    let encoder: BinaryEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.elements.count }

    private func child() -> BinaryEncoder {
      let child = BinaryEncoder(codingPath: codingPath)
      encoder.elements.append { child.node }
      return child
    }

    mutating func encodeNil() { encoder.elements.append { .none } }

    mutating func encode(_ value: some Encodable) throws {
      let node = try BinaryEncoder.node(of: value, at: codingPath)
      encoder.elements.append { node }
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
      child().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { child() }
  }

  private struct Single: SingleValueEncodingContainer {
    let encoder: BinaryEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    mutating func encodeNil() { encoder.single = BinaryNode.none }
    mutating func encode(_ value: Bool) { encoder.single = .flag(value) }
    mutating func encode(_ value: String) { encoder.single = .text(value) }
    mutating func encode(_ value: Double) { encoder.single = .double(value) }
    mutating func encode(_ value: Float) { encoder.single = .float(value) }
    mutating func encode(_ value: Int) { encoder.single = .integer(value) }
    mutating func encode(_ value: Int8) { encoder.single = .integer(Int(value)) }
    mutating func encode(_ value: Int16) { encoder.single = .integer(Int(value)) }
    mutating func encode(_ value: Int32) { encoder.single = .integer(Int(value)) }
    mutating func encode(_ value: Int64) { encoder.single = .integer(Int(value)) }
    mutating func encode(_ value: UInt) { encoder.single = .unsigned(UInt64(value)) }
    mutating func encode(_ value: UInt8) { encoder.single = .unsigned(UInt64(value)) }
    mutating func encode(_ value: UInt16) { encoder.single = .unsigned(UInt64(value)) }
    mutating func encode(_ value: UInt32) { encoder.single = .unsigned(UInt64(value)) }
    mutating func encode(_ value: UInt64) { encoder.single = .unsigned(value) }
    mutating func encode(_ value: some Encodable) throws {
      encoder.single = try BinaryEncoder.node(of: value, at: codingPath)
    }
  }
}

/// A key by its name alone.
struct BinaryKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) {
    self.stringValue = stringValue
  }

  init?(intValue: Int) { nil }
}
