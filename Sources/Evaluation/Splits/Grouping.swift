/// Which subject, source or group of people each row belongs to; nil where that is not known.
public struct Grouping: Sendable, Equatable {
  public let names: [String]
  /// For each row an index of `names`, or nil.
  public let codes: [Int?]

  /// - Throws: `EvaluationError.unknownCode`.
  public init(names: [String], codes: [Int?]) throws {
    for case .some(let code) in codes where !names.indices.contains(code) {
      throw EvaluationError.unknownCode(code, of: "groups", known: names.count)
    }
    self.names = names
    self.codes = codes
  }

  /// From one name for each row; the names are sorted, so that their order does not depend on that of the rows.
  public init(_ nameOfRow: [String?]) {
    // Coded as they are met, so that a name is looked up but once where rows of it follow each other, and then by the
    // ranks of the names.
    var codeOfName: [String: Int] = [:]
    var met: [String] = []
    var last = 0
    let codes = nameOfRow.map { name -> Int? in
      guard let name else { return nil }
      if met.isEmpty || met[last] != name {
        last = codeOfName[name] ?? met.count
        if last == met.count {
          codeOfName[name] = last
          met.append(name)
        }
      }
      return last
    }
    let order = met.indices.sorted { met[$0] < met[$1] }
    var ranks = met.indices.map { $0 }
    for (rank, code) in order.enumerated() { ranks[code] = rank }
    names = order.map { met[$0] }
    self.codes = codes.map { $0.map { ranks[$0] } }
  }

  public var count: Int { codes.count }

  /// The rows of each group, ascending; groups without rows included.
  public var rows: [[Int]] {
    var rows = [[Int]](repeating: [], count: names.count)
    for (row, code) in codes.enumerated() {
      if let code { rows[code].append(row) }
    }
    return rows
  }

  /// How many rows belong to no known group.
  public var unknownCount: Int { codes.count { $0 == nil } }

  public func gathering(_ rows: [Int]) -> Grouping {
    Grouping(unchecked: names, rows.map { codes[$0] })
  }

  /// Whole units for splitting and resampling: as `codes`, but a row of no known group is a unit of its own.
  var unitOfRow: (unitOfRow: [Int], unitCount: Int) {
    var next = names.count
    let units = codes.map { code in
      if let code { return code }
      next += 1
      return next - 1
    }
    return (units, next)
  }

  init(unchecked names: [String], _ codes: [Int?]) {
    self.names = names
    self.codes = codes
  }
}
