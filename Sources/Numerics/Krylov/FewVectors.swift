/// Products of four vectors with many others, without the copies that BLAS makes of these first: they take longer than the
/// products.
enum FewVectors {
  /// Vectors at a time.
  static let count = 4

  /// Inner products of the vectors, which stand one after another, with other vectors.
  /// - Parameters:
  ///   - others: one after another.
  ///   - target: the products of the first vector, those of the next `stride` numbers further.
  static func products(
    _ vectors: UnsafePointer<Float>, with others: UnsafePointer<Float>, count otherCount: Int, length: Int,
    into target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var place = 0
    while place < otherCount {
      // Two at a time, so that eight sums go on side by side; the last is taken twice where their number is odd.
      let next = min(place + 1, otherCount - 1)
      let sums = sums(vectors, others + place * length, others + next * length, length: length)
      for vector in 0..<Self.count {
        target[vector * stride + place] = sums.first[vector]
        target[vector * stride + next] = sums.second[vector]
      }
      place += 2
    }
  }

  @inline(__always)
  private static func sums(
    _ vectors: UnsafePointer<Float>, _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, length: Int
  ) -> (first: SIMD4<Float>, second: SIMD4<Float>) {
    typealias Lanes = SIMD16<Float>
    var (a0, a1, a2, a3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    var (b0, b1, b2, b3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    let (v1, v2, v3) = (vectors + length, vectors + 2 * length, vectors + 3 * length)
    var i = 0
    while i + 16 <= length {
      let (x, y) = (VectorKernels.load16(first + i), VectorKernels.load16(second + i))
      let (w0, w1) = (VectorKernels.load16(vectors + i), VectorKernels.load16(v1 + i))
      let (w2, w3) = (VectorKernels.load16(v2 + i), VectorKernels.load16(v3 + i))
      a0.addProduct(x, w0)
      b0.addProduct(y, w0)
      a1.addProduct(x, w1)
      b1.addProduct(y, w1)
      a2.addProduct(x, w2)
      b2.addProduct(y, w2)
      a3.addProduct(x, w3)
      b3.addProduct(y, w3)
      i += 16
    }
    var sums = (
      first: SIMD4<Float>(a0.sum(), a1.sum(), a2.sum(), a3.sum()),
      second: SIMD4<Float>(b0.sum(), b1.sum(), b2.sum(), b3.sum())
    )
    while i < length {
      let own = SIMD4<Float>(vectors[i], v1[i], v2[i], v3[i])
      sums.first.addProduct(own, SIMD4(repeating: first[i]))
      sums.second.addProduct(own, SIMD4(repeating: second[i]))
      i += 1
    }
    return sums
  }

  /// Takes other vectors away from the vectors, each times a share.
  /// - Parameters:
  ///   - shares: for each vector, one after another, those of the `directions` others.
  ///   - others: the first of them; the next, as the next vector, stands `stride` numbers further.
  static func subtract(
    _ shares: UnsafePointer<Float>, of others: UnsafePointer<Float>, directions: Int,
    from vectors: UnsafeMutablePointer<Float>, stride: Int, length: Int
  ) {
    // What is taken from each vector is added up where it lies, for it stays in the first cache.
    var place = 0
    while place + 4 <= directions {
      for vector in 0..<Self.count {
        subtract(
          shares + vector * directions + place, of: others + place * stride, stride: stride,
          from: vectors + vector * stride, length: length)
      }
      place += 4
    }
    while place < directions {
      for vector in 0..<Self.count {
        VectorKernels.axpy(
          -shares[vector * directions + place], others + place * stride, into: vectors + vector * stride, count: length)
      }
      place += 1
    }
  }

  /// Takes four others away from one vector.
  @inline(__always)
  private static func subtract(
    _ shares: UnsafePointer<Float>, of others: UnsafePointer<Float>, stride: Int,
    from vector: UnsafeMutablePointer<Float>, length: Int
  ) {
    typealias Lanes = SIMD16<Float>
    let (x1, x2, x3) = (others + stride, others + 2 * stride, others + 3 * stride)
    let (s0, s1) = (Lanes(repeating: -shares[0]), Lanes(repeating: -shares[1]))
    let (s2, s3) = (Lanes(repeating: -shares[2]), Lanes(repeating: -shares[3]))
    var i = 0
    while i + 16 <= length {
      let even = VectorKernels.load16(UnsafePointer(vector) + i)
        .addingProduct(VectorKernels.load16(others + i), s0).addingProduct(VectorKernels.load16(x2 + i), s2)
      let odd = (VectorKernels.load16(x1 + i) * s1).addingProduct(VectorKernels.load16(x3 + i), s3)
      VectorKernels.store(even + odd, at: vector + i)
      i += 16
    }
    while i < length {
      vector[i] -= shares[0] * others[i] + shares[1] * x1[i] + shares[2] * x2[i] + shares[3] * x3[i]
      i += 1
    }
  }
}
