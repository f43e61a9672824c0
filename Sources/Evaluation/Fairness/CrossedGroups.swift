extension Grouping {
  /// Every combination of values that occurs, "woman · 20-29"; unknown where one of them is.
  /// - Throws: `EvaluationError.noGroup` without attributes, `.differentLengths`.
  public static func crossed(_ attributes: [Grouping]) throws -> Grouping {
    guard let first = attributes.first else { throw EvaluationError.noGroup }
    for other in attributes where other.count != first.count {
      throw EvaluationError.differentLengths(of: "groups", found: other.count, rows: first.count)
    }
    guard attributes.count > 1 else { return first }
    return Grouping(
      (0..<first.count).map { row in
        let names = attributes.map { attribute in attribute.codes[row].map { attribute.names[$0] } }
        return names.contains(nil) ? nil : names.compactMap { $0 }.joined(separator: " · ")
      })
  }

  /// For each of the crossed groups named, its value of each attribute.
  func levels(of names: [String], among attributes: [Grouping]) -> [[Int]] {
    var firstRow = [Int?](repeating: nil, count: self.names.count)
    for (row, code) in codes.enumerated() {
      if let code, firstRow[code] == nil { firstRow[code] = row }
    }
    let codeOfName = Dictionary(uniqueKeysWithValues: zip(self.names, self.names.indices))
    return names.map { name in
      let row = codeOfName[name].flatMap { firstRow[$0] }
      return attributes.map { attribute in row.flatMap { attribute.codes[$0] } ?? 0 }
    }
  }
}
