/// A `Codable` value taken apart, as it goes into a file and comes back: numbers bit for bit, lists of numbers in one
/// piece.
indirect enum BinaryNode {
  case none
  case flag(Bool)
  case integer(Int)
  case unsigned(UInt64)
  case double(Double)
  case float(Float)
  case text(String)
  case floats([Float])
  case doubles([Double])
  case integers([Int])
  case texts([String])
  case bytes([UInt8])
  case list([BinaryNode])
  case fields([(name: String, node: BinaryNode)])
}

extension ByteWriter {
  mutating func write(_ node: BinaryNode) {
    write(node.mark)
    switch node {
    case .none: break
    case .flag(let value): write(UInt8(value ? 1 : 0))
    case .integer(let value): write(value)
    case .unsigned(let value): write(value)
    case .double(let value): write(value)
    case .float(let value): write(UInt64(value.bitPattern))
    case .text(let value): write(value)
    case .floats(let values): write(values)
    case .doubles(let values):
      write(values.count)
      for value in values { write(value) }
    case .integers(let values): write(values)
    case .texts(let values): write(values)
    case .bytes(let values): write(values)
    case .list(let nodes):
      write(nodes.count)
      for node in nodes { write(node) }
    case .fields(let fields):
      write(fields.count)
      for (name, node) in fields {
        write(name)
        write(node)
      }
    }
  }
}

extension BinaryNode {
  fileprivate var mark: UInt8 {
    switch self {
    case .none: 0
    case .flag: 1
    case .integer: 2
    case .unsigned: 3
    case .double: 4
    case .float: 5
    case .text: 6
    case .floats: 7
    case .doubles: 8
    case .integers: 9
    case .texts: 10
    case .list: 11
    case .fields: 12
    case .bytes: 13
    }
  }

  init(from reader: inout ByteReader, depth: Int = 0) throws(MalformedValue) {
    // No model nests so deeply; a file that does is none of ours.
    guard depth < 64 else { throw MalformedValue() }
    switch try reader.byte() {
    case 0: self = .none
    case 1: self = .flag(try reader.byte() != 0)
    case 2: self = .integer(try reader.integer())
    case 3: self = .unsigned(try reader.word())
    case 4: self = .double(try reader.double())
    case 5: self = .float(Float(bitPattern: UInt32(truncatingIfNeeded: try reader.word())))
    case 6: self = .text(try reader.text())
    case 7: self = .floats(try reader.floats())
    case 8:
      var values: [Double] = []
      for _ in 0..<(try reader.count()) { values.append(try reader.double()) }
      self = .doubles(values)
    case 9: self = .integers(try reader.integers())
    case 10: self = .texts(try reader.texts())
    case 11:
      var nodes: [BinaryNode] = []
      for _ in 0..<(try reader.count()) { nodes.append(try BinaryNode(from: &reader, depth: depth + 1)) }
      self = .list(nodes)
    case 12:
      var fields: [(name: String, node: BinaryNode)] = []
      for _ in 0..<(try reader.count()) {
        fields.append((try reader.text(), try BinaryNode(from: &reader, depth: depth + 1)))
      }
      self = .fields(fields)
    case 13: self = .bytes(try reader.byteList())
    default: throw MalformedValue()
    }
  }
}
