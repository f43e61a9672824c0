/// Rows in the order of a search among references: those that ask, group by group, then all others.
struct AskingOrder: Sendable {
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
