/// The shape of one image's maps: pixel (y, x) holds its channels beside one another.
///
/// Channels are filled up to a multiple of 16, so that no kernel has a remainder to treat; the numbers that fill up are
/// finite and of no effect, as the weights that they meet are zero. Only what goes into a network is as it comes.
struct MapShape: Sendable, Equatable {
  let height: Int
  let width: Int
  let channels: Int
  /// From one pixel to the next.
  let stride: Int

  init(height: Int, width: Int, channels: Int) {
    self.init(height: height, width: width, channels: channels, stride: PackedFilters.padded(channels))
  }

  private init(height: Int, width: Int, channels: Int, stride: Int) {
    self.height = height
    self.width = width
    self.channels = channels
    self.stride = stride
  }

  /// Maps without filling.
  static func dense(height: Int, width: Int, channels: Int) -> MapShape {
    MapShape(height: height, width: width, channels: channels, stride: channels)
  }

  var pixels: Int { height * width }
  /// Numbers of one image.
  var size: Int { pixels * stride }
}
