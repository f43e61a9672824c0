import Testing

@testable import Imaging
@testable import SyntheticFaces

struct SyntheticFaceErrorTests {
  @Test func refusesWishesThatCannotBeMet() {
    #expect(throws: SyntheticFaceError.tooFewFaces(count: 0)) { try SyntheticFaces(count: 0, subjects: 1) }
    #expect(throws: SyntheticFaceError.tooFewFaces(count: 0)) { try SyntheticFaces(counts: [("sad", 0)], subjects: 1) }
    #expect(throws: SyntheticFaceError.noClasses) { try SyntheticFaces(count: 5, classes: [], subjects: 1) }
    #expect(throws: SyntheticFaceError.negativeClassCount(name: "sad", count: -1)) {
      try SyntheticFaces(counts: [("sad", -1)], subjects: 1)
    }
    #expect(throws: SyntheticFaceError.repeatedEmotion(name: "sad", classes: 2)) {
      try SyntheticFaces(count: 5, classes: ["sad", "sad"], subjects: 1)
    }
    #expect(throws: SyntheticFaceError.unknownEmotion(name: "anges", nearest: ["anger"])) {
      try SyntheticFaces(count: 5, classes: ["anges"], subjects: 1)
    }
  }

  @Test(arguments: [0, -3, 11])
  func refusesSubjectsThatCannotShareTheFaces(_ subjects: Int) {
    #expect(throws: SyntheticFaceError.subjectsOutOfRange(subjects: subjects, count: 10)) {
      try SyntheticFaces(count: 10, subjects: subjects)
    }
  }

  @Test(arguments: [-0.1, 1.01, Double.infinity])
  func refusesSharesOutOfRange(_ value: Double) {
    #expect(throws: SyntheticFaceError.parameterOutOfRange(name: "intensity", value: value, range: 0...1)) {
      try SyntheticFaces(count: 10, subjects: 1, intensity: value)
    }
    #expect(throws: SyntheticFaceError.parameterOutOfRange(name: "bias", value: value, range: 0...1)) {
      try SyntheticFaces(count: 10, subjects: 1, bias: value)
    }
  }

  @Test func refusesWhatDoesNotFitIntoMemory() throws {
    let faces = try SyntheticFaces(count: 1 << 40, subjects: 1, size: 512)
    let error = #expect(throws: SyntheticFaceError.self) { try faces.render() }
    #expect(error?.code == "E0758")
  }

  @Test func refusesWhatIsNotANumber() {
    #expect(throws: SyntheticFaceError.self) { try SyntheticFaces(count: 10, subjects: 1, intensity: .nan) }
  }

  @Test func everyErrorSaysWhatIsWrongAndWhatToDo() {
    let errors: [SyntheticFaceError] = [
      .tooFewFaces(count: 0), .unknownEmotion(name: "joy", nearest: ["sad"]), .repeatedEmotion(name: "sad", classes: 9),
      .noClasses, .negativeClassCount(name: "sad", count: -1), .subjectsOutOfRange(subjects: 0, count: 3),
      .parameterOutOfRange(name: "bias", value: 2, range: 0...1), .sizeOutOfRange(size: 1, range: 32...512),
      .tooLarge(count: 10, gibibytes: 9, limit: 8),
    ]
    #expect(Set(errors.map(\.code)).count == errors.count)
    for error in errors {
      #expect(error.code.hasPrefix("E075"))
      #expect(!error.problem.isEmpty && !error.remedy.isEmpty && !error.explanation.isEmpty)
    }
    #expect(errors[1].remedy.contains("did you mean 'sad'?"))
  }
}
