import Glibc
import Numerics

/// Topics of a corpus: documents ≈ shares × topics, all numbers 0 or more (Lee & Seung 1999), by coordinate descent
/// (Cichocki & Phan 2009) from the leading singular vectors (NNDSVDa, Boutsidis & Gallopoulos 2008). Peer:
/// scikit-learn's NMF.
public struct NonNegativeFactors: Sendable, Equatable {
  public let topics: Int
  /// Row-major, a row for each document, a column for each topic.
  public let shares: [Double]
  /// Row-major, a row for each topic, a column for each term.
  public let terms: [Double]
  /// The square root of Σ (matrix − product)².
  public let error: Double
  public let rounds: Int
  /// Whether it settled before the rounds were used up.
  public let hasConverged: Bool

  /// - Parameters:
  ///   - matrix: 0 or more, such as TF-IDF weights.
  ///   - tolerance: ends when a round changes this share of what the first did.
  /// - Throws: `TextError.tooManyTopics`, `.badOption`, `NumericsError`, `Interrupted`.
  /// - Cost: rounds · (entries · topics + (documents + terms) · topics²), shared over the threads.
  public init(
    _ matrix: SparseRows, topics: Int, rounds: Int = 200, tolerance: Double = 1e-4, seed: UInt64 = 0,
    context: ExecutionContext = .plain
  ) throws {
    guard topics > 0 else { throw TextError.badOption("topics", value: Double(topics), needed: "1 or more") }
    guard topics <= min(matrix.rows, matrix.columns) else {
      throw TextError.tooManyTopics(found: topics, documents: matrix.rows, terms: matrix.columns)
    }
    guard !matrix.places.isEmpty else { throw TextError.noTerms }
    guard rounds >= 1 else { throw TextError.badOption("rounds", value: Double(rounds), needed: "1 or more") }
    let turned = matrix.transposed
    // Both factors lie with a document's or a term's numbers side by side.
    let started = try Self.start(matrix, turned, topics, seed, context)
    let width = NarrowRows.padded(topics)
    var (w, h) = (NarrowRows.filled(started.w, width: topics), NarrowRows.filled(started.h, width: topics))
    var first = 0.0
    var done = 0
    var hasConverged = false
    while done < rounds, !hasConverged {
      try context.checkInterruption()
      var change = try Self.update(&w, given: h, matrix, topics, width, context)
      change += try Self.update(&h, given: w, turned, topics, width, context)
      if done == 0 { first = change }
      done += 1
      hasConverged = first == 0 || change / first <= tolerance
      context.report(fraction: Double(done) / Double(rounds))
    }
    self.topics = topics
    let (documents, columns) = (NarrowRows.cut(w, width: topics), NarrowRows.cut(h, width: topics))
    shares = documents
    terms = SparseSingularVectors.turned(columns, rows: matrix.columns, length: topics)
    self.rounds = done
    self.hasConverged = hasConverged
    error = try Self.error(matrix, documents, columns, topics, context)
  }

  /// One round of coordinate descent over one factor, every row by itself.
  /// - Parameter width: of a row as it is stored; what lies behind `topics` is nought and stays so.
  /// - Returns: the sum of projected gradients.
  private static func update(
    _ factor: inout [Double], given other: [Double], _ matrix: SparseRows, _ topics: Int, _ width: Int,
    _ context: ExecutionContext
  ) throws -> Double {
    let gram = gram(other, width)
    let product = try matrix.timesFilled(other, width: width, context: context)
    let size = max(64, (matrix.rows + 63) / 64)
    var violations = [Double](repeating: 0, count: (matrix.rows + size - 1) / size)
    try factor.withUnsafeMutableBufferPointer { factor in
      try violations.withUnsafeMutableBufferPointer { violations in
        guard let factorBase = factor.baseAddress, let violationBase = violations.baseAddress else { return }
        let (target, sums) = (DisjointPointer(factorBase), DisjointPointer(violationBase))
        try context.forEachPiece(of: matrix.rows, size: size) { rows in
          sums.base[rows.lowerBound / size] = descend(target.base, product, gram, rows, topics, width)
        }
      }
    }
    return violations.reduce(0, +)
  }

  /// The slopes of a row are kept up to date: most numbers are nought and stay so, and then nothing is to be done.
  private static func descend(
    _ factor: UnsafeMutablePointer<Double>, _ product: [Double], _ gram: [Double], _ rows: Range<Int>, _ topics: Int,
    _ width: Int
  ) -> Double {
    var violation = 0.0
    var slopes = [Double](repeating: 0, count: width)
    gram.withUnsafeBufferPointer { gram in
      product.withUnsafeBufferPointer { product in
        slopes.withUnsafeMutableBufferPointer { slopes in
          guard let gramBase = gram.baseAddress, let productBase = product.baseAddress, let slope = slopes.baseAddress
          else { return }
          for row in rows {
            let own = factor + row * width
            for column in 0..<width { slope[column] = -productBase[row * width + column] }
            for topic in 0..<topics where own[topic] != 0 {
              NarrowRows.add(own[topic], gramBase + topic * width, width: width, into: slope)
            }
            for topic in 0..<topics {
              let curvature = gramBase[topic * width + topic]
              violation += abs(own[topic] == 0 ? min(0, slope[topic]) : slope[topic])
              guard curvature != 0 else { continue }
              let value = max(0, own[topic] - slope[topic] / curvature)
              guard value != own[topic] else { continue }
              NarrowRows.add(value - own[topic], gramBase + topic * width, width: width, into: slope)
              own[topic] = value
            }
          }
        }
      }
    }
    return violation
  }

  /// FᵀF of a factor.
  private static func gram(_ factor: [Double], _ topics: Int) -> [Double] {
    var gram = [Double](repeating: 0, count: topics * topics)
    factor.withUnsafeBufferPointer { factor in
      guard let base = factor.baseAddress else { return }
      BLAS.multiply(
        base, stride: topics, transposed: true, by: base, stride: topics, into: &gram, stride: topics, rows: topics,
        columns: topics, inner: factor.count / topics)
    }
    return gram
  }

  /// Σx² − 2·Σ x·(product) + Σ of both Gram matrices, so that the product is never made.
  private static func error(
    _ matrix: SparseRows, _ w: [Double], _ h: [Double], _ topics: Int, _ context: ExecutionContext
  ) throws -> Double {
    let product = try matrix.times(h, width: topics, context: context)
    let cross = zip(product, w).reduce(0) { $0 + $1.0 * $1.1 }
    let square = matrix.values.reduce(0) { $0 + $1 * $1 }
    let model = zip(gram(w, topics), gram(h, topics)).reduce(0) { $0 + $1.0 * $1.1 }
    return max(0, square - 2 * cross + model).squareRoot()
  }

  private static func start(
    _ matrix: SparseRows, _ turned: SparseRows, _ topics: Int, _ seed: UInt64, _ context: ExecutionContext
  ) throws -> (w: [Double], h: [Double]) {
    let vectors = try SparseSingularVectors(matrix, turned, count: topics, seed: seed, context: context)
    let mean = matrix.values.reduce(0, +) / Double(matrix.rows) / Double(matrix.columns)
    var w = [Double](repeating: mean, count: matrix.rows * topics)
    var h = [Double](repeating: mean, count: matrix.columns * topics)
    for (topic, value) in vectors.values.enumerated() {
      let u = vectors.left[topic * matrix.rows..<(topic + 1) * matrix.rows]
      let v = vectors.right[topic * matrix.columns..<(topic + 1) * matrix.columns]
      // Of each vector the half, above or below nought, that carries more; of the first both are one sign.
      func norms(_ sign: Double) -> (Double, Double) {
        func norm(_ x: ArraySlice<Double>) -> Double {
          x.reduce(0) { $0 + (topic == 0 ? $1 * $1 : max(0, sign * $1) * max(0, sign * $1)) }.squareRoot()
        }
        return (norm(u), norm(v))
      }
      let (up, down) = (norms(1), norms(-1))
      let sign: Double = up.0 * up.1 >= down.0 * down.1 ? 1 : -1
      let (uNorm, vNorm) = sign > 0 ? up : down
      guard uNorm > 0, vNorm > 0 else { continue }
      let scale = (value * uNorm * vNorm).squareRoot()
      func part(_ x: Double, _ norm: Double) -> Double { scale * (topic == 0 ? abs(x) : max(0, sign * x)) / norm }
      for (row, x) in u.enumerated() { if part(x, uNorm) > 1e-6 { w[row * topics + topic] = part(x, uNorm) } }
      for (column, x) in v.enumerated() { if part(x, vNorm) > 1e-6 { h[column * topics + topic] = part(x, vNorm) } }
    }
    return (w, h)
  }

  /// The terms that weigh most in each topic.
  /// - Parameter names: of the columns.
  public func topTerms(_ names: [String], count: Int = 10) -> [[String]] {
    let columns = names.count
    return (0..<topics).map { topic in
      let weights = terms[topic * columns..<(topic + 1) * columns]
      let order = weights.enumerated().filter { $0.element > 0 }
        .sorted { $0.element != $1.element ? $0.element > $1.element : $0.offset < $1.offset }
      return order.prefix(count).map { names[$0.offset] }
    }
  }
}
