/// A set of up to 64 variables of a diagram, by their places.
struct VariableSet: Hashable, Sendable, Sequence {
  var bits: UInt64

  init(bits: UInt64 = 0) { self.bits = bits }
  init(_ member: Int) { bits = 1 << UInt64(member) }
  init(_ members: some Sequence<Int>) { bits = members.reduce(0) { $0 | 1 << UInt64($1) } }

  /// The first `count` places.
  static func all(_ count: Int) -> VariableSet { VariableSet(bits: count >= 64 ? .max : (1 << UInt64(count)) - 1) }

  var isEmpty: Bool { bits == 0 }
  var count: Int { bits.nonzeroBitCount }
  var first: Int? { bits == 0 ? nil : bits.trailingZeroBitCount }

  func contains(_ member: Int) -> Bool { bits & 1 << UInt64(member) != 0 }
  func isSubset(of other: VariableSet) -> Bool { bits & ~other.bits == 0 }
  func isDisjoint(with other: VariableSet) -> Bool { bits & other.bits == 0 }

  mutating func insert(_ member: Int) { bits |= 1 << UInt64(member) }
  mutating func remove(_ member: Int) { bits &= ~(1 << UInt64(member)) }

  static func | (a: VariableSet, b: VariableSet) -> VariableSet { VariableSet(bits: a.bits | b.bits) }
  static func & (a: VariableSet, b: VariableSet) -> VariableSet { VariableSet(bits: a.bits & b.bits) }
  static func - (a: VariableSet, b: VariableSet) -> VariableSet { VariableSet(bits: a.bits & ~b.bits) }
  static func |= (a: inout VariableSet, b: VariableSet) { a.bits |= b.bits }

  func makeIterator() -> AnyIterator<Int> {
    var rest = bits
    return AnyIterator {
      guard rest != 0 else { return nil }
      let member = rest.trailingZeroBitCount
      rest &= rest - 1
      return member
    }
  }
}
