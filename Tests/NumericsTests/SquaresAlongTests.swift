import Numerics
import Testing

@Suite struct SquaresAlongTests {
  private func drawn(_ rows: Int, _ columns: Int, seed: UInt64, mean: Float = 0) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return Matrix(
      rows: rows, columns: columns,
      storage: (0..<rows * columns).map { _ in mean + Float(generator.uniform() - 0.5) })
  }

  /// More rows than a piece and columns than a stretch, neither a multiple of what is taken at a time.
  @Test(arguments: [(71, 530, 19), (1, 3, 1), (8, 16, 16)])
  func equalsSumsInDoublePrecision(_ rows: Int, _ columns: Int, _ count: Int) throws {
    let features = drawn(rows, columns, seed: 1, mean: 20)
    let directions = drawn(count, columns, seed: 2)
    let means = try features.columnMeans().map(Float.init)
    let found = try features.squaresAlong(
      directions, means: means, context: ExecutionContext(threads: 2, isInterrupted: { false }))
    #expect(found == (try features.squaresAlong(directions, means: means)))
    for direction in 0..<count {
      let expected = (0..<rows).reduce(0.0) { sum, row in
        let image = (0..<columns).reduce(0.0) {
          $0 + (Double(features[row, $1]) - Double(means[$1])) * Double(directions[direction, $1])
        }
        return sum + image * image
      }
      #expect(abs(found[direction] - expected) <= 3e-6 * expected)
    }
  }

  @Test func aDirectionDoesNotDependOnTheOthers() throws {
    let (features, directions) = (drawn(40, 300, seed: 3), drawn(20, 300, seed: 4))
    let means = [Float](repeating: 0, count: 300)
    let all = try features.squaresAlong(directions, means: means)
    let some = try features.squaresAlong(directions.gathering([18, 2]), means: means)
    #expect(some == [all[18], all[2]])
  }
}
