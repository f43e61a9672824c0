/// The class of each row, as an index into `names`.
public struct Labels: Sendable, Equatable {
  public let names: [String]
  public let codes: [Int]

  /// - Precondition: every code is an index of `names`.
  public init(names: [String], codes: [Int]) {
    precondition(codes.allSatisfy(names.indices.contains), "a class code without a name")
    self.names = names
    self.codes = codes
  }

  public var count: Int { codes.count }

  /// Rows of each class, in the order of `names`; classes without rows included.
  public var counts: [Int] {
    codes.reduce(into: [Int](repeating: 0, count: names.count)) { $0[$1] += 1 }
  }

  public func gathering(_ rows: [Int]) -> Labels {
    Labels(names: names, codes: rows.map { codes[$0] })
  }
}
