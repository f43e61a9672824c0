import Glibc
import Imaging
import Numerics

/// What may happen to a picture without changing what it shows: each time another one of many.
///
/// Of every range one value is drawn for each picture, all values whatever is asked for, so that turning one change off
/// leaves the others as they were. Review: Shorten & Khoshgoftaar 2019; cutout: DeVries & Taylor 2017.
public struct ImageAugmentation: Sendable, Hashable {
  /// Mirrored left to right in one picture of two.
  public var flips = true
  /// Turned by up to so many degrees either way.
  public var rotation = 0.0
  /// Moved by up to this share of width and height.
  public var shift = 0.0
  /// Larger or smaller by up to this share.
  public var scale = 0.0
  /// Brighter or darker by a factor of up to 1 ± this.
  public var brightness = 0.0
  /// Differences from the mean grey larger or smaller by a factor of up to 1 ± this.
  public var contrast = 0.0
  /// Deviation of normal noise on each pixel, as a share of white.
  public var noise = 0.0
  /// Largest deviation of a Gaussian blur, in pixels.
  public var blur = 0.0
  /// Side of a square that is covered by the mean grey, as a share of the shorter side.
  public var cutout = 0.0

  public init() {}

  /// Another picture of the same. Cost: a few tens of nanoseconds a pixel.
  public func applied(to image: Image, _ generator: inout SeededGenerator) -> Image {
    guard image.width > 0, image.height > 0 else { return image }
    let draw = Draw(&generator)
    var result = moved(image, draw)
    let sigma = blur * draw.blur
    if sigma > 0.05 { result = Self.blurred(result, sigma: sigma) }
    if brightness > 0 || contrast > 0 { relight(&result, draw) }
    if noise > 0 {
      for index in result.pixels.indices {
        let value = Double(result.pixels[index]) + 255 * noise * normalQuantile(max(1e-9, generator.uniform()))
        result.pixels[index] = Self.byte(value)
      }
    }
    if cutout > 0 { cover(&result, draw) }
    return result
  }

  /// Values from −1 to 1, and shares from 0 to 1.
  private struct Draw {
    let isFlipped: Bool
    let angle, across, down, scale, brightness, contrast: Double
    let blur, left, top: Double

    init(_ generator: inout SeededGenerator) {
      func signed() -> Double { 2 * generator.uniform() - 1 }
      isFlipped = generator.uniform() < 0.5
      (angle, across, down, scale) = (signed(), signed(), signed(), signed())
      (brightness, contrast) = (signed(), signed())
      (blur, left, top) = (generator.uniform(), generator.uniform(), generator.uniform())
    }
  }

  /// One bilinear look at the old picture for each new pixel; beyond its edges its edge goes on.
  private func moved(_ image: Image, _ draw: Draw) -> Image {
    let mirror = flips && draw.isFlipped
    guard mirror || rotation > 0 || shift > 0 || scale > 0 else { return image }
    let angle = rotation * draw.angle * .pi / 180
    let zoom = max(0.05, 1 + scale * draw.scale)
    let (cosine, sine) = (cos(angle) / zoom, sin(angle) / zoom)
    let (width, height, channels) = (image.width, image.height, image.channels)
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    let (shiftX, shiftY) = (shift * draw.across * Double(width), shift * draw.down * Double(height))
    var result = image
    image.withSampler { source in
      for row in 0..<height {
        for column in 0..<width {
          let x = (Double(column) - middleX - shiftX) * (mirror ? -1 : 1)
          let y = Double(row) - middleY - shiftY
          let place = source.place(x: cosine * x + sine * y + middleX, y: cosine * y - sine * x + middleY)
          for channel in 0..<channels {
            result.pixels[(row * width + column) * channels + channel] = Self.byte(
              Double(source.value(channel, at: place)))
          }
        }
      }
    }
    return result
  }

  private func relight(_ image: inout Image, _ draw: Draw) {
    let mean = Self.mean(image)
    let light = 1 + brightness * draw.brightness
    let spread = 1 + contrast * draw.contrast
    let table = (0..<256).map { Self.byte(((Double($0) - mean) * spread + mean) * light) }
    for index in image.pixels.indices { image.pixels[index] = table[Int(image.pixels[index])] }
  }

  private func cover(_ image: inout Image, _ draw: Draw) {
    let side = Int((cutout * Double(min(image.width, image.height))).rounded())
    guard side > 0 else { return }
    let grey = Self.byte(Self.mean(image))
    // Its middle lies in the picture, so part of it may lie outside, as in the paper.
    let left = Int(draw.left * Double(image.width)) - side / 2
    let top = Int(draw.top * Double(image.height)) - side / 2
    for row in max(0, top)..<min(image.height, top + side) {
      for place in max(0, left) * image.channels..<min(image.width, left + side) * image.channels {
        image.pixels[row * image.width * image.channels + place] = grey
      }
    }
  }

  /// A Gaussian, rows and then columns; beyond the edges the edge goes on.
  private static func blurred(_ image: Image, sigma: Double) -> Image {
    let reach = max(1, Int((3 * sigma).rounded(.up)))
    let heights = (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let sum = heights.reduce(0, +)
    let weights = heights.map { $0 / sum }
    let (width, height, channels) = (image.width, image.height, image.channels)
    var across = [Double](repeating: 0, count: image.pixels.count)
    for row in 0..<height {
      for column in 0..<width {
        for channel in 0..<channels {
          var value = 0.0
          for (tap, weight) in weights.enumerated() {
            let source = min(max(column + tap - reach, 0), width - 1)
            value += weight * Double(image.pixels[(row * width + source) * channels + channel])
          }
          across[(row * width + column) * channels + channel] = value
        }
      }
    }
    var result = image
    let line = width * channels
    for row in 0..<height {
      for place in 0..<line {
        var value = 0.0
        for (tap, weight) in weights.enumerated() {
          value += weight * across[min(max(row + tap - reach, 0), height - 1) * line + place]
        }
        result.pixels[row * line + place] = byte(value)
      }
    }
    return result
  }

  private static func mean(_ image: Image) -> Double {
    Double(image.pixels.reduce(0) { $0 + Int($1) }) / Double(max(1, image.pixels.count))
  }

  static func byte(_ value: Double) -> UInt8 { UInt8(min(max(value.rounded(), 0), 255)) }
}
