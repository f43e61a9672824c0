import Glibc
import Numerics

extension SeededGenerator {
  /// Normal, with mean 0 and deviation 1 (Box & Muller 1958, one of each pair).
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * Double.pi * uniform())
  }
}
