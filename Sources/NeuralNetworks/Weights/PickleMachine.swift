import Files

/// Runs the few instructions of pickle protocols 2 to 4 that a dictionary of tensors is made of.
///
/// Nothing of the file is executed: `GLOBAL` only looks a name up in `PickleGlobal`, `REDUCE` only makes dictionaries and
/// views of tensors, and any other name ends the reading. Each instruction adds at most one value, so memory is bounded by
/// the pickle's length. Format: Python's `pickletools`.
struct PickleMachine {
  struct Fault: Error {
    /// The name that is not on the list, where that is what is wrong.
    var forbidden: String?
    var reason: String
  }

  private let bytes: UnsafeRawBufferPointer
  private var place = 0
  private var stack: [PickleValue] = []
  private var memo: [Int: PickleValue] = [:]
  /// Tuples and lists.
  private(set) var sequences: [[PickleValue]] = []
  private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// Runs to the end and gives what the pickle holds. Cost: linear in its length.
  mutating func run() throws(Fault) -> PickleValue {
    while true {
      let instruction = try byte()
      if instruction == UInt8(ascii: ".") { return try pop() }
      if try pushConstant(instruction) { continue }
      if try build(instruction) { continue }
      guard try remember(instruction) else {
        throw Fault(reason: "its pickle uses instruction \(instruction), which no dictionary of tensors needs")
      }
    }
  }

  // MARK: Constants

  private mutating func pushConstant(_ instruction: UInt8) throws(Fault) -> Bool {
    switch instruction {
    case UInt8(ascii: "("): stack.append(.mark)
    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88: stack.append(.boolean(true))
    case 0x89: stack.append(.boolean(false))
    case UInt8(ascii: "K"): stack.append(.integer(Int(try byte())))
    case UInt8(ascii: "M"): stack.append(.integer(Int(try number(UInt16.self))))
    case UInt8(ascii: "J"): stack.append(.integer(Int(try number(Int32.self))))
    case 0x8A: stack.append(.integer(try longInteger()))
    case UInt8(ascii: "G"): stack.append(.real(Double(bitPattern: try number(UInt64.self).byteSwapped)))
    case UInt8(ascii: "X"): stack.append(.text(try text(Int(try number(UInt32.self)))))
    case 0x8C: stack.append(.text(try text(Int(try byte()))))
    case UInt8(ascii: "U"): stack.append(.text(try text(Int(try byte()))))
    case UInt8(ascii: "]"): stack.append(newSequence([], as: PickleValue.list))
    case UInt8(ascii: ")"): stack.append(newSequence([], as: PickleValue.tuple))
    case UInt8(ascii: "}"): stack.append(newDictionary())
    case UInt8(ascii: "c"): stack.append(.global(try global(module: line(), name: line())))
    case 0x80, 0x95: place += instruction == 0x80 ? 1 : 8
    default: return false
    }
    return true
  }

  private func global(module: String, name: String) throws(Fault) -> PickleGlobal {
    guard let global = PickleGlobal(module: module, name: name) else {
      throw Fault(forbidden: "\(module).\(name)", reason: "")
    }
    return global
  }

  // MARK: Containers and tensors

  private mutating func build(_ instruction: UInt8) throws(Fault) -> Bool {
    switch instruction {
    case UInt8(ascii: "t"): stack.append(newSequence(try popToMark(), as: PickleValue.tuple))
    case 0x85, 0x86, 0x87:
      var items: [PickleValue] = []
      for _ in 0..<instruction - 0x84 { items.insert(try pop(), at: 0) }
      stack.append(newSequence(items, as: PickleValue.tuple))
    case UInt8(ascii: "a"): try append([try pop()])
    case UInt8(ascii: "e"): try append(try popToMark())
    case UInt8(ascii: "s"):
      let value = try pop()
      try setItems([try pop(), value])
    case UInt8(ascii: "u"): try setItems(try popToMark())
    case UInt8(ascii: "Q"): stack.append(try persistent(try pop()))
    case UInt8(ascii: "R"):
      let arguments = try sequence(try pop())
      stack.append(try reduced(try pop(), arguments))
    case 0x93:
      guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
        throw Fault(reason: "its pickle names nothing")
      }
      stack.append(.global(try global(module: module, name: name)))
    // The state of an ordered dictionary is its `_metadata`, versions of layers that nothing depends on.
    case UInt8(ascii: "b"): _ = try pop()
    default: return false
    }
    return true
  }

  private mutating func append(_ items: [PickleValue]) throws(Fault) {
    guard case .list(let index)? = stack.last else { throw Fault(reason: "its pickle appends to no list") }
    sequences[index] += items
  }

  private mutating func setItems(_ items: [PickleValue]) throws(Fault) {
    guard case .dictionary(let index)? = stack.last, items.count % 2 == 0 else {
      throw Fault(reason: "its pickle sets items of no dictionary")
    }
    for item in stride(from: 0, to: items.count, by: 2) {
      dictionaries[index].append((items[item], items[item + 1]))
    }
  }

  /// `('storage', torch.FloatStorage, key, location, count)`.
  private func persistent(_ value: PickleValue) throws(Fault) -> PickleValue {
    let parts = try sequence(value)
    guard parts.count >= 5, case .text("storage") = parts[0], case .global(.storage(let type)) = parts[1],
      case .text(let key) = parts[2], case .integer(let count) = parts[4]
    else { throw Fault(reason: "its pickle refers to something that is no storage") }
    return .storage(TorchStorage(key: key, type: type, count: count))
  }

  private mutating func reduced(_ callee: PickleValue, _ arguments: [PickleValue]) throws(Fault) -> PickleValue {
    switch callee {
    case .global(.orderedDictionary) where arguments.isEmpty: return newDictionary()
    case .global(.rebuildParameter):
      if case .tensor? = arguments.first { return arguments[0] }
    case .global(.rebuildTensor):
      if arguments.count >= 4, case .storage(let storage) = arguments[0], case .integer(let offset) = arguments[1] {
        let shape = try integers(arguments[2])
        return .tensor(
          TorchTensor(storage: storage, offset: offset, shape: shape, strides: try integers(arguments[3])))
      }
    default: break
    }
    throw Fault(reason: "its pickle makes something other than tensors and dictionaries")
  }

  private func integers(_ value: PickleValue) throws(Fault) -> [Int] {
    var integers: [Int] = []
    let items = try sequence(value)
    // One long list could otherwise be recalled as the shape of many tensors.
    guard items.count <= 16 else { throw Fault(reason: "its pickle has a tensor of more than 16 dimensions") }
    for item in items {
      guard case .integer(let number) = item else { throw Fault(reason: "a shape in its pickle has no whole numbers") }
      integers.append(number)
    }
    return integers
  }

  // MARK: Memo

  private mutating func remember(_ instruction: UInt8) throws(Fault) -> Bool {
    switch instruction {
    case UInt8(ascii: "q"): memo[Int(try byte())] = try top()
    case UInt8(ascii: "r"): memo[Int(try number(UInt32.self))] = try top()
    case 0x94: memo[memo.count] = try top()
    case UInt8(ascii: "h"): stack.append(try recalled(Int(try byte())))
    case UInt8(ascii: "j"): stack.append(try recalled(Int(try number(UInt32.self))))
    default: return false
    }
    return true
  }

  private func recalled(_ index: Int) throws(Fault) -> PickleValue {
    guard let value = memo[index] else { throw Fault(reason: "its pickle recalls what it never kept") }
    return value
  }

  // MARK: Stack and bytes

  private mutating func newSequence(_ items: [PickleValue], as make: (Int) -> PickleValue) -> PickleValue {
    sequences.append(items)
    return make(sequences.count - 1)
  }

  private mutating func newDictionary() -> PickleValue {
    dictionaries.append([])
    return .dictionary(dictionaries.count - 1)
  }

  private func sequence(_ value: PickleValue) throws(Fault) -> [PickleValue] {
    switch value {
    case .tuple(let index), .list(let index): return sequences[index]
    default: throw Fault(reason: "its pickle lacks a tuple")
    }
  }

  private mutating func pop() throws(Fault) -> PickleValue {
    guard let value = stack.popLast() else { throw Fault(reason: "its pickle takes more than it has") }
    return value
  }

  private func top() throws(Fault) -> PickleValue {
    guard let value = stack.last else { throw Fault(reason: "its pickle takes more than it has") }
    return value
  }

  private mutating func popToMark() throws(Fault) -> [PickleValue] {
    let mark = stack.lastIndex { if case .mark = $0 { true } else { false } }
    guard let mark else { throw Fault(reason: "its pickle ends a list that did not begin") }
    let items = Array(stack[(mark + 1)...])
    stack.removeSubrange(mark...)
    return items
  }

  private mutating func byte() throws(Fault) -> UInt8 { try number(UInt8.self) }

  private mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) throws(Fault) -> Number {
    guard let number = bytes.littleEndian(type, at: place) else { throw Fault(reason: "its pickle is cut off") }
    place += MemoryLayout<Number>.size
    return number
  }

  /// An integer of up to eight bytes, little-endian, in two's complement.
  private mutating func longInteger() throws(Fault) -> Int {
    let length = Int(try byte())
    guard length <= 8 else { throw Fault(reason: "its pickle has a number beyond 64 bits") }
    var value: UInt64 = 0
    for index in 0..<length { value |= UInt64(try byte()) << UInt64(8 * index) }
    let shift = UInt64(64 - 8 * length)
    return length == 0 ? 0 : Int(Int64(bitPattern: value << shift) >> Int64(shift))
  }

  private mutating func text(_ length: Int) throws(Fault) -> String {
    guard length <= bytes.count - place else { throw Fault(reason: "its pickle is cut off") }
    let part = bytes[place..<place + length]
    place += length
    guard let text = String(validating: part, as: UTF8.self) else { throw Fault(reason: "a name is not UTF-8") }
    return text
  }

  private mutating func line() throws(Fault) -> String {
    guard let end = bytes[place...].prefix(1024).firstIndex(of: 10) else {
      throw Fault(reason: "its pickle is cut off")
    }
    let text = try text(end - place)
    place += 1
    return text
  }
}
