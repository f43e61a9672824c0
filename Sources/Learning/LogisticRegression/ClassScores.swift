import Glibc
import Numerics

/// A number for each class and each row of a block, class after class: scores, then probabilities or residuals.
struct ClassScores {
  private let classes: Int
  /// Two classes have one output, the second class's; the first one's score is 0.
  private let outputs: Int
  /// Rows that there is room for, a multiple of 16, which is also the distance between classes.
  private let room: Int
  private var numbers: [Float]
  private var maxima: [Float]
  private var sums: [Float]

  init(classes: Int, room: Int) {
    self.classes = classes
    outputs = classes == 2 ? 1 : classes
    self.room = (room + 15) / 16 * 16
    numbers = [Float](repeating: 0, count: classes * self.room)
    maxima = [Float](repeating: 0, count: self.room)
    sums = maxima
  }

  subscript(place: Int, row: Int) -> Float { numbers[place * room + row] }

  private var firstOutput: Int { classes - outputs }

  /// Scores of some rows: x·w + offset.
  mutating func compute(_ features: Matrix, _ rows: Range<Int>, coefficients: [Float], offsets: [Float]) {
    let width = features.columns
    let (room, first, outputs) = (room, firstOutput, outputs)
    numbers.withUnsafeMutableBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      for i in 0..<first * room { base[i] = 0 }
      for output in 0..<outputs {
        for row in 0..<room { base[(first + output) * room + row] = offsets[output] }
      }
      features.storage.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress else { return }
        BLAS.multiply(
          coefficients, stride: width, transposed: false, by: source + rows.lowerBound * width, stride: width,
          transposed: true, into: base + first * room, stride: room,
          rows: outputs, columns: rows.count, inner: width, beta: 1)
      }
    }
  }

  /// Softmax over the classes of each row, in place.
  mutating func turnIntoProbabilities() {
    let (classes, room) = (classes, room)
    numbers.withUnsafeMutableBufferPointer { numbers in
      maxima.withUnsafeMutableBufferPointer { maxima in
        sums.withUnsafeMutableBufferPointer { sums in
          guard let numbers = numbers.baseAddress, let maxima = maxima.baseAddress, let sums = sums.baseAddress
          else { return }
          for row in stride(from: 0, to: room, by: 16) {
            VectorSoftmax.apply(numbers + row, classes: classes, stride: room, maximum: maxima + row, sum: sums + row)
          }
        }
      }
    }
  }

  /// Weighted differences between probabilities and truth, in place.
  /// - Returns: the weighted sum of the rows' losses.
  mutating func turnIntoResiduals(places: [Int], weights: [Float]?, _ rows: Range<Int>) -> Double {
    let truth = rows.enumerated().map { numbers[places[$1] * room + $0] }
    turnIntoProbabilities()
    var loss = 0.0
    for (i, row) in rows.enumerated() {
      let weight = weights?[row] ?? 1
      loss += Double(weight) * (Double(maxima[i]) - Double(truth[i]) + log(Double(sums[i])))
      numbers[places[row] * room + i] -= 1
    }
    if let weights {
      for place in 0..<classes {
        for (i, row) in rows.enumerated() { numbers[place * room + i] *= weights[row] }
      }
    }
    return loss
  }

  /// Residuals times rows: outputs×d.
  func multiply(_ features: Matrix, _ rows: Range<Int>, into products: inout [Float]) {
    let width = features.columns
    numbers.withUnsafeBufferPointer { numbers in
      features.storage.withUnsafeBufferPointer { source in
        guard let numbers = numbers.baseAddress, let source = source.baseAddress else { return }
        BLAS.multiply(
          numbers + firstOutput * room, stride: room, by: source + rows.lowerBound * width, stride: width,
          into: &products, stride: width, rows: outputs, columns: width, inner: rows.count)
      }
    }
  }

  /// The sum of one output's numbers over the first `count` rows.
  func sum(_ output: Int, _ count: Int) -> Double {
    numbers.withUnsafeBufferPointer { numbers in
      numbers.baseAddress.map { VectorKernels.sum($0 + (firstOutput + output) * room, count: count) } ?? 0
    }
  }
}
