import Numerics

/// How much of a class a test holds: of a class that only two people show, no score is sure, however many rows there are.
public struct ClassSupport: Sendable, Equatable, Codable {
  public let name: String
  /// Test rows, each counting once.
  public let rows: Int
  /// Test subjects; nil where none is known. A row of no known subject is one by itself.
  public let subjects: Int?

  /// Below so many subjects (or rows) of a class, intervals of scores that count classes alike hold less often than they
  /// say; see the simulation in `Tests/EvaluationTests`.
  public static let few = 5

  public var isFew: Bool { (subjects ?? rows) < Self.few }
}

extension ComparedClassifier {
  /// Each class of the truth's names. Cost: O(rows).
  public var classSupport: [ClassSupport] {
    let units = subjects?.unitOfRow.unitOfRow
    var rows = [Int](repeating: 0, count: truth.names.count)
    var unitsOfClass = [Set<Int>](repeating: [], count: truth.names.count)
    for (row, code) in truth.codes.enumerated() {
      rows[code] += 1
      if let units { unitsOfClass[code].insert(units[row]) }
    }
    return truth.names.indices.map { code in
      ClassSupport(
        name: truth.names[code], rows: rows[code] / max(repetitions, 1),
        subjects: units == nil ? nil : unitsOfClass[code].count)
    }
  }

  /// "few subjects of contempt (2), fear (3)"; nil where every class has enough. A class without test rows says so.
  public var supportNote: String? {
    let few = classSupport.filter(\.isFew)
    let present = few.filter { $0.rows > 0 }
    let absent = few.filter { $0.rows == 0 }.map(\.name)
    let unit = subjects == nil ? "rows" : "subjects"
    let counts = present.map { "\($0.name) (\($0.subjects ?? $0.rows))" }.joined(separator: ", ")
    let parts =
      (present.isEmpty ? [] : ["few \(unit) of \(counts) in the test"])
      + (absent.isEmpty ? [] : ["no test row of \(absent.joined(separator: ", "))"])
    guard !parts.isEmpty else { return nil }
    return parts.joined(separator: "; ") + ": scores that count classes alike, such as macro-F1, "
      + (isSurerThanItSays
        ? "are a little less sure than their intervals say"
        : "hang on them")
  }

  /// Whether intervals of scores that count classes alike hold less often than they say where a class has few subjects: in
  /// simulation they do in one test of eight subjects or more, and where folds are pooled. With fewer they are wide enough,
  /// and so are those of means over folds (`IntervalCoverage` has how often all of them hold).
  private var isSurerThanItSays: Bool {
    guard !isAveraged else { return false }
    return folds.folds.count > 1 || (personCount ?? distinctRows) >= Self.fewInAll
  }

  /// Below so many in one test, intervals are wide enough even where a class is rare.
  private static var fewInAll: Int { 8 }

  private var personCount: Int? { subjects.map { Set($0.unitOfRow.unitOfRow).count } }
}
