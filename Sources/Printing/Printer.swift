import Basics
import CCairo
import Drawing

/// A laid out chart as PNG and as PDF, drawn by Cairo, which is opened when the first picture needs it.
public struct Printer: Sendable {
  public let theme: Theme

  public init(theme: Theme = .light) {
    self.theme = theme
  }

  /// Why nothing was drawn: the library is missing, or the picture is too large for it.
  public struct Failure: Error, Equatable {
    public let reason: String

    public init(reason: String) {
      self.reason = reason
    }
  }

  /// Vectors; text stays text, with the fonts of this machine in it.
  /// - Parameter creator: what made it.
  /// - Throws: `Failure`.
  public func pdf(_ scene: Scene, creator: String = "mien") throws(Failure) -> [UInt8] {
    var pen = CCairo.pen()
    defer { pen_end(&pen) }
    // A point is 1/72 inch, a CSS pixel 1/96.
    try check(pen_open_pdf(&pen, scene.width, scene.height, 0.75, scene.description, creator))
    draw(scene, &pen)
    try check(pen_finish(&pen))
    return Array(UnsafeBufferPointer(start: pen.bytes, count: pen.count))
  }

  /// Pixels of three bytes: red, green, blue.
  /// - Throws: `Failure`.
  public func pixels(
    _ scene: Scene, dotsPerInch: Int
  ) throws(Failure) -> (width: Int, height: Int, pixels: [UInt8]) {
    let scale = Double(dotsPerInch) / 96
    let (width, height) = (Int((scene.width * scale).rounded(.up)), Int((scene.height * scale).rounded(.up)))
    guard width <= 32_000, height <= 32_000 else {
      throw Failure(reason: "\(width) × \(height) dots are too many; take fewer dots per inch")
    }
    var pen = CCairo.pen()
    defer { pen_end(&pen) }
    try check(pen_open_image(&pen, Int32(width), Int32(height), scale))
    draw(scene, &pen)
    var stride: Int32 = 0
    guard let drawn = pen_pixels(&pen, &stride) else { throw Failure(reason: "no memory for the picture") }
    let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
      for y in 0..<height {
        var from = drawn + y * Int(stride)
        for x in 0..<width {
          let to = (y * width + x) * 3
          (buffer[to], buffer[to + 1], buffer[to + 2]) = (from[2], from[1], from[0])
          from += 4
        }
      }
      count = width * height * 3
    }
    return (width, height, pixels)
  }

  private func check(_ problem: UnsafePointer<CChar>?) throws(Failure) {
    if let problem { throw Failure(reason: String(cString: problem)) }
  }
}
