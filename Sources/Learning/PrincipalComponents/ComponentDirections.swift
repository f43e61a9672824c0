import Numerics

/// Components of length 1, signs fixed, one a row of d numbers.
struct ComponentDirections {
  let loadings: [Float]

  /// - Parameters:
  ///   - components: at right angles to each other, the leading one first.
  ///   - values: their eigenvalues; where one is none to speak of, its direction is rounding.
  ///   - isUnitLength: whether they are of length 1 already, and right where the rows do not vary.
  ///   - areSigned: whether their signs are chosen already.
  init(
    _ components: [Double], values: [Double], width: Int, isUnitLength: Bool, seed: UInt64, areSigned: Bool = false
  ) {
    var loadings = components
    if !isUnitLength { Self.complete(&loadings, values: values, width: width, seed: seed) }
    for start in stride(from: 0, to: loadings.count, by: width) where !areSigned {
      Self.fixSign(&loadings, start..<start + width)
    }
    self.loadings = loadings.map(Float.init)
  }

  /// Scales components to length 1; where the rows do not vary at all, any direction at right angles to the others
  /// will do, and a random one is taken.
  private static func complete(_ loadings: inout [Double], values: [Double], width: Int, seed: UInt64) {
    var generator = SeededGenerator.derived(from: seed, 0x5043)
    let negligible = 1e-7 * max(values.first ?? 0, 0)
    for (i, value) in values.enumerated() where value <= negligible {
      for column in 0..<width { loadings[i * width + column] = generator.uniform() - 0.5 }
    }
    guard values.count > mostMadeOrthonormal else {
      _ = Orthonormal.orthonormaliseQuickly(&loadings, rows: values.count, length: width)
      return
    }
    // So many come from all eigenvectors in double precision, and are at right angles as nearly as these.
    loadings.withUnsafeMutableBufferPointer { loadings in
      guard let base = loadings.baseAddress else { return }
      for (i, value) in values.enumerated() {
        let others = value > negligible ? 0 : i
        _ = Orthonormal.orthonormalise(base + i * width, against: base, rows: others, length: width)
      }
    }
  }

  private static let mostMadeOrthonormal = 512

  private static func fixSign(_ loadings: inout [Double], _ range: Range<Int>) {
    loadings.withUnsafeMutableBufferPointer { loadings in
      // The first of several that are equally large decides, as in scikit-learn.
      var largest = 0.0
      for i in range where abs(loadings[i]) > abs(largest) { largest = loadings[i] }
      if largest < 0 { for i in range { loadings[i] = -loadings[i] } }
    }
  }
}
