/// Rows of one image as `Double`, and the same rows interpolated at each column offset: what patterns are read from.
///
/// Holds a strip of an image with `reach` rows above and below, so that memory stays small for large images. Made once
/// for each size and used for one image after another. The arithmetic is that of the peer, operation by operation:
/// products and sums in `Double`, never fused, because at ties the last bit decides a pattern.
final class PatternPlanes {
  private typealias Lanes = SIMD8<Double>

  let sampling: CircularSampling
  let width: Int
  let height: Int
  /// Rows of patterns in a strip.
  let stripRows: Int

  /// The width rounded up to whole vectors.
  var roomForRow: Int { weightsSize }

  /// Numbers from one row to the next.
  private let stride: Int
  private let rows: Int
  private let planeSize: Int
  /// Plane 0 is the image, column x at `reach + x`; the others hold one column offset each, column x at x.
  private let planes: UnsafeMutablePointer<Double>
  /// For each column offset the weights of the pixels before, then of those after.
  private let weights: UnsafeMutablePointer<Double>
  private let weightsSize: Int
  /// Where each neighbour of a pixel is read, relative to that pixel in plane 0.
  private let places: UnsafeMutablePointer<PatternPlace>
  /// For each row and neighbour the weights of the rows above and below.
  private let rowWeights: UnsafeMutablePointer<PatternWeights>
  private var firstRow = 0

  init(sampling: CircularSampling, width: Int, height: Int) {
    self.sampling = sampling
    self.width = width
    self.height = height
    let reach = sampling.reach
    weightsSize = (width + 7) / 8 * 8
    stride = weightsSize + 2 * reach + 8
    // A strip's planes should stay in the second-level cache, but its halo should not outweigh it.
    let affordable = 32_768 / (stride * (sampling.columns.count + 1))
    stripRows = min(height, max(16, 2 * reach, affordable))
    rows = stripRows + 2 * reach
    planeSize = rows * stride
    planes = .allocate(capacity: planeSize * (sampling.columns.count + 1) + 8)
    planes.initialize(repeating: 0, count: planeSize * (sampling.columns.count + 1) + 8)
    weights = .allocate(capacity: 2 * weightsSize * sampling.columns.count)
    weights.initialize(repeating: 0, count: 2 * weightsSize * sampling.columns.count)
    places = .allocate(capacity: sampling.neighbours.count)
    rowWeights = .allocate(capacity: height * sampling.neighbours.count)
    prepareColumns()
    prepareNeighbours()
  }

  private func prepareColumns() {
    for (index, column) in sampling.columns.enumerated() {
      for x in 0..<width {
        (weights[2 * index * weightsSize + x], weights[(2 * index + 1) * weightsSize + x]) = column.weights(at: x)
      }
    }
  }

  private func prepareNeighbours() {
    for (index, neighbour) in sampling.neighbours.enumerated() {
      let column = sampling.columns[neighbour.column]
      let start =
        column.floor == column.ceiling ? column.floor : (neighbour.column + 1) * planeSize - sampling.reach
      (places + index).initialize(
        to: PatternPlace(
          above: start + neighbour.row.floor * stride, below: start + neighbour.row.ceiling * stride))
      for row in 0..<height {
        let (above, below) = neighbour.row.weights(at: row)
        (rowWeights + row * sampling.neighbours.count + index).initialize(
          to: PatternWeights(above: above, below: below))
      }
    }
  }

  deinit {
    planes.deallocate()
    weights.deallocate()
    places.deallocate()
    rowWeights.deallocate()
  }

  /// Loads the rows that the patterns of `firstRow..<firstRow + stripRows` read. `pixels` is the whole grey image.
  func load(_ pixels: UnsafePointer<UInt8>, firstRow: Int) {
    self.firstRow = firstRow
    for position in 0..<rows {
      let row = firstRow - sampling.reach + position
      if row >= 0, row < height {
        loadRow(pixels + row * width, at: position)
      } else {
        for plane in 0...sampling.columns.count {
          (planes + plane * planeSize + position * stride).update(repeating: 0, count: stride)
        }
      }
    }
  }

  private func loadRow(_ pixels: UnsafePointer<UInt8>, at position: Int) {
    let image = planes + position * stride + sampling.reach
    for x in 0..<width { image[x] = Double(pixels[x]) }
    for (index, column) in sampling.columns.enumerated() where column.floor != column.ceiling {
      let target = planes + (index + 1) * planeSize + position * stride
      let (before, after) = (weights + 2 * index * weightsSize, weights + (2 * index + 1) * weightsSize)
      let (left, right) = (image + column.floor, image + column.ceiling)
      for x in Swift.stride(from: 0, to: width, by: 8) {
        let blended = lanes(before + x) * lanes(left + x) + lanes(after + x) * lanes(right + x)
        UnsafeMutableRawPointer(target + x).storeBytes(of: blended, as: Lanes.self)
      }
    }
  }

  /// The pixels of `row` in plane 0.
  private func pixels(of row: Int) -> UnsafePointer<Double> {
    UnsafePointer(planes + (row - firstRow + sampling.reach) * stride + sampling.reach)
  }

  /// Writes for each pixel of `row` the word whose bit i tells whether neighbour i is at least as bright.
  /// - Parameter words: room for `roomForRow` words.
  func writeWords(row: Int, to words: UnsafeMutableBufferPointer<UInt32>) {
    guard let words = words.baseAddress else { return }
    let (centre, count) = (pixels(of: row), sampling.neighbours.count)
    let (places, weights) = (UnsafePointer(places), UnsafePointer(rowWeights + row * count))
    for x in Swift.stride(from: 0, to: width, by: 8) {
      let threshold = lanes(centre + x)
      var word = SIMD8<Int64>.zero
      var bit = SIMD8<Int64>(repeating: 1)
      for index in 0..<count {
        let value = interpolated(at: centre + x, places[index], weights[index])
        word.replace(with: word | bit, where: value .>= threshold)
        bit &<<= 1
      }
      UnsafeMutableRawPointer(words + x).storeBytes(
        of: SIMD8<UInt32>(truncatingIfNeeded: word), as: SIMD8<UInt32>.self)
    }
  }

  /// Writes the variance of the neighbours for each pixel of `row`; room for `roomForRow` of them.
  func writeVariances(row: Int, to variances: UnsafeMutableBufferPointer<Double>) {
    guard let variances = variances.baseAddress else { return }
    let (centre, count) = (pixels(of: row), sampling.neighbours.count)
    let (places, weights) = (UnsafePointer(places), UnsafePointer(rowWeights + row * count))
    let points = Lanes(repeating: Double(count))
    for x in Swift.stride(from: 0, to: width, by: 8) {
      var (sum, squares) = (Lanes.zero, Lanes.zero)
      for index in 0..<count {
        let value = interpolated(at: centre + x, places[index], weights[index])
        sum += value
        squares += value * value
      }
      let variance = (squares - (sum * sum) / points) / points
      UnsafeMutableRawPointer(variances + x).storeBytes(of: variance, as: Lanes.self)
    }
  }

  @inline(__always)
  private func interpolated(
    at pixel: UnsafePointer<Double>, _ place: PatternPlace, _ weights: PatternWeights
  ) -> Lanes {
    weights.above * lanes(pixel + place.above) + weights.below * lanes(pixel + place.below)
  }

  @inline(__always)
  private func lanes(_ start: UnsafePointer<Double>) -> Lanes {
    UnsafeRawPointer(start).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  private func lanes(_ start: UnsafeMutablePointer<Double>) -> Lanes {
    UnsafeRawPointer(start).loadUnaligned(as: Lanes.self)
  }
}

/// Where one neighbour is interpolated from, in numbers from the pixel in plane 0.
struct PatternPlace {
  let above: Int
  let below: Int
}

/// The shares of the two rows that one neighbour is interpolated from.
struct PatternWeights {
  let above: Double
  let below: Double
}
