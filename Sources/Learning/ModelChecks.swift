/// What a fitted model asks of its own parts before it is applied: a file that was damaged or changed may say anything.
enum ModelChecks {
  /// - Throws: `LearningError.damagedModel` unless the parts fit together.
  static func require(_ partsFit: Bool) throws {
    guard partsFit else { throw LearningError.damagedModel }
  }

  /// Whether `count` numbers are a table of that many rows and columns, whose product may be beyond an integer.
  static func isTable(_ count: Int, rows: Int, columns: Int) -> Bool {
    rows >= 0 && columns >= 0 && rows.multipliedReportingOverflow(by: columns) == (count, false)
  }

  /// Whether codes are of named classes, at least two, each once and in order.
  static func areClasses(_ codes: [Int], of names: [String]) -> Bool {
    codes.count > 1 && codes.allSatisfy(names.indices.contains) && zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 }
  }
}
