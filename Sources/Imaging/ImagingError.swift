import Numerics

/// What can be wrong with an image, or with what is asked of one. Whoever knows the file's name adds it.
public enum ImagingError: ExplainableError, Equatable {
  /// No format that is read begins like this.
  case notAnImage(firstBytes: [UInt8])
  case truncated(ImageFormat)
  case damaged(ImageFormat, detail: String)
  case unsupported(ImageFormat, variant: String)
  case tooLarge(ImageFormat, width: Int, height: Int)
  case notEncodable(ImageFormat, reason: String)
  case invalidOption(name: String, value: String, allowed: String)
  case differingShapes(first: ImageStack.Shape, index: Int, other: ImageStack.Shape)
  case smallerThanGrid(index: Int, width: Int, height: Int, grid: Int)
  case unsupportedChannels(index: Int, channels: Int)
  case noPixels(index: Int)

  public static let samples: [Self] = [
    .notAnImage(firstBytes: []), .truncated(.jpeg), .damaged(.jpeg, detail: "…"), .unsupported(.jpeg, variant: "…"),
    .tooLarge(.jpeg, width: 4, height: 4), .notEncodable(.jpeg, reason: "…"),
    .invalidOption(name: "C", value: "0", allowed: "greater than 0"),
    .differingShapes(
      first: .init(width: 48, height: 48, channels: 1), index: 1, other: .init(width: 64, height: 48, channels: 1)),
    .smallerThanGrid(index: 1, width: 4, height: 4, grid: 8), .unsupportedChannels(index: 1, channels: 2),
    .noPixels(index: 1),
  ]

  public var entry: ErrorEntry { filesEntry ?? imagesEntry ?? .unlisted(self) }

  private var filesEntry: ErrorEntry? {
    switch self {
    case .notAnImage(let firstBytes):
      ErrorEntry(
        "E0701",
        firstBytes.isEmpty
          ? "the file is empty"
          : Self.knownContent(firstBytes).map { "the file is \($0), which is not read" }
            ?? "the file is not an image: it begins with \(Self.hexadecimal(Array(firstBytes.prefix(4))))",
        remedy: "give JPEG, PNG, BMP, TIFF, WebP, GIF or PGM and PPM files",
        explanation: "A file's format is told by its first bytes, not by its name. JPEG, PNG, BMP, TIFF, WebP, the "
          + "first frame of a GIF, and PBM, PGM and PPM are read.")
    case .truncated(let format):
      ErrorEntry(
        "E0702", "the \(format.rawValue) file ends before all of its pixels",
        remedy: "fetch the file again, or leave it out",
        explanation: "The file stops before its last pixel, as after an interrupted download. Missing pixels are not "
          + "made up, because a half-grey face would be learnt as if it were one.")
    case .damaged(let format, let detail):
      ErrorEntry(
        "E0703", "the \(format.rawValue) file is damaged: \(detail)", remedy: "fetch the file again, or leave it out",
        explanation: "The file begins like an image, but its contents contradict each other or fail a checksum.")
    case .unsupported(let format, let variant):
      ErrorEntry(
        "E0704", "this kind of \(format.rawValue) is not read: \(variant)",
        remedy: "convert it to a plain 8-bit \(format.rawValue) or PNG",
        explanation: "The format has variants that are not read, such as compressed bitmaps. Eight-bit grey and colour "
          + "are always read; deeper ones are rounded to eight bits where the format allows it.")
    case .tooLarge(let format, let width, let height):
      ErrorEntry(
        "E0705",
        "the \(format.rawValue) file claims \(width) × \(height) pixels; the most that is read is \(pixelLimit)",
        remedy: "shrink the image; if it is not that large, the file is damaged",
        explanation: "An image's size is read from its header before memory is set aside. A forged header could ask "
          + "for all of it, so there is a limit of \(pixelLimit) pixels.")
    case .notEncodable(let format, let reason):
      ErrorEntry(
        "E0706", "the image cannot be written as \(format.rawValue): \(reason)",
        remedy: format == .jpeg ? "write it as PNG, or change the image" : "change the image",
        explanation: "Image files hold grey or RGB pixels, at least one, and each format has a greatest size.")
    default: nil
    }
  }

  private var imagesEntry: ErrorEntry? {
    switch self {
    case .invalidOption(let name, let value, let allowed):
      ErrorEntry(
        "E0707", "`\(name)` must be \(allowed); got \(value)", remedy: "set `\(name)` to \(allowed)",
        explanation: "Options are checked before any work begins, so that a bad one costs no time.")
    case .differingShapes(let first, let index, let other):
      ErrorEntry(
        "E0708",
        "the images differ in shape: the first is \(first.description), image \(index + 1) is \(other.description)",
        remedy: "bring them to one size first, and to one number of channels",
        explanation: "Pixels become columns, and a table has the same columns in every row; so all images need one "
          + "shape.")
    case .smallerThanGrid(let index, let width, let height, let grid):
      ErrorEntry(
        "E0709", "image \(index + 1) is \(width) × \(height) pixels, too small for a grid of \(grid) × \(grid) cells",
        remedy: "choose a grid of at most \(min(width, height)), or enlarge the images first",
        explanation: "The image is cut into a grid of cells, one histogram each. Every cell needs at least one pixel.")
    case .unsupportedChannels(let index, let channels):
      ErrorEntry(
        "E0710", "image \(index + 1) has \(channels) channels; an image has 1 (grey) or 3 (red, green, blue)",
        remedy: "convert the images to grey or RGB first",
        explanation: "Pixels are grey (one channel) or red, green and blue (three).")
    case .noPixels(let index):
      ErrorEntry(
        "E0711", "image \(index + 1) has no pixels",
        remedy: "leave the image out", explanation: "An image needs at least one pixel in each direction.")
    default: nil
    }
  }

  /// What people have under an image's name, told by how it begins.
  private static func knownContent(_ bytes: [UInt8]) -> String? {
    if bytes.dropFirst(4).starts(with: Array("ftyp".utf8)) {
      let brand = String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self)
      return ["avif", "avis"].contains(brand)
        ? "an AVIF image" : brand.hasPrefix("he") || brand == "mif1" || brand == "msf1" ? "a HEIC photo" : "a film"
    }
    if bytes.starts(with: [0xFF, 0x0A]) || bytes.dropFirst(4).starts(with: Array("JXL ".utf8)) {
      return "a JPEG XL image"
    }
    if bytes.starts(with: Array("%PDF".utf8)) { return "a PDF" }
    if bytes.starts(with: Array("<".utf8)) { return "a web page or a drawing in XML" }
    if bytes.starts(with: Array("version https".utf8.prefix(12))) { return "a note of Git LFS in place of the file" }
    return nil
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
