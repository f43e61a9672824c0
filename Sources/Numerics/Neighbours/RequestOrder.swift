/// Rows in the order of a search among references: those that ask, group by group, then all others.
struct RequestOrder: Sendable {
  /// Row numbers.
  private(set) var rows: [Int] = []
  /// Of each group, the places in `rows` of those that ask and of the others.
  private(set) var groups: [(asking: Range<Int>, others: Range<Int>)] = []
  private(set) var asking = 0

  init(_ members: [[Int]], asked: [Int]?, of count: Int) {
    var isAsked = [Bool](repeating: asked == nil, count: count)
    for row in asked ?? [] { isAsked[row] = true }
    let parts = members.map { group in (group.filter { isAsked[$0] }, group.filter { !isAsked[$0] }) }
    let askingRanges = parts.map { append($0.0) }
    asking = rows.count
    groups = zip(askingRanges, parts).map { ranges, part in (ranges, append(part.1)) }
  }

  /// Puts rows with similar `positions`, given in the order of `rows`, next to each other, where the order is free.
  ///
  /// Blocks of rows then are of a neighbourhood: a block finds most neighbours in itself, and what comes later is ruled out
  /// by its bounds.
  /// - Throws: `Interrupted`.
  mutating func sort(by positions: [Float], _ context: ExecutionContext) throws {
    let stretches = groups.flatMap { [$0.asking, $0.others] }
    let unsorted = rows
    try rows.withUnsafeMutableBufferPointer { rows in
      guard let target = rows.baseAddress.map({ DisjointPointer($0) }) else { return }
      try context.forEachPiece(of: stretches.count, size: 1) { piece in
        for stretch in stretches[piece] {
          var keys = stretch.map { UInt64(positions[$0].orderedBits) << 32 | UInt64($0) }
          keys.sort()
          for (place, key) in zip(stretch, keys) { target[place] = unsorted[Int(key & 0xffff_ffff)] }
        }
      }
    }
  }

  var sizes: [SearchedGroup] {
    groups.map { SearchedGroup(queries: $0.asking.count, references: $0.asking.count + $0.others.count) }
  }

  private mutating func append(_ more: [Int]) -> Range<Int> {
    rows += more
    return rows.count - more.count..<rows.count
  }
}

/// How many points of a group ask, and among how many.
struct SearchedGroup: Sendable {
  let queries: Int
  let references: Int
}

extension Float {
  /// A number that orders as this one does.
  fileprivate var orderedBits: UInt32 { bitPattern ^ (sign == .minus ? .max : 0x8000_0000) }
}
