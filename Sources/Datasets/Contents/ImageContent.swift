import Imaging
import Samples

extension ImageStack: DatasetContent {
  public static var manifestKind: Manifest.Kind { .stills }
  public static var rowNoun: String { "image" }
  public var sizeText: String { "\(counted(count, "image")), \(shapesText)" }

  public func form(ofRow row: Int) -> [Int] {
    [shapes[row].width, shapes[row].height, shapes[row].channels]
  }

  public func withBytes(ofRow row: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[offsets[row]..<offsets[row + 1]])) }
  }

  public func appending(
    _ other: any DatasetContent, columns: ColumnNamesToJoin, named: (String, String)
  ) throws -> any DatasetContent {
    guard let more = other as? ImageStack else { throw cannotJoin(other, named) }
    var all = self
    all.append(contentsOf: more)
    return all
  }

  private var shapesText: String {
    if let shape = commonShape { return "\(shape.width)×\(shape.height) \(Self.colour(shape))" }
    let shapes = Set(shapes)
    let widths = shapes.map(\.width)
    let heights = shapes.map(\.height)
    let colours = Set(shapes.map(Self.colour)).sorted().joined(separator: " and ")
    return "from \(widths.min() ?? 0)×\(heights.min() ?? 0) to \(widths.max() ?? 0)×\(heights.max() ?? 0), \(colours)"
  }

  private static func colour(_ shape: Shape) -> String {
    shape.channels == 1 ? "grey" : "colour"
  }
}
