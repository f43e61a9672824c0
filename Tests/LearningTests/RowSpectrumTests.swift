import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct RowSpectrumTests {
  /// Rows of few numbers that are not zero, whose columns vary less and less.
  private func sparse(_ rows: Int, _ columns: Int, share: Double = 0.05) -> Matrix {
    var generator = SeededGenerator(seed: 8)
    return Matrix(
      rows: rows, columns: columns,
      storage: (0..<rows * columns).map { i in
        let isThere = generator.uniform() < share
        return isThere ? Float((0.5 + generator.uniform()) / (1 + Double(i % columns) / 20)) : 0
      })
  }

  private func dense(_ rows: Int, _ columns: Int, mean: Double = 100) -> Matrix {
    var generator = SeededGenerator(seed: 9)
    return Matrix(
      rows: rows, columns: columns,
      storage: (0..<rows * columns).map { i in
        Float(mean + (generator.uniform() - 0.5) * 30 / (1 + Double(i % columns) / 8))
      })
  }

  /// The scatter matrix with every step in double precision.
  private func exactScatter(of features: Matrix) throws -> SymmetricMatrix {
    let means = try features.columnMeans()
    let (rows, width) = (features.rows, features.columns)
    let centred = features.storage.enumerated().map { Double($1) - means[$0 % width] }
    var products = [Double](repeating: 0, count: width * width)
    BLAS.multiply(
      centred, stride: width, transposed: true, by: centred, stride: width, transposed: false, into: &products,
      stride: width, rows: width, columns: width, inner: rows)
    return SymmetricMatrix(order: width, storage: products)
  }

  /// The largest relative error of a variance, and the subspace's angle, against all eigenpairs in double precision.
  private func errors(of fitted: FittedPrincipalComponents, _ features: Matrix) throws -> (
    variance: Double, angle: Double
  ) {
    let pairs = try exactScatter(of: features).eigenpairs()
    let (count, width) = (fitted.count, features.columns)
    let degrees = Double(features.rows - 1)
    let variance = (0..<count).map { abs(fitted.explainedVariance[$0] * degrees / pairs.values[$0] - 1) }.max() ?? 0
    var outside = 0.0
    for i in 0..<count {
      var rest = fitted.components.row(i).map(Double.init)
      for j in 0..<count {
        let share = (0..<width).reduce(0.0) { $0 + pairs.vectors[j * width + $1] * rest[$1] }
        for c in 0..<width { rest[c] -= share * pairs.vectors[j * width + c] }
      }
      outside += rest.reduce(0) { $0 + $1 * $1 }
    }
    return (variance, outside.squareRoot())
  }

  @Test(arguments: [(500, 400, true), (400, 500, true), (1200, 900, false)])
  func fromRowsEqualsAllEigenpairs(_ rows: Int, _ columns: Int, _ isSparse: Bool) throws {
    let features = isSparse ? sparse(rows, columns) : dense(rows, columns)
    let count = isSparse ? 10 : 5
    let fitted = try PrincipalComponents(.count(count)).fit(features, seed: 4, context: twoThreads)
    let errors = try errors(of: fitted, features)
    #expect(errors.variance < 1e-6)
    #expect(errors.angle < 1e-5)
    #expect(try PrincipalComponents(.count(count)).fit(features, seed: 4) == fitted)
  }

  /// Shares of counts, as a matrix and compact: of few numbers that are not zero, and of many.
  @Test(arguments: [(500, 400, 0.05), (400, 500, 0.05), (900, 400, 0.4), (400, 500, 0.4), (4000, 400, 0.6)])
  func compactRowsHaveTheSameComponents(_ rows: Int, _ columns: Int, _ share: Double) throws {
    var generator = SeededGenerator(seed: 12)
    let values = (1...40).map { Float($0) / 40 }
    var stretch = CompactRows.Stretch()
    for _ in 0..<rows {
      let chosen = (0..<columns).filter { _ in generator.uniform() < share }
      let codes = chosen.map { UInt8((0.5 + generator.uniform()) * 26 / (1 + Double($0) / 20)) }
      chosen.map(UInt16.init).withUnsafeBufferPointer { indices in
        codes.withUnsafeBufferPointer { stretch.append(indices: indices, codes: $0) }
      }
    }
    let compact = CompactRows(columns: columns, values: values, stretches: [stretch])
    let matrix = try compact.expanded()
    let components = try PrincipalComponents(.count(8))
    let own = try components.fit(rows: compact, seed: 3, context: twoThreads)
    #expect(try components.fit(rows: compact, seed: 3) == own)
    let errors = try errors(of: own, matrix)
    #expect(errors.variance < 1e-6)
    #expect(errors.angle < 1e-5)
    let (first, second) = (try own.transform(rows: compact), try own.transform(matrix))
    for (a, b) in zip(first.storage, second.storage) { #expect(abs(a - b) < 1e-5) }
  }

  /// By products that splits share, without a look at the rows: as exact, and scores go with the components.
  @Test(arguments: [0.05, 0.4, 1]) func productsTellTheSame(_ share: Double) throws {
    let all = share < 1 ? sparse(420, 500, share: share) : dense(420, 500, mean: 2)
    let chosen = Array(0..<420).filter { $0 % 50 != 7 }
    let training = all.gathering(chosen)
    let products = try RowProducts(of: all).centred(chosen)
    func fitted(_ context: ExecutionContext) throws -> FittedPrincipalComponents {
      let spectrum = try RowSpectrum(of: training, seed: 5, products: { products }, context: context)
      return try PrincipalComponents(.count(10)).fit(training, spectrum: spectrum, context: context)
    }
    let own = try fitted(twoThreads)
    // Of rows with hardly a number that is not zero the rows themselves are quicker.
    #expect(own.isCopiedExactly == (share < 0.1))
    let scores = try own.transform(all)
    let errors = try errors(of: own, training)
    #expect(errors.variance < 1e-6)
    #expect(errors.angle < 1e-5)
    // Rows that are not those whose products are known get their scores by components.
    let others = try own.transform(all.appending(all.gathering([0])))
    // Theirs are products in single precision, whose rounding goes by the length of the row.
    let squares = (0..<all.rows).map { all.row($0).reduce(0) { $0 + $1 * $1 } }
    let length = (squares.max() ?? 0).squareRoot()
    for (a, b) in zip(scores.storage, others.storage) { #expect(abs(a - b) < 1e-6 * length) }
    let again = try fitted(.plain)
    #expect(try again.transform(all) == scores)
    #expect(again == own)
    #expect(try JSONDecoder().decode(FittedPrincipalComponents.self, from: JSONEncoder().encode(own)) == own)
  }

  /// Nothing of what is learnt by shared products depends on rows that are left out, not by a bit.
  @Test func productsOfOtherRowsDoNotMatter() throws {
    let all = dense(400, 500, mean: 2)
    var changed = all
    for c in 0..<500 { (changed[7, c], changed[399, c]) = (Float(c), -3) }
    let chosen = Array(0..<399).filter { $0 != 7 }
    let found = try [all, changed].map { rows in
      let training = rows.gathering(chosen)
      let products = try RowProducts(of: rows).centred(chosen)
      let spectrum = try RowSpectrum(of: training, seed: 5, products: { products })
      let fitted = try PrincipalComponents(.count(10)).fit(training, spectrum: spectrum)
      #expect(!fitted.isCopiedExactly)
      return (fitted, try fitted.transform(rows).gathering(chosen))
    }
    #expect(found[0].0 == found[1].0)
    #expect(found[0].1 == found[1].1)
  }

  @Test func countsShareWhatIsFoundInAnyOrder() throws {
    let features = sparse(500, 400)
    let (many, few) = (try PrincipalComponents(.count(12)), try PrincipalComponents(.count(3)))
    let rising = try RowSpectrum(of: features)
    let falling = try RowSpectrum(of: features)
    let first = [try few.fit(features, spectrum: rising), try many.fit(features, spectrum: rising)]
    let second = [try many.fit(features, spectrum: falling), try few.fit(features, spectrum: falling)]
    #expect(first == second.reversed())
    #expect(try few.fit(features) == first[0])
  }

  /// Sixty directions with the same variance, twenty more with half of it: a block of directions cannot hold either.
  @Test func equalEigenvaluesAreFoundAsOftenAsTheyAreThere() throws {
    let columns = 600
    var features = Matrix(rows: 2 * columns, columns: columns)
    for column in 0..<columns {
      let deviation: Float = column < 60 ? 4 : column < 80 ? 2 : 0.1
      (features[2 * column, column], features[2 * column + 1, column]) = (deviation, -deviation)
    }
    let fitted = try PrincipalComponents(.count(70)).fit(features)
    let degrees = Double(features.rows - 1)
    for (i, variance) in fitted.explainedVariance.enumerated() {
      #expect(abs(variance * degrees / (i < 60 ? 32 : 8) - 1) < 1e-6)
    }
    for i in 0..<70 {
      let outside = fitted.components.row(i).dropFirst(i < 60 ? 60 : 80).reduce(0) { $0 + $1 * $1 }
      #expect(outside.squareRoot() < 1e-5)
    }
  }

  @Test(arguments: [(700, 500), (400, 500)])
  func fewerDirectionsThanAskedForIsNoHarm(_ rows: Int, _ columns: Int) throws {
    let factors = sparse(rows, 4, share: 0.3)
    var features = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      for factor in 0..<4 { features[row, factor * 7] = factors[row, factor] }
    }
    let fitted = try PrincipalComponents(.count(20)).fit(features)
    #expect(abs(fitted.explainedShare.prefix(4).reduce(0, +) - 1) < 1e-6)
    #expect(fitted.explainedShare.dropFirst(4).allSatisfy { $0 < 1e-7 })
    let products = try fitted.components.multiplied(by: fitted.components, transposing: .right)
    for i in 0..<20 {
      for j in 0..<20 { #expect(abs(products[i, j] - (i == j ? 1 : 0)) < 1e-5) }
    }
  }

  @Test func oneRowDoesNotVary() throws {
    #expect(throws: LearningError.constantData) { try PrincipalComponents(.count(1)).fit(dense(1, 400)) }
    #expect(throws: LearningError.constantData) { try PrincipalComponents(.count(1)).fit(sparse(1, 400)) }
  }

  /// Numbers that are rarely not zero, but then nearly the same in a column that is never zero: centring a product would
  /// lose what varies.
  @Test func largeMeansAreCentredFirst() throws {
    var features = sparse(600, 500)
    for row in 0..<600 { features[row, 0] = 3000 + Float(row % 3) / 8 }
    let fitted = try PrincipalComponents(.count(10)).fit(features)
    let errors = try errors(of: fitted, features)
    #expect(errors.variance < 1e-6)
    #expect(errors.angle < 1e-5)
  }

  @Test func missingNumbersAmongZerosAreTold() throws {
    var features = sparse(500, 400)
    features[3, 7] = .nan
    #expect(throws: LearningError.nonFinite(row: 3, column: 7)) {
      try PrincipalComponents(.count(5)).fit(features)
    }
  }

  @Test func interruptionEndsTheSearch() throws {
    let context = ExecutionContext(threads: 2, isInterrupted: { true })
    #expect(throws: Interrupted.self) { try PrincipalComponents(.count(5)).fit(sparse(500, 400), context: context) }
  }
}
