import Basics

extension JSONValue {
  /// A `Codable` value as JSON, its members in alphabetical order, so that one value is one text.
  /// - Throws: what the value throws when it is encoded.
  public init(encoding value: some Encodable) throws {
    self = try BinaryEncoder.node(of: value).json
  }

  /// The value that `init(encoding:)` wrote.
  /// - Throws: `MalformedValue`, or what the value throws.
  public func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    try Value(from: BinaryDecoder(BinaryNode(self), [:]))
  }
}

extension BinaryNode {
  fileprivate var json: JSONValue {
    switch self {
    case .none: .null
    case .flag(let value): .boolean(value)
    case .integer(let value): .integer(value)
    case .unsigned(let value): .unsigned(value)
    case .double(let value): .number(value)
    case .float(let value): .number(Double(value))
    case .text(let value): .string(value)
    case .floats(let values): .numbers(values.map(Double.init))
    case .doubles(let values): .numbers(values)
    case .integers(let values): .array(values.map { .integer($0) })
    case .texts(let values): .strings(values)
    case .bytes(let values): .array(values.map { .integer(Int($0)) })
    case .list(let nodes): .array(nodes.map(\.json))
    case .fields(let fields):
      .object(fields.sorted { $0.name < $1.name }.map { .init(name: $0.name, value: $0.node.json) })
    }
  }

  fileprivate init(_ json: JSONValue) {
    switch json {
    case .null: self = .none
    case .boolean(let value): self = .flag(value)
    case .integer(let value): self = .integer(value)
    case .unsigned(let value): self = .unsigned(value)
    case .number(let value): self = .double(value)
    case .string(let value): self = .text(value)
    case .array(let values): self = .list(values.map { BinaryNode($0) })
    case .object(let members): self = .fields(members.map { ($0.name, BinaryNode($0.value)) })
    }
  }
}
