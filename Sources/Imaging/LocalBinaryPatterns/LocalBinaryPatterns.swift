/// Local binary patterns (Ojala, Pietikäinen and Mäenpää 2002): each pixel is described by which of its neighbours on
/// a circle are at least as bright as itself, and an image by histograms of these patterns over a grid of cells.
///
/// Codes equal those of `skimage.feature.local_binary_pattern` bit for bit: neighbour i of P lies at
/// (row − R·sin θ, column + R·cos θ), θ = 2πi/P, offsets rounded to five decimals, interpolated bilinearly, with
/// pixels outside the image 0. Colour images are made grey first (ITU-R 601).
public struct LocalBinaryPatterns: Sendable, Hashable {
  /// How a circle of comparisons becomes a number.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Bit i is neighbour i: 2^P codes.
    case `default`
    /// The least value over rotations of the circle.
    case ror
    /// The number of ones where they are one run, else P + 1: P + 2 codes.
    case uniform
    /// As `uniform`, but told apart by where the run lies: P(P − 1) + 3 codes.
    case nriUniform = "nri_uniform"
    /// The neighbours' variance, a measure of contrast; not-a-number where it is 0.
    case variance = "var"
  }

  public let method: Method
  /// The circle's radius in pixels.
  public let radius: Double
  /// Neighbours on the circle.
  public let points: Int
  /// Cells along each side of the image, for `descriptors`.
  public let grid: Int

  /// - Parameters:
  ///   - radius: above 0, at most 256.
  ///   - points: 1 to 24.
  ///   - grid: 1 to 256.
  /// - Throws: `ImagingError.invalidOption`.
  public init(method: Method = .nriUniform, radius: Double = 1, points: Int = 8, grid: Int = 8) throws {
    guard radius > 0, radius <= 256 else {
      throw ImagingError.invalidOption(name: "radius", value: "\(radius)", allowed: "above 0 and at most 256")
    }
    try Self.check("points", points, in: 1...24)
    try Self.check("grid", grid, in: 1...256)
    self.method = method
    self.radius = radius
    self.points = points
    self.grid = grid
  }

  private static func check(_ name: String, _ value: Int, in range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      throw ImagingError.invalidOption(
        name: name, value: "\(value)", allowed: "between \(range.lowerBound) and \(range.upperBound)")
    }
  }
}
