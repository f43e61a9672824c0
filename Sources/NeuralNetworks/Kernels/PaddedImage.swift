/// An image of few channels with what is added around it, so that what lies under one row of a window is contiguous: a tap
/// of a convolution for which a pixel's channels alone would be too little work.
struct PaddedImage: Sendable {
  private let input: MapShape
  private let geometry: ConvolutionGeometry
  /// Numbers from one row to the next.
  let pitch: Int
  let size: Int

  /// - Precondition: an input without filling, and dilation 1.
  init(_ geometry: ConvolutionGeometry, input: MapShape) {
    (self.geometry, self.input) = (geometry, input)
    pitch = (input.width + geometry.padding.left + geometry.padding.right) * input.channels
    size = pitch * (input.height + geometry.padding.top + geometry.padding.bottom)
  }

  var taps: Int { geometry.kernel.height }
  /// Numbers behind each pointer.
  var channels: Int { geometry.kernel.width * input.channels }
  /// Numbers from what is under one window to what is under the next.
  var step: Int { geometry.stride.x * input.channels }

  /// Where the windows of a row of results begin.
  func line(_ row: Int) -> Int { row * geometry.stride.y * pitch }

  static func filters(_ bank: FilterBank) -> PackedFilters {
    PackedFilters(inner: bank.geometry.taps * bank.inputs, columns: bank.outputs) { row, column in
      let (tap, channel) = row.quotientAndRemainder(dividingBy: bank.inputs)
      return bank.weight(column, channel, tap: tap)
    }
  }

  func pad(_ source: UnsafePointer<Float>, into padded: UnsafeMutablePointer<Float>) {
    let line = input.width * input.channels
    let (before, after) = (geometry.padding.left * input.channels, geometry.padding.right * input.channels)
    padded.update(repeating: 0, count: geometry.padding.top * pitch)
    for y in 0..<input.height {
      let row = padded + (y + geometry.padding.top) * pitch
      row.update(repeating: 0, count: before)
      (row + before).update(from: source + y * line, count: line)
      (row + before + line).update(repeating: 0, count: after)
    }
    let end = (input.height + geometry.padding.top) * pitch
    (padded + end).update(repeating: 0, count: size - end)
  }
}
