/// Class probabilities from the probabilities of each pair of classes.
///
/// Wu, Lin and Weng 2004, "Probability estimates for multi-class classification by pairwise coupling", second approach:
/// minimise Σᵢ Σⱼ (rⱼᵢ pᵢ − rᵢⱼ pⱼ)² over p ≥ 0 with Σp = 1, by cyclic updates that end when the conditions hold to
/// 0.005 / classes.
enum PairwiseCoupling {
  /// - Parameter pairwise: k×k, row-major: r at (i, j) is the probability of class i given that it is i or j, strictly
  ///   between 0 and 1 off the diagonal.
  static func probabilities(_ pairwise: [Double], classes k: Int) -> [Double] {
    var q = [Double](repeating: 0, count: k * k)
    for i in 0..<k {
      for j in 0..<k where j != i {
        q[i * k + i] += pairwise[j * k + i] * pairwise[j * k + i]
        q[i * k + j] = -pairwise[j * k + i] * pairwise[i * k + j]
      }
    }
    var p = [Double](repeating: 1 / Double(k), count: k)
    for _ in 0..<max(100, k) {
      var products = (0..<k).map { i in (0..<k).reduce(0) { $0 + q[i * k + $1] * p[$1] } }
      var quadratic = zip(p, products).reduce(0) { $0 + $1.0 * $1.1 }
      if products.allSatisfy({ abs($0 - quadratic) < 0.005 / Double(k) }) { break }
      for i in 0..<k { update(i, &p, &products, &quadratic, q, k) }
    }
    return p
  }

  /// The best change of one class's probability, the others rescaled.
  private static func update(
    _ i: Int, _ p: inout [Double], _ products: inout [Double], _ quadratic: inout Double, _ q: [Double], _ k: Int
  ) {
    let own = q[i * k + i]
    let change = (quadratic - products[i]) / own
    let scale = 1 / (1 + change)
    quadratic = (quadratic + change * (change * own + 2 * products[i])) * scale * scale
    p[i] += change
    for j in 0..<k {
      products[j] = (products[j] + change * q[i * k + j]) * scale
      p[j] *= scale
    }
  }
}
