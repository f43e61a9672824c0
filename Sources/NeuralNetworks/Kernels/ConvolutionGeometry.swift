/// Where a window lies on a map: its size, how far it steps, and what is added around the map.
public struct ConvolutionGeometry: Sendable, Equatable {
  public let kernel: (height: Int, width: Int)
  public let stride: (y: Int, x: Int)
  public let padding: (top: Int, left: Int, bottom: Int, right: Int)
  public let dilation: (y: Int, x: Int)

  public init(
    kernel: (height: Int, width: Int), stride: (y: Int, x: Int) = (1, 1),
    padding: (top: Int, left: Int, bottom: Int, right: Int) = (0, 0, 0, 0), dilation: (y: Int, x: Int) = (1, 1)
  ) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// A square window of the same step and padding in both directions.
  public init(_ kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
    self.init(
      kernel: (kernel, kernel), stride: (stride, stride), padding: (padding, padding, padding, padding),
      dilation: (dilation, dilation))
  }

  /// The number of places of the window.
  var taps: Int { kernel.height * kernel.width }

  /// How many windows fit; below 1 where none does. With `ceiling`, a last one may hang over the edge.
  func output(height: Int, width: Int, ceiling: Bool = false) -> (height: Int, width: Int) {
    func count(_ size: Int, _ kernel: Int, _ stride: Int, _ before: Int, _ after: Int, _ dilation: Int) -> Int {
      let room = size + before + after - dilation * (kernel - 1) - 1
      guard room >= 0 else { return 0 }
      var count = room / stride + 1
      // A window that would begin in the padding behind the map does not count.
      if ceiling, room % stride != 0, count * stride < size + before { count += 1 }
      return count
    }
    return (
      count(height, kernel.height, stride.y, padding.top, padding.bottom, dilation.y),
      count(width, kernel.width, stride.x, padding.left, padding.right, dilation.x)
    )
  }

  public static func == (a: ConvolutionGeometry, b: ConvolutionGeometry) -> Bool {
    a.kernel == b.kernel && a.stride == b.stride && a.padding == b.padding && a.dilation == b.dilation
  }
}
