import Numerics
import Testing

@testable import Evaluation

@Suite struct ClassSupportTests {
  private func tested(_ subjects: [String?]?) throws -> ComparedClassifier {
    let labels = Labels(names: ["joy", "fear", "awe"], codes: [Int](repeating: 0, count: 12) + [1, 1, 1, 1, 1, 1])
    return try ComparedClassifier(truth: labels, predicted: labels.codes, subjects: subjects.map { Grouping($0) })
  }

  @Test func aClassOfFewSubjectsIsNamed() throws {
    let subjects = (0..<12).map { "S\($0)" } + ["S1", "S1", "S1", "S2", "S2", "S2"]
    let found = try tested(subjects)
    #expect(found.classSupport.map(\.subjects) == [12, 2, 0] && found.classSupport.map(\.rows) == [12, 6, 0])
    let note = try #require(found.supportNote)
    #expect(note.hasPrefix("few subjects of fear (2) in the test; no test row of awe: "))
    #expect(note.hasSuffix("are a little less sure than their intervals say"))
    // Of three people intervals are wide enough; what their rare classes say hangs on them all the same.
    let three = try #require(try tested((0..<18).map { "S\($0 % 3)" }).supportNote)
    #expect(three.hasSuffix("hang on them"))
    // One person has no interval.
    let one = try #require(try tested([String](repeating: "S1", count: 18)).supportNote)
    #expect(one.hasSuffix("hang on them"))
  }

  @Test func rowsCountWhereNoSubjectIsKnown() throws {
    let found = try tested(nil)
    #expect(found.classSupport.map(\.isFew) == [false, false, true])
    #expect(try tested([String?](repeating: nil, count: 18)).classSupport == found.classSupport)
  }
}
