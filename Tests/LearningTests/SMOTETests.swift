import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct SMOTETests {
  private struct Neighbours: Decodable {
    var indices: [[Int]]
    var squared: [[Double]]
  }

  @Test func neighboursEqualScikitLearn() throws {
    let reference = try Fixture.decoded(Neighbours.self, "neighbours")
    let (features, labels) = try Fixture.data("cancer")
    let rows = labels.codes.indices.filter { labels.codes[$0] == 0 }
    let search = NearestNeighbours(references: features.gathering(rows))
    let table = try search.searchAmongReferences(count: 5, context: twoThreads)
    for (row, indices) in reference.indices.enumerated() {
      #expect(Array(table.neighbours(of: row)) == indices)
      #expect(difference(table.squaredDistances[row * 5..<row * 5 + 5], reference.squared[row]) < 1e-10)
    }
    let some = try search.searchAmongReferences(rows: [7, 3], count: 5)
    #expect(Array(some.neighbours(of: 0)) == reference.indices[7])
    #expect(Array(some.neighbours(of: 1)) == reference.indices[3])
  }

  private func skewed() throws -> (features: Matrix, labels: Labels) {
    let (features, labels) = try Fixture.data("digits")
    let limits = [100, 60, 30, 6, 90, 80, 70, 50, 40, 0]
    var seen = [Int](repeating: 0, count: 10)
    let rows = labels.codes.indices.filter { row in
      seen[labels.codes[row]] += 1
      return seen[labels.codes[row]] <= limits[labels.codes[row]]
    }
    return (features.gathering(rows), labels.gathering(rows))
  }

  @Test func everyNewRowLiesBetweenNeighbours() throws {
    let (features, labels) = try skewed()
    let result = try SMOTE(neighbours: 4).resample(features, labels, seed: 5, context: twoThreads)
    #expect(result.keptRows == Array(0..<features.rows))
    #expect(
      Labels(names: labels.names, codes: labels.codes + result.syntheticCodes).counts == [Int](repeating: 100, count: 9)
        + [0])
    let synthetic = result.synthetic
    for code in 0..<9 {
      let rows = labels.codes.indices.filter { labels.codes[$0] == code }
      let own = features.gathering(rows)
      let table = try NearestNeighbours(references: own).searchAmongReferences(count: 4)
      for (new, newCode) in result.syntheticCodes.enumerated() where newCode == code {
        let row = Array(synthetic.row(new))
        let lies = (0..<own.rows).contains { a in
          table.neighbours(of: a).contains { isBetween(row, Array(own.row(a)), Array(own.row($0))) }
        }
        #expect(lies)
      }
    }
  }

  /// Whether the distances to both ends add up to the distance between them.
  private func isBetween(_ x: [Float], _ a: [Float], _ b: [Float]) -> Bool {
    func distance(_ x: [Float], _ y: [Float]) -> Double {
      VectorKernels.exactSquaredDistance(x, y, count: x.count).squareRoot()
    }
    return abs(distance(x, a) + distance(x, b) - distance(a, b)) < 1e-4
  }

  @Test func repeatsItselfForASeed() throws {
    let (features, labels) = try skewed()
    let smote = try SMOTE()
    let once = try smote.resample(features, labels, seed: 1)
    #expect(try smote.resample(features, labels, seed: 1, context: twoThreads).synthetic == once.synthetic)
    #expect(try smote.resample(features, labels, seed: 2).synthetic != once.synthetic)
  }

  @Test func pairsAndGapsAreUniform() throws {
    // Two rows on a line: new rows are uniform between them.
    let features = Matrix(rows: 10_002, columns: 1, storage: [0, 1] + [Float](repeating: 9, count: 10_000))
    let labels = Labels(names: ["few", "many"], codes: [0, 0] + [Int](repeating: 1, count: 10_000))
    let result = try SMOTE(neighbours: 1).resample(features, labels, seed: 3)
    let values = result.synthetic.storage.map(Double.init).sorted()
    #expect(values.count == 9998)
    for share in [0.1, 0.25, 0.5, 0.9] {
      #expect(abs(values[Int(share * 9998)] - share) < 0.02)
    }
  }

  @Test func tellsOfClassesThatAreTooSmall() throws {
    let (features, labels) = try skewed()
    let error = LearningError.classTooSmall(
      name: "class3", rows: 6, needed: 7, method: "SMOTE", neighbours: 6)
    #expect(throws: error) { try SMOTE(neighbours: 6).resample(features, labels, seed: 1) }
    #expect(error.problem == "class 'class3' has 6 rows; SMOTE with k = 6 needs 7")
    #expect(error.remedy == "use k=5 or less, or drop class 'class3'")
    #expect(throws: LearningError.self) { try SMOTE(neighbours: 0) }
    #expect(throws: LearningError.noRows) {
      try SMOTE().resample(Matrix(rows: 0, columns: 2), Labels(names: ["a"], codes: []), seed: 1)
    }
  }

  @Test func nothingToAdd() throws {
    let features = Matrix(rows: 2, columns: 1, storage: [0, 1])
    let result = try SMOTE().resample(features, Labels(names: ["a", "b"], codes: [0, 1]), seed: 1)
    #expect(result.synthetic.rows == 0)
    #expect(result.notes.count == 1)
  }
}

@Suite struct ResamplingTargetTests {
  /// Classes of 10, 0, 4, 7 and 4 rows.
  private let labels = Labels(
    names: ["a", "none", "b", "c", "d"],
    codes: [0, 2, 3, 4].flatMap { [Int](repeating: $0, count: [10, 0, 4, 7, 4][$0]) })

  @Test func countsOfEachTarget() throws {
    func missing(_ target: ResamplingTarget) throws -> [Int] { try target.missingRows(of: labels) }
    #expect(try missing(.auto) == [0, 0, 6, 3, 6])
    #expect(try missing(.median) == [0, 0, 1, 0, 1])
    #expect(try missing(.minority) == [0, 0, 6, 0, 0])
    #expect(try missing(.ratio(0.75)) == [0, 0, 3, 0, 3])
    #expect(try missing(.counts(["b": 9, "a": 10])) == [0, 0, 5, 0, 0])
    #expect(try missing(.below(0.2)) == [0, 0, 1, 0, 1])
  }

  @Test func refusesImpossibleTargets() throws {
    #expect(throws: LearningError.targetBelowCount(name: "a", rows: 10, target: 9)) {
      try ResamplingTarget.counts(["a": 9]).missingRows(of: labels)
    }
    #expect(throws: LearningError.unknownClass(name: "x", known: labels.names)) {
      try ResamplingTarget.counts(["x": 9]).missingRows(of: labels)
    }
    #expect(throws: LearningError.self) { try SMOTE(target: .ratio(0)) }
    #expect(throws: LearningError.self) { try SMOTE(target: .below(1)) }
  }
}
