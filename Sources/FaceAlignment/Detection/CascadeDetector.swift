import Imaging
import Numerics

/// Looks for what a cascade knows in every place and at every size of a picture. One per thread.
///
/// Boxes are those of `CascadeClassifier.detectMultiScale` of OpenCV 4: the same scales, steps, resizing and grouping.
public final class CascadeDetector {
  /// How much larger each window is than the one before.
  public static let growth = 1.1
  /// How many windows beside the first must agree on a place.
  public static let neighbours = 3

  private let cascade: Cascade
  private let scanner: CascadeScanner
  private let resizer = ExactResizer()
  private var scaled = OwnedBuffer<UInt8>(uninitialized: 0)

  public init(_ cascade: Cascade) {
    self.cascade = cascade
    scanner = CascadeScanner(cascade)
  }

  /// What there is in a grey picture, in no order that means anything.
  ///
  /// - Parameters:
  ///   - picture: of one channel; the first is read where it has more.
  ///   - smallest: windows narrower or lower than this are not looked at.
  /// - Cost: about 0.3 µs a pixel where all sizes are looked at, much less where small ones are not.
  /// - Throws: `ImagingError.unsupportedChannels`, `Interrupted`.
  public func detections(
    in picture: Image, smallest: Int = 0, context: ExecutionContext = .plain
  ) throws -> [Detection] {
    let gray = try picture.gray()
    let scales = self.scales(of: gray, smallest: smallest)
    guard let first = scales.first else { return [] }
    let widest = Self.side(gray.width, at: first)
    let stripes = max(1, (widest + 1 - cascade.width + 31) / 32)
    var windows: [PixelBox] = []
    for scale in scales {
      try context.checkInterruption()
      try gray.pixels.withUnsafeBufferPointer { pixels in
        try look(in: pixels, of: gray, at: scale, widest: widest, stripes: stripes, &windows, context)
      }
    }
    return try DetectionGrouping.grouped(windows, neighbours: Self.neighbours, check: context.checkInterruption)
  }

  /// How many times larger than the cascade's own the windows are.
  private func scales(of picture: Image, smallest: Int) -> [Float] {
    guard picture.width >= cascade.width, picture.height >= cascade.height else { return [] }
    var scales: [Float] = []
    var scale = 1.0
    while true {
      let (width, height) = (Double(cascade.width) * scale, Double(cascade.height) * scale)
      guard Int(width.rounded(.toNearestOrEven)) <= picture.width,
        Int(height.rounded(.toNearestOrEven)) <= picture.height
      else { return scales }
      let window = window(at: Float(scale))
      if min(window.width, window.height) >= smallest { scales.append(Float(scale)) }
      scale *= Self.growth
    }
  }

  private func window(at scale: Float) -> (width: Int, height: Int) {
    (
      Int((Float(cascade.width) * scale).rounded(.toNearestOrEven)),
      Int((Float(cascade.height) * scale).rounded(.toNearestOrEven))
    )
  }

  private static func side(_ length: Int, at scale: Float) -> Int {
    Int((Float(length) / scale).rounded(.toNearestOrEven))
  }

  private func look(
    in pixels: UnsafeBufferPointer<UInt8>, of picture: Image, at scale: Float, widest: Int, stripes: Int,
    _ windows: inout [PixelBox],
    _ context: ExecutionContext
  ) throws {
    guard let base = pixels.baseAddress else { return }
    let (width, height) = (Self.side(picture.width, at: scale), Self.side(picture.height, at: scale))
    guard width >= cascade.width, height >= cascade.height else { return }
    if scaled.count < width * height { scaled = OwnedBuffer(uninitialized: width * height) }
    resizer.resize(
      base, width: picture.width, height: picture.height, to: scaled.base, width: width, height: height)
    scanner.take(scaled.base, width: width, height: height, widest: max(widest, width))
    let step = scale >= 2 ? 1 : 2
    let window = window(at: scale)
    // OpenCV deals lines to so many stripes of whole steps, which may leave out the last.
    let lines = height + 1 - cascade.height
    let dealt = max((lines / step + stripes - 1) / stripes, 1) * step * stripes
    for y in stride(from: 0, to: min(lines, dealt), by: step) {
      if y % 32 == 0 { try context.checkInterruption() }
      var x = 0
      while x <= width - cascade.width {
        switch scanner.rejection(x: x, y: y) {
        case nil:
          windows.append(
            PixelBox(
              x: Int((Float(x) * scale).rounded(.toNearestOrEven)),
              y: Int((Float(y) * scale).rounded(.toNearestOrEven)),
              width: window.width, height: window.height))
        // Where the first stage says no, the next place is not worth asking.
        case 0: x += step
        default: break
        }
        x += step
      }
    }
  }
}
